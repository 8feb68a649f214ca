import Crypto
import Deployment
import FoundationEssentials
import Records
import Synchronization
import Testing

@testable import Service

/// A provider of the test's own, without a network: it publishes keys and answers codes with tokens that it signs.
final class FakeProvider: Sendable {
    /// A key that it signs with.
    struct Key: Sendable {
        let name: String
        private let secret = P256.Signing.PrivateKey()

        init(_ name: String) { self.name = name }

        /// As the set of keys shows it.
        var published: JSON {
            let point = secret.publicKey.rawRepresentation
            return [
                "kty": "EC", "crv": "P-256", "kid": .string(name), "use": "sig",
                "x": .string(Base64URL.encode(point.prefix(32))), "y": .string(Base64URL.encode(point.suffix(32))),
            ]
        }

        /// A token with these claims, under another header where one is given.
        func token(_ claims: JSON, header: JSON? = nil) throws -> String {
            let header = header ?? ["alg": "ES256", "kid": .string(name)]
            let text = Base64URL.encode(header.bytes()) + "." + Base64URL.encode(claims.bytes())
            return try text + "." + Base64URL.encode(secret.signature(for: Data(text.utf8)).rawRepresentation)
        }
    }

    private struct Inside {
        var keys = [Key("k1")]
        var claims: JSON = .null
        var asked: [ProviderAsk] = []
        var isDown = false
    }

    static let issuer = "https://id.example"
    static let settings = ProviderSettings(
        issuer: issuer, clientID: "evenhand", clientSecret: Secret("s3cret"), publicURL: "https://evenhand.example")

    private let inside = Mutex(Inside())

    /// The way to it.
    var line: ProviderLine { ProviderLine { [self] in try answer($0) } }
    /// What it was asked for, by the last part of the address.
    func asked(_ part: String) -> [ProviderAsk] { inside.withLock { $0.asked.filter { $0.url.hasSuffix(part) } } }
    /// What its next token claims.
    func claim(_ claims: JSON) { inside.withLock { $0.claims = claims } }
    /// Signs with these keys from now on, the first of them.
    func use(_ keys: [Key]) { inside.withLock { $0.keys = keys } }
    /// Answers no more.
    func fall() { inside.withLock { $0.isDown = true } }

    static let document: JSON = [
        "issuer": .string(issuer), "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token", "jwks_uri": "https://id.example/keys",
        "code_challenge_methods_supported": ["S256"],
    ]

    private func answer(_ ask: ProviderAsk) throws -> ProviderReply {
        try inside.withLock { inside in
            guard !inside.isDown else { throw ProviderFault.unavailable }
            inside.asked.append(ask)
            let body: JSON
            switch ask.url {
            case "https://id.example/.well-known/openid-configuration": body = Self.document
            case "https://id.example/keys": body = .object([.init("keys", .array(inside.keys.map(\.published)))])
            case "https://id.example/token": body = ["id_token": .string(try inside.keys[0].token(inside.claims))]
            default: return ProviderReply(status: 404, body: [])
            }
            return ProviderReply(status: 200, body: body.bytes())
        }
    }

    /// Good claims, with some of them changed; null takes one away.
    static func claims(nonce: String = "n", asOf now: Date = Date(), _ changes: [String: JSON] = [:]) -> JSON {
        let seconds = Int(now.timeIntervalSince1970)
        var claims: [String: JSON] = [
            "iss": .string(issuer), "sub": "subject-1", "aud": "evenhand", "exp": .integer(seconds + 300),
            "iat": .integer(seconds), "nonce": .string(nonce), "roles": ["auditor"],
        ]
        for (name, value) in changes { claims[name] = value == .null ? nil : value }
        return .object(claims.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) })
    }
}
