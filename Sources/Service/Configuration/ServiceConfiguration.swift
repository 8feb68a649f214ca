import Configuration
import Deployment
import FoundationEssentials
import Logging

/// The settings of one instance of the service; `ConfigurationKey.all` documents each.
package struct ServiceConfiguration: Sendable, Equatable {
    package var host = "127.0.0.1"
    package var port = 8377
    /// Whether people come through a proxy by https.
    package var isBehindProxy = false
    /// The provider that people may sign in with.
    package var provider: ProviderSettings?
    package var databaseURL: Secret?
    package var adminURL: Secret?
    package var poolMaximum = 8
    package var dataDirectory = "evenhand-data"
    package var instanceName = "evenhand"
    package var ledgerOrigin = "evenhand"
    package var ledgerKeyFile: String?
    package var logLevel = Logger.Level.info
    package var notifyCommand: String?
    package var smtp: SMTPSettings?
    package var workerEnabled = true
    package var workerThreads = 1

    /// The settings that hold when nothing is said.
    package init() {}

    /// Reads settings: flags before the environment, the environment before the file, the file before what is usual.
    ///
    /// - Parameters:
    ///   - file: path of a JSON file; its keys may be nested or dotted.
    ///   - environment: the process's environment; variables that begin with `EVENHAND_` count.
    ///   - flags: values by key, as commands give them.
    /// - Throws: `ConfigurationError` with everything that is wrong, unknown keys and variables included.
    package static func read(
        file: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        flags: [String: String] = [:]
    ) throws -> ServiceConfiguration {
        var problems: [String] = []
        let sources = [
            flagSource(flags, &problems), environmentSource(environment, &problems),
            try fileSource(file, &problems),
        ]
        let reader = ConfigReader(
            providers: sources.map { source in
                InMemoryProvider(
                    values: Dictionary(
                        uniqueKeysWithValues: source.map { key, value in
                            (
                                AbsoluteConfigKey(key.split(separator: ".").map(String.init)),
                                ConfigValue(.string(value), isSecret: true)
                            )
                        }))
            })
        var values: [String: String] = [:]
        for key in ConfigurationKey.all {
            guard let value = reader.string(forKey: ConfigKey(key.name), isSecret: true) else { continue }
            if let fault = key.fault(in: value) { problems.append("\(key.name) \(fault)") }
            values[key.name] = value
        }
        let configuration = ServiceConfiguration(values, &problems)
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return configuration
    }

    private init(_ values: [String: String], _ problems: inout [String]) {
        host = values["http.host"] ?? host
        port = values["http.port"].flatMap { Int($0) } ?? port
        isBehindProxy = values["http.proxy"].map { $0 == "true" } ?? isBehindProxy
        databaseURL = ServiceConfiguration.secret("database.url", values, &problems)
        adminURL = ServiceConfiguration.secret("database.admin.url", values, &problems)
        poolMaximum = values["database.pool.maximum"].flatMap { Int($0) } ?? poolMaximum
        dataDirectory = values["data.directory"] ?? dataDirectory
        instanceName = values["instance.name"] ?? instanceName
        ledgerOrigin = values["ledger.origin"] ?? ledgerOrigin
        ledgerKeyFile = values["ledger.key.file"]
        logLevel = values["log.level"].flatMap { Logger.Level(rawValue: $0) } ?? logLevel
        notifyCommand = values["notify.command"]
        smtp = ServiceConfiguration.smtp(values, &problems)
        provider = ServiceConfiguration.provider(values, isBehindProxy: isBehindProxy, &problems)
        workerEnabled = values["worker.enabled"].map { $0 == "true" } ?? workerEnabled
        workerThreads = values["worker.threads"].flatMap { Int($0) } ?? workerThreads
        if adminURL != nil, databaseURL == nil { problems.append("database.admin.url needs database.url") }
    }

    /// The mail server, where one is named with all that it needs.
    private static func smtp(_ values: [String: String], _ problems: inout [String]) -> SMTPSettings? {
        let password = secret("notify.smtp.password", values, &problems)
        guard let host = values["notify.smtp.host"] else { return nil }
        let from = values["notify.smtp.from"]
        if from.flatMap({ MailAddress($0) }) == nil { problems.append("notify.smtp.from must be an e-mail address") }
        if (values["notify.smtp.user"] == nil) != (password == nil) {
            problems.append("notify.smtp.user and notify.smtp.password go together")
        }
        var smtp = SMTPSettings(host: host, from: from ?? "")
        smtp.port = values["notify.smtp.port"].flatMap { Int($0) } ?? smtp.port
        smtp.security = values["notify.smtp.tls"].flatMap { SMTPSettings.Security(rawValue: $0) } ?? smtp.security
        smtp.rootsFile = values["notify.smtp.roots.file"]
        smtp.user = values["notify.smtp.user"]
        smtp.password = password
        return smtp
    }

    /// The provider to sign in with, where one is named with all that it needs.
    private static func provider(
        _ values: [String: String], isBehindProxy: Bool, _ problems: inout [String]
    ) -> ProviderSettings? {
        let secret = secret("provider.client.secret", values, &problems)
        let place = values["http.public.url"].map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        if let place, !ProviderAddress.isOrigin(place) {
            problems.append("http.public.url must be an https address without a path")
        }
        guard let issuer = values["provider.issuer"] else { return nil }
        if !ProviderAddress.isSafe(issuer) || issuer.contains("?") {
            problems.append("provider.issuer must be an https address without a query")
        }
        guard let place, let client = values["provider.client.id"], let secret else {
            problems.append("provider.issuer needs http.public.url, provider.client.id and provider.client.secret")
            return nil
        }
        if place.hasPrefix("https:") != isBehindProxy {
            problems.append("http.public.url begins with https if, and only if, http.proxy is true")
        }
        var provider = ProviderSettings(issuer: issuer, clientID: client, clientSecret: secret, publicURL: place)
        provider.name = values["provider.name"] ?? provider.name
        provider.scope = values["provider.scope"] ?? provider.scope
        if !provider.scope.split(separator: " ").contains("openid") {
            problems.append("provider.scope must hold openid")
        }
        provider.rolesClaim = values["provider.roles.claim"] ?? provider.rolesClaim
        provider.rolesPrefix = values["provider.roles.prefix"] ?? provider.rolesPrefix
        provider.accountClaim = values["provider.account.claim"]
        provider.rootsFile = values["provider.roots.file"]
        return provider
    }

    /// A secret given as itself or in a file, not both.
    private static func secret(_ name: String, _ values: [String: String], _ problems: inout [String]) -> Secret? {
        guard let path = values["\(name).file"] else { return values[name].map { Secret($0) } }
        guard values[name] == nil else {
            problems.append("\(name) and \(name).file are both set: one is enough")
            return nil
        }
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
            let text = String(validating: data, as: UTF8.self)
        else {
            problems.append("\(name).file cannot be read")
            return nil
        }
        let trimmed = text.trimmed
        if trimmed.isEmpty { problems.append("\(name).file is empty") }
        return trimmed.isEmpty ? nil : Secret(trimmed)
    }
}

extension String {
    /// The text without white space at its ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
