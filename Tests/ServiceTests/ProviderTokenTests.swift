import Deployment
import FoundationEssentials
import Records
import Testing

@testable import Service

@Suite("Tokens of the sign-in provider")
struct ProviderTokenTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)
    private let key = FakeProvider.Key("k1")

    /// Why a token is not believed; empty where it is.
    private func fault(_ token: String, keys: [FakeProvider.Key]? = nil) async throws -> String {
        let set: JSON = .object([.init("keys", .array((keys ?? [key]).map(\.published)))])
        let known = try ProviderKeys(set.bytes())
        do {
            let claims = try await IDToken.claims(token) { known[$0] }
            _ = try IDTokenClaims(claims, settings: FakeProvider.settings, nonce: "n", asOf: Self.now)
            return ""
        } catch let fault as ProviderFault { return fault.reason }
    }

    private func fault(_ changes: [String: JSON]) async throws -> String {
        try await fault(key.token(FakeProvider.claims(asOf: Self.now, changes)))
    }

    @Test("a token that fits is believed, and its roles are ours alone")
    func good() async throws {
        #expect(try await fault([:]) == "")
        let found = FakeProvider.claims(asOf: Self.now, ["roles": ["ev-gold", "gold", "ev-king", 7]])
        var settings = FakeProvider.settings
        settings.rolesPrefix = "ev-"
        let claims = try IDTokenClaims(found, settings: settings, nonce: "n", asOf: Self.now)
        #expect(claims.roles == [.gold] && claims.subject == "subject-1" && claims.accountName == nil)
    }

    @Test("a token is believed only by the key it names, and by that key's own algorithm")
    func keys() async throws {
        let claims = FakeProvider.claims(asOf: Self.now)
        let stranger = FakeProvider.Key("k1")
        let other = FakeProvider.Key("k2")
        #expect(try await fault(stranger.token(claims)).contains("signature"))
        #expect(try await fault(other.token(claims)).contains("key is not the provider's"))
        // Signed by a key that is known, under the name of another that is known too.
        let crossed = try other.token(claims, header: ["alg": "ES256", "kid": "k1"])
        #expect(try await fault(crossed, keys: [key, other]).contains("signature"))
        #expect(try await fault(key.token(claims, header: ["alg": "ES256"])).contains("names no key"))
        #expect(try await fault(key.token(claims, header: ["alg": "RS256", "kid": "k1"])).contains("not its key's"))
        for algorithm in ["none", "None", "HS256", "ES384", ""] {
            let header: JSON = ["alg": .string(algorithm), "kid": "k1"]
            #expect(try await fault(key.token(claims, header: header)).contains("not allowed"), "\(algorithm)")
        }
        let critical = try key.token(claims, header: ["alg": "ES256", "kid": "k1", "crit": ["x"]])
        #expect(try await fault(critical).contains("not allowed"))
    }

    @Test("a token without its signature, or with other claims than were signed, is not believed")
    func tampered() async throws {
        let token = try key.token(FakeProvider.claims(asOf: Self.now))
        let parts = token.split(separator: ".").map(String.init)
        let other = Base64URL.encode(FakeProvider.claims(asOf: Self.now, ["sub": "subject-2"]).bytes())
        #expect(try await fault("\(parts[0]).\(other).\(parts[2])").contains("signature"))
        #expect(try await fault("\(parts[0]).\(parts[1]).").contains("signature"))
        let none = Base64URL.encode(JSON.object([.init("alg", "none"), .init("kid", "k1")]).bytes())
        #expect(try await fault("\(none).\(parts[1]).").contains("not allowed"))
        for broken in ["", "a.b", "a.b.c", token + ".x"] {
            #expect(try await fault(broken).contains("malformed"))
        }
    }

    @Test("a token of another issuer, for somebody else, out of its time or for another sign-in is not believed")
    func claims() async throws {
        let moment = Int(Self.now.timeIntervalSince1970)
        let wrong: [([String: JSON], String)] = [
            (["iss": "https://id.example/"], "another issuer"), (["iss": .null], "another issuer"),
            (["aud": "other"], "somebody else"), (["aud": ["other"]], "somebody else"), (["aud": []], "somebody else"),
            (["aud": ["evenhand", "other"]], "names no party"),
            (["aud": ["evenhand", "other"], "azp": "other"], "another party"), (["azp": "other"], "another party"),
            (["exp": .integer(moment - 60)], "expired"), (["exp": .null], "not when"), (["exp": "soon"], "not when"),
            (["iat": .integer(moment + 60)], "future"), (["iat": .null], "not when"),
            (["nbf": .integer(moment + 60)], "not good yet"), (["nbf": "x"], "not good yet"),
            (["nonce": "m"], "another sign-in"), (["nonce": .null], "another sign-in"),
            (["sub": .null], "nobody"), (["sub": ""], "nobody"),
        ]
        for (change, reason) in wrong {
            #expect(try await fault(change).contains(reason), "\(change)")
        }
        let right: [[String: JSON]] = [
            ["aud": ["evenhand"]], ["aud": ["evenhand", "other"], "azp": "evenhand"], ["azp": "evenhand"],
            ["exp": .integer(moment - 59)], ["iat": .integer(moment + 59)], ["exp": .number(Double(moment) + 0.5)],
        ]
        for change in right { #expect(try await fault(change) == "", "\(change)") }
    }

    @Test("the claim that names an account counts only where the settings say so, and an address only when verified")
    func accountName() throws {
        func name(_ claim: String?, _ changes: [String: JSON]) throws -> String? {
            var settings = FakeProvider.settings
            settings.accountClaim = claim
            let claims = FakeProvider.claims(asOf: Self.now, changes)
            return try IDTokenClaims(claims, settings: settings, nonce: "n", asOf: Self.now).accountName
        }
        #expect(try name(nil, ["account": "Pat"]) == nil)
        #expect(try name("account", ["account": "Pat"]) == "Pat")
        #expect(try name("email", ["email": "p@x.example"]) == nil)
        #expect(try name("email", ["email": "p@x.example", "email_verified": false]) == nil)
        #expect(try name("email", ["email": "p@x.example", "email_verified": true]) == "p@x.example")
    }

    @Test("keys that are too short, shared, for other uses or of one name are passed over")
    func keySet() throws {
        let good = Base64URL.encode([UInt8](repeating: 0xAB, count: 256))
        func rsa(_ name: String, _ more: [JSON.Member] = [], modulus: String? = nil) -> JSON {
            .object(
                [
                    .init("kty", "RSA"), .init("kid", .string(name)), .init("e", "AQAB"),
                    .init("n", .string(modulus ?? good)),
                ] + more)
        }
        let short = Base64URL.encode([0, 0] + [UInt8](repeating: 0xAB, count: 255))
        let set: JSON = [
            "keys": [
                rsa("plain"), rsa("said", [.init("alg", "RS256"), .init("use", "sig")]), rsa("short", modulus: short),
                rsa("enc", [.init("use", "enc")]), rsa("other", [.init("alg", "RS512")]), rsa("twice"), rsa("twice"),
                ["kty": "oct", "kid": "shared", "k": "AAAA", "alg": "HS256"], ["kty": "RSA", "n": "x"], 7,
            ]
        ]
        let keys = try ProviderKeys(set.bytes())
        #expect(keys["plain"] != nil && keys["said"] != nil)
        for name in ["short", "enc", "other", "twice", "shared"] { #expect(keys[name] == nil, "\(name)") }
        #expect(throws: ProviderFault.self) { try ProviderKeys([UInt8]("[]".utf8)) }
    }

    @Test("a new key of the provider is looked up once, and an unknown one not again and again")
    func rotated() async throws {
        let provider = FakeProvider()
        let directory = ProviderDirectory(issuer: FakeProvider.issuer, line: provider.line)
        func found(_ name: String, _ seconds: Double) async throws -> Bool {
            try await directory.key(named: name, asOf: Self.now.addingTimeInterval(seconds)) != nil
        }
        #expect(try await found("k1", 0))
        provider.use([FakeProvider.Key("k2")])
        #expect(try await !found("k2", 59))
        #expect(provider.asked("/keys").count == 1)
        #expect(try await found("k2", 61))
        #expect(try await !found("k1", 61))
        #expect(provider.asked("/keys").count == 2)
        for second in 62..<100 { #expect(try await !found("k3", Double(second))) }
        #expect(provider.asked("/keys").count == 2)
        #expect(try await found("k2", 61 + 3599))
        #expect(provider.asked("/keys").count == 2)
        #expect(try await found("k2", 61 + 3600))
        #expect(provider.asked("/keys").count == 3)
    }

    @Test("a discovery document of another issuer, with an unsafe address or without PKCE is refused")
    func discovery() throws {
        func changed(_ name: String, _ value: JSON) -> [UInt8] {
            let members = (FakeProvider.document.members ?? []).map { $0.key == name ? .init(name, value) : $0 }
            return JSON.object(members).bytes()
        }
        #expect(try ProviderDocument(changed("", .null), issuer: FakeProvider.issuer).takesSecretInForm == false)
        let wrong: [(String, JSON)] = [
            ("issuer", "https://id.example/"), ("token_endpoint", "http://id.example/token"),
            ("jwks_uri", "file:///etc/passwd"), ("authorization_endpoint", "javascript:alert(1)"),
            ("authorization_endpoint", .null), ("code_challenge_methods_supported", ["plain"]),
        ]
        for (name, value) in wrong {
            #expect(throws: ProviderFault.self, "\(name)") {
                try ProviderDocument(changed(name, value), issuer: FakeProvider.issuer)
            }
        }
    }

    @Test("the marks of a sign-in come from one browser's key, differ each time, and prove themselves")
    func marks() throws {
        let (mine, other) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        let marks = ProviderMarks.make(key: mine)
        let again = try #require(ProviderMarks(state: marks.state, key: mine))
        #expect(again.nonce == marks.nonce && again.verifier == marks.verifier)
        #expect(ProviderMarks(state: marks.state, key: other) == nil)
        #expect(ProviderMarks(state: String(marks.state.dropLast()) + "_", key: mine) == nil)
        #expect(ProviderMarks(state: "", key: mine) == nil)
        #expect(ProviderMarks.make(key: mine).state != marks.state)
        #expect(Set([marks.state, marks.nonce, marks.verifier]).count == 3 && marks.verifier.utf8.count == 43)
    }
}
