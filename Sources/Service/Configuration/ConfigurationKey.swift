import Deployment

/// A setting of the service: its name and what it takes. The table in `README.md` says the same; a test compares the two.
package struct ConfigurationKey: Sendable, Equatable {
    /// What a setting takes.
    enum Kind: Sendable, Equatable {
        case text
        case secret
        case path
        case flag
        case whole(ClosedRange<Int>)
        case oneOf([String])
    }

    /// The name with dots: `http.port`.
    package let name: String
    let kind: Kind
    /// The value where none is set; empty for none.
    package let usual: String
    /// What it does, in a phrase.
    package let meaning: String

    /// The environment variable: `EVENHAND_HTTP_PORT`.
    package var variable: String { ConfigurationKey.prefix + name.uppercased().replacing(".", with: "_") }

    static let prefix = "EVENHAND_"

    /// Every setting there is.
    package static let all: [ConfigurationKey] = [
        .init(name: "http.host", kind: .text, usual: "127.0.0.1", meaning: "Address to listen on."),
        .init(
            name: "http.port", kind: .whole(0...65_535), usual: "8377",
            meaning: "Port to listen on; 0 takes a free one."),
        .init(
            name: "http.proxy", kind: .flag, usual: "false",
            meaning: "Whether people come through a proxy by https: cookies are Secure, X-Forwarded-For is believed."),
        .init(
            name: "http.public.url", kind: .text, usual: "",
            meaning: "Where people reach the service, without a path; needed with provider.issuer."),
        .init(
            name: "database.url", kind: .secret, usual: "",
            meaning:
                "PostgreSQL for the role evenhand_app; without it a private server is started in the data directory."),
        .init(
            name: "database.url.file", kind: .path, usual: "",
            meaning: "A file that holds database.url, for secret stores."),
        .init(
            name: "database.admin.url", kind: .secret, usual: "",
            meaning: "PostgreSQL for migrations; without it the schema is checked, not changed."),
        .init(
            name: "database.admin.url.file", kind: .path, usual: "", meaning: "A file that holds database.admin.url."),
        .init(
            name: "database.pool.maximum", kind: .whole(2...200), usual: "8", meaning: "Database connections at most."),
        .init(
            name: "data.directory", kind: .path, usual: "evenhand-data",
            meaning: "Where the private server and the ledger's key live."),
        .init(
            name: "instance.name", kind: .text, usual: "evenhand",
            meaning: "Names this instance in leases and logs."),
        .init(
            name: "ledger.origin", kind: .text, usual: "evenhand",
            meaning: "The ledger's name in its signed checkpoints."),
        .init(
            name: "ledger.key.file", kind: .path, usual: "",
            meaning: "The ledger's signing key; ledger.key in the data directory, made when absent, unless told."),
        .init(
            name: "log.level", kind: .oneOf(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
            usual: "info", meaning: "Least severity that is logged."),
        .init(
            name: "notify.command", kind: .path, usual: "",
            meaning: "A program that takes each message as JSON on its standard input."),
        .init(
            name: "notify.smtp.host", kind: .text, usual: "", meaning: "The mail server; without it no e-mail is sent."),
        .init(name: "notify.smtp.port", kind: .whole(1...65_535), usual: "587", meaning: "The mail server's port."),
        .init(
            name: "notify.smtp.tls", kind: .oneOf(SMTPSettings.Security.allCases.map(\.rawValue)), usual: "starttls",
            meaning: "starttls (needed unless the server is on this machine), implicit, or off."),
        .init(
            name: "notify.smtp.roots.file", kind: .path, usual: "",
            meaning: "A PEM file of certificates trusted besides the system's."),
        .init(name: "notify.smtp.user", kind: .text, usual: "", meaning: "The account at the mail server."),
        .init(name: "notify.smtp.password", kind: .secret, usual: "", meaning: "Its password."),
        .init(
            name: "notify.smtp.password.file", kind: .path, usual: "",
            meaning: "A file that holds notify.smtp.password."),
        .init(
            name: "notify.smtp.from", kind: .text, usual: "",
            meaning: "The sender's address; needed with notify.smtp.host."),
        .init(
            name: "provider.issuer", kind: .text, usual: "",
            meaning: "The OpenID Connect provider that people may sign in with; without it there are passwords only."),
        .init(
            name: "provider.name", kind: .text, usual: "single sign-on",
            meaning: "How the link to the provider calls it."),
        .init(name: "provider.client.id", kind: .text, usual: "", meaning: "The service's name at the provider."),
        .init(name: "provider.client.secret", kind: .secret, usual: "", meaning: "Its secret there."),
        .init(
            name: "provider.client.secret.file", kind: .path, usual: "",
            meaning: "A file that holds provider.client.secret."),
        .init(
            name: "provider.scope", kind: .text, usual: "openid", meaning: "The scopes asked for, openid among them."),
        .init(
            name: "provider.roles.claim", kind: .text, usual: "roles",
            meaning: "The claim of the ID token that lists a person's roles."),
        .init(
            name: "provider.roles.prefix", kind: .text, usual: "",
            meaning: "What stands before the name of each role in that claim."),
        .init(
            name: "provider.account.claim", kind: .text, usual: "",
            meaning:
                "A claim that is the name of the person's account and binds them at the first sign-in; without it administrators bind."
        ),
        .init(
            name: "provider.roots.file", kind: .path, usual: "",
            meaning: "A PEM file of certificates trusted besides the system's, for the provider."),
        .init(
            name: "worker.enabled", kind: .flag, usual: "true", meaning: "Whether this instance works on roster jobs."),
        .init(
            name: "worker.threads", kind: .whole(1...64), usual: "1",
            meaning: "Searches side by side of a job that does not say."),
    ]

    /// What is wrong with a value, in words; nil when nothing is. Never quotes the value of a secret.
    func fault(in text: String) -> String? {
        switch kind {
        case .text, .secret, .path: text.isEmpty ? "must not be empty" : nil
        case .flag: ["true", "false"].contains(text) ? nil : "must be true or false"
        case .whole(let range):
            Int(text).map(range.contains) == true ? nil : "must be a whole number\(TextForm.bounds(range))"
        case .oneOf(let words): words.contains(text) ? nil : "must be one of \(words.joined(separator: ", "))"
        }
    }
}
