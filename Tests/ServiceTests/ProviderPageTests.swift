import Crypto
import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Signing in by the provider")
struct ProviderPageTests {
    /// The parameters of an address, as the provider's page gets them.
    static func parameters(_ address: String) -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }

    private struct Scene: Sendable {
        let api: API
        let provider: FakeProvider
        let account: Account

        /// Begins in a browser; the state and the nonce that the provider is told.
        func begin(_ visitor: Visitor, to: String = "") async throws -> (state: String, nonce: String) {
            let reply = try await visitor.get("/sign-in/provider\(to)")
            #expect(reply.status == 303)
            let told = ProviderPageTests.parameters(reply.headers[.location] ?? "")
            return (try #require(told["state"]), try #require(told["nonce"]))
        }

        /// A whole sign-in, with these claims.
        func signIn(_ visitor: Visitor, _ changes: [String: JSON] = [:]) async throws -> API.Reply {
            let (state, nonce) = try await begin(visitor)
            provider.claim(FakeProvider.claims(nonce: nonce, changes))
            return try await visitor.get("/sign-in/provider/back?code=c1&state=\(state)")
        }

        func bind(_ subject: String = "subject-1") async throws {
            try await ProviderIdentities(pool: api.database.pool).bind(
                issuer: FakeProvider.issuer, subject: subject, to: account.id, by: api.cast.admin.account,
                asOf: Date())
        }
    }

    private static func scene(
        accountClaim: String? = nil, _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        let provider = FakeProvider()
        var settings = FakeProvider.settings
        settings.accountClaim = accountClaim
        let kept = settings
        let desk: @Sendable (Pool) -> ProviderDesk? = { ProviderDesk(kept, pool: $0, line: provider.line) }
        try await withAPI(provider: desk) { api in
            let account = try await api.house.accounts.create(name: "Pat Example", roles: [.auditor, .gold])
            try await body(Scene(api: api, provider: provider, account: account))
        }
    }

    @Test("a person whom an administrator bound is signed in, in the roles that both the provider and the account give")
    func whole() async throws {
        try await Self.scene { scene in
            try await scene.bind()
            let visitor = Visitor(scene.api)
            let page = try await visitor.get("/sign-in?to=/sessions")
            #expect(page.text.contains(#"href="/sign-in/provider?to=/sessions""#))
            let start = try await visitor.get("/sign-in/provider?to=/sessions")
            let address = try #require(start.headers[.location])
            #expect(address.hasPrefix("https://id.example/authorize?"))
            let told = Self.parameters(address)
            #expect(told["redirect_uri"] == "https://evenhand.example/sign-in/provider/back")
            #expect(told["code_challenge_method"] == "S256" && told["response_type"] == "code")
            #expect(told["scope"] == "openid" && told["client_id"] == "evenhand")
            let (state, nonce) = (try #require(told["state"]), try #require(told["nonce"]))
            scene.provider.claim(FakeProvider.claims(nonce: nonce, ["roles": ["auditor", "duties"]]))
            let back = "/sign-in/provider/back?code=c%2F1&state=\(state)"
            let reply = try await visitor.get(back)
            #expect(reply.status == 303 && reply.headers[.location] == "/sessions")
            let cookie = try #require(reply.headers[values: .setCookie].first { $0.hasPrefix("evenhand=") })
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))

            let asked = try #require(scene.provider.asked("/token").first)
            let form = Dictionary(asked.form ?? []) { first, _ in first }
            #expect(form["code"] == "c/1" && form["redirect_uri"] == told["redirect_uri"])
            let challenge = Base64URL.encode(SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8)))
            #expect(challenge == told["code_challenge"])
            #expect(asked.authorization == "Basic \(Data("evenhand:s3cret".utf8).base64EncodedString())")

            let sessions = try await visitor.get("/sessions")
            #expect(sessions.status == 200 && !sessions.text.contains("Act as Gold group"))
            #expect(try await visitor.post("/sessions/role", ["role": "gold"]).status == 422)
            #expect(try await visitor.get("/report").status == 200)
            let used = try await visitor.get(back)
            #expect(used.status == 400 && used.text.contains("was finished before"))
            #expect(scene.provider.asked("/token").count == 1)
        }
    }

    @Test("a sign-in that another browser began, or that is over, lets nobody in")
    func foreign() async throws {
        try await Self.scene { scene in
            try await scene.bind()
            let (victim, attacker) = (Visitor(scene.api), Visitor(scene.api))
            let (state, nonce) = try await scene.begin(attacker)
            scene.provider.claim(FakeProvider.claims(nonce: nonce))
            for path in ["?code=c1&state=\(state)", "?code=c1", "?code=c1&state=x", ""] {
                let reply = try await victim.get("/sign-in/provider/back\(path)")
                #expect(reply.status == 400 && reply.text.contains("not begun in this browser"))
            }
            #expect(scene.provider.asked("/token").isEmpty && victim.cookies["evenhand"] == nil)
            try await scene.api.database.admin.withConnection {
                _ = try await $0.execute(
                    "UPDATE evenhand.provider_request SET expires_at = made_at + interval '1 microsecond'")
            }
            let late = try await attacker.get("/sign-in/provider/back?code=c1&state=\(state)")
            #expect(late.status == 400 && late.text.contains("took too long"))
            #expect(attacker.cookies["evenhand"] == nil)
        }
    }

    @Test("a token made for another sign-in lets nobody in")
    func replayed() async throws {
        try await Self.scene { scene in
            try await scene.bind()
            let visitor = Visitor(scene.api)
            #expect(try await scene.signIn(visitor, ["nonce": "another"]).status == 502)
            #expect(try await scene.signIn(visitor, ["aud": "other"]).status == 502)
            #expect(visitor.cookies["evenhand"] == nil)
        }
    }

    @Test("what the provider says went wrong is told in our words, and none of its own are repeated")
    func errors() async throws {
        try await Self.scene { scene in
            let visitor = Visitor(scene.api)
            let told: [(String, Int, String)] = [
                ("access_denied", 403, "did not confirm who you are"),
                ("temporarily_unavailable", 503, "does not answer at the moment"),
                ("invalid_scope", 502, "could not be used"), ("%3Cscript%3Eboo", 502, "could not be used"),
            ]
            for (code, status, words) in told {
                let (state, _) = try await scene.begin(visitor)
                let reply = try await visitor.get(
                    "/sign-in/provider/back?error=\(code)&error_description=Call+555&state=\(state)")
                #expect(reply.status == status && reply.text.contains(words), "\(code)")
                #expect(!reply.text.contains("boo") && !reply.text.contains("555"))
            }
            let (state, _) = try await scene.begin(visitor)
            let other = try await visitor.get(
                "/sign-in/provider/back?code=c1&iss=https%3A%2F%2Fevil.example&state=\(state)")
            #expect(other.status == 502 && scene.provider.asked("/token").isEmpty)
        }
    }

    @Test("a provider that does not answer leaves the password, and begins nothing")
    func down() async throws {
        try await Self.scene { scene in
            scene.provider.fall()
            let visitor = Visitor(scene.api)
            let reply = try await visitor.get("/sign-in/provider")
            #expect(reply.status == 503 && reply.text.contains("sign in by name and password"))
            #expect(try await visitor.get("/sign-in").status == 200)
        }
    }

    @Test("whoever has no account or no role in common is refused in the same words")
    func nobody() async throws {
        try await Self.scene { scene in
            var pages: [String] = []
            let visitor = Visitor(scene.api)
            let unknown = try await scene.signIn(visitor, ["name": "Pat Example", "email": "Pat Example"])
            pages.append(unknown.text)
            try await scene.bind()
            for roles: JSON in [["duties"], [], .null] {
                let reply = try await scene.signIn(visitor, ["roles": roles])
                #expect(reply.status == 403 && !reply.text.contains("Pat Example"))
                pages.append(reply.text)
            }
            // What stands below tells the time.
            func told(_ page: String) -> Substring {
                page.split(separator: "<main").last?.split(separator: "</main>").first ?? ""
            }
            #expect(pages.allSatisfy { told($0).contains("you may not use Evenhand this way") })
            #expect(Set(pages.map(told)).count == 1)
            #expect(visitor.cookies["evenhand"] == nil)
        }
    }

    @Test("the first sign-in binds by the claim that the settings name, and not again once an administrator ended it")
    func first() async throws {
        try await Self.scene(accountClaim: "preferred_username") { scene in
            let claims: [String: JSON] = ["preferred_username": "Pat Example"]
            let visitor = Visitor(scene.api)
            #expect(try await scene.signIn(visitor, ["preferred_username": "Nobody"]).status == 403)
            #expect(try await scene.signIn(visitor, claims.merging(["roles": []]) { $1 }).status == 403)
            #expect(try await scene.signIn(visitor, claims).status == 303)
            #expect(try await visitor.get("/sessions").status == 200)
            let admin = try await Visitor.signed(scene.api.cast.admin, .admin, scene.api)
            try await admin.get("/accounts/\(scene.account.id)/provider")
            #expect(admin.page.contains("subject-1"))
            #expect(try await admin.post("/accounts/\(scene.account.id)/provider/end").status == 303)
            #expect(try await visitor.get("/sessions").status == 303)
            #expect(try await scene.signIn(Visitor(scene.api), claims).status == 403)
        }
    }

    @Test("an administrator binds somebody else's account to one person, and no other role does")
    func binding() async throws {
        try await Self.scene { scene in
            let api = scene.api
            let admin = try await Visitor.signed(api.cast.admin, .admin, api)
            let path = "/accounts/\(scene.account.id)/provider"
            #expect(try await admin.get("/accounts/\(scene.account.id)").text.contains(path))
            try await admin.get(path)
            #expect(try await admin.post(path, ["subject": ""]).status == 422)
            #expect(try await admin.post(path, ["subject": "subject-1"]).status == 303)
            #expect(try await scene.signIn(Visitor(api)).status == 303)
            let other = "/accounts/\(api.cast.gold.account)/provider"
            try await admin.get(other)
            let taken = try await admin.post(other, ["subject": "subject-1"])
            #expect(taken.status == 422 && taken.text.contains("another account is bound to this person already"))
            let own = "/accounts/\(api.cast.admin.account)/provider"
            #expect(try await admin.get(own).text.contains("another administrator must"))
            try await admin.get(other)
            let refused = try await admin.post(own, ["subject": "subject-9"])
            #expect(refused.status >= 400 && refused.text.contains("another administrator must"))
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            #expect(try await gold.get(path).status == 403)
        }
    }

    @Test("without a provider there is no link, no start and no binding")
    func without() async throws {
        try await withAPI { api in
            let visitor = Visitor(api)
            #expect(try await !visitor.get("/sign-in").text.contains("/sign-in/provider"))
            for path in ["/sign-in/provider", "/sign-in/provider/back?code=c&state=s"] {
                #expect(try await visitor.get(path).status == 404)
            }
            let admin = try await Visitor.signed(api.cast.admin, .admin, api)
            #expect(try await admin.get("/accounts/\(api.cast.gold.account)/provider").status == 404)
        }
    }
}
