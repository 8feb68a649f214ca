import Deployment
import FoundationEssentials
import Postgres
import Records

/// Signs people in by the OpenID Connect provider: authorization code flow with PKCE.
package struct ProviderDesk: Sendable {
    let settings: ProviderSettings
    let identities: ProviderIdentities
    private let requests: ProviderRequests
    private let sessions: Sessions
    private let directory: ProviderDirectory
    private let line: ProviderLine

    /// A desk over a pool.
    init(_ settings: ProviderSettings, pool: Pool, line: ProviderLine) {
        self.settings = settings
        self.line = line
        identities = ProviderIdentities(pool: pool)
        requests = ProviderRequests(pool: pool)
        sessions = Sessions(pool: pool)
        directory = ProviderDirectory(issuer: settings.issuer, line: line)
    }

    /// Somebody who has been signed in.
    struct Arrival: Sendable {
        let session: OpenedSession
        /// Where they were going; nil for the first page.
        let returnTo: String?
    }

    /// Begins a sign-in and says to which page of the provider it leads; `key` is the browser's own. Throws `ProviderFault`.
    func begin(key: [UInt8], returnTo: String?, asOf now: Date) async throws -> String {
        let document = try await directory.document(asOf: now)
        let marks = ProviderMarks.make(key: key)
        try await requests.begin(state: marks.state, returnTo: returnTo, asOf: now)
        return ProviderAddress.adding(
            [
                ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.returnAddress),
                ("scope", settings.scope), ("state", marks.state), ("nonce", marks.nonce),
                ("code_challenge", marks.challenge), ("code_challenge_method", "S256"),
            ], to: document.authorization)
    }

    /// Finishes a sign-in with what the provider put into the address. Throws `ProviderFault`.
    func finish(_ query: [String: String], key: [UInt8], asOf now: Date) async throws -> Arrival {
        guard let state = query["state"], let marks = ProviderMarks(state: state, key: key) else {
            throw ProviderFault.notBegun
        }
        guard let begun = try await requests.take(state: state, asOf: now) else { throw ProviderFault.late }
        let document = try await directory.document(asOf: now)
        // Before anything else is believed: another provider's answer must not come in here (RFC 9207).
        guard query["iss"].map({ $0 == settings.issuer }) ?? !document.alwaysSaysIssuer else {
            throw ProviderFault.misfit("the answer is of another issuer")
        }
        if let code = query["error"] { throw ProviderFault(code: code) }
        guard let code = query["code"], !code.isEmpty else { throw ProviderFault.misfit("the answer holds no code") }
        let token = try await exchange(code, marks, document)
        let found = try await IDToken.claims(token) { try await directory.key(named: $0, asOf: now) }
        let claims = try IDTokenClaims(found, settings: settings, nonce: marks.nonce, asOf: now)
        return Arrival(session: try await open(claims, asOf: now), returnTo: begun.returnTo)
    }

    private func exchange(_ code: String, _ marks: ProviderMarks, _ document: ProviderDocument) async throws -> String {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.returnAddress),
            ("code_verifier", marks.verifier),
        ]
        let secret = settings.clientSecret.revealed
        var authorization: String?
        if document.takesSecretInForm {
            form += [("client_id", settings.clientID), ("client_secret", secret)]
        } else {
            let pair = "\(ProviderAddress.escaped(settings.clientID)):\(ProviderAddress.escaped(secret))"
            authorization = "Basic \(Data(pair.utf8).base64EncodedString())"
        }
        let reply = try await line.ask(ProviderAsk(url: document.token, form: form, authorization: authorization))
        guard reply.status == 200 else {
            guard reply.status < 500 else { throw ProviderFault.unavailable }
            throw ProviderFault.misfit("the provider refused the code, status \(reply.status)")
        }
        guard let token = (try? JSON.parse(reply.body))?["id_token"]?.string else {
            throw ProviderFault.misfit("the provider sent no token")
        }
        return token
    }

    /// Opens a session in a role that the provider vouches for and the account holds.
    private func open(_ claims: IDTokenClaims, asOf now: Date) async throws -> OpenedSession {
        guard let holder = try await holder(claims, asOf: now) else {
            throw ProviderFault.nobody("no account is bound to the person")
        }
        let roles = holder.roles.filter { claims.roles.contains($0) }
        guard let role = roles.first else {
            throw ProviderFault.nobody("the account holds none of the roles that the provider vouches for")
        }
        return try await sessions.open(account: holder.account, role: role, providerRoles: roles, asOf: now)
    }

    private func holder(_ claims: IDTokenClaims, asOf now: Date) async throws -> ProviderHolder? {
        if let bound = try await identities.holder(issuer: settings.issuer, subject: claims.subject) { return bound }
        // Whom the provider vouches for in no role is not bound by the way.
        guard let name = claims.accountName, !claims.roles.isEmpty else { return nil }
        return try await identities.bindFirst(
            issuer: settings.issuer, subject: claims.subject, named: name, asOf: now)
    }
}
