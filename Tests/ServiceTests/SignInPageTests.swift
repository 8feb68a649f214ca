import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Service
import Testing

@Suite("Signing in by pages")
struct SignInPageTests {
    private static let password = "seven quiet otters"

    private func account(_ api: API) async throws -> Account {
        let account = try await api.house.accounts.create(name: "Pat Example", roles: [.auditor])
        try await api.house.signIn.setPassword(Self.password, of: account, asOf: Date())
        return account
    }

    @Test("name and password open a session whose cookie scripts cannot read, and signing out ends it")
    func inAndOut() async throws {
        try await withAPI { api in
            _ = try await account(api)
            let visitor = Visitor(api)
            try await visitor.get("/sign-in?to=/sessions")
            #expect(visitor.hidden("to") == "/sessions")
            let reply = try await visitor.post(
                "/sign-in", ["name": "Pat Example", "password": Self.password, "to": "/sessions"])
            #expect(reply.status == 303 && reply.headers[.location] == "/sessions")
            let cookie = try #require(reply.headers[values: .setCookie].first { $0.hasPrefix("evenhand=") })
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            #expect(try await visitor.get("/sessions").status == 200)
            try await visitor.post("/sign-out")
            #expect(try await visitor.get("/sessions").status == 303)
        }
    }

    @Test("an unknown name and a wrong password get the same words, and no address leads to another site")
    func refused() async throws {
        try await withAPI { api in
            _ = try await account(api)
            var pages: [String] = []
            for name in ["Pat Example", "Nobody At All"] {
                let visitor = Visitor(api)
                try await visitor.get("/sign-in")
                let reply = try await visitor.post("/sign-in", ["name": name, "password": "wrong password"])
                #expect(reply.status == 422)
                pages.append(String(reply.text.split(separator: "There is a problem")[1].prefix(120)))
            }
            #expect(pages[0] == pages[1])
            for to in ["https://evil.example", "//evil.example", "/\\evil.example"] {
                let visitor = Visitor(api)
                try await visitor.get("/sign-in")
                let reply = try await visitor.post(
                    "/sign-in", ["name": "Pat Example", "password": Self.password, "to": to])
                #expect(reply.headers[.location] == "/")
            }
        }
    }

    @Test("a form sent after its session has ended comes back to whoever typed it, and to nobody else")
    func keptForm() async throws {
        try await withAPI { api in
            let account = try await account(api)
            let other = try await api.house.accounts.create(name: "Sam Other", roles: [.auditor])
            try await api.house.signIn.setPassword(Self.password, of: other, asOf: Date())
            for (name, isKept) in [("Pat Example", true), ("Sam Other", false)] {
                let visitor = Visitor(api)
                try await visitor.get("/sign-in")
                try await visitor.post("/sign-in", ["name": "Pat Example", "password": Self.password])
                try await visitor.get("/sessions")
                try await api.house.sessions.endAll(of: account.id, asOf: Date())
                let late = try await visitor.post("/sessions/role", ["role": "auditor", "typed": "an hour's \"work\""])
                #expect(late.text.contains("Sign in again"))
                #expect(late.text.contains("an hour&#39;s &quot;work&quot;"))
                let back = try await visitor.post(
                    "/sign-in",
                    [
                        "name": name, "password": Self.password, "to": "/sessions/role", "again.role": "auditor",
                        "again.typed": "an hour's \"work\"",
                    ])
                #expect(back.text.contains("Send what you typed") == isKept)
                #expect(back.text.contains("an hour&#39;s") == isKept)
            }
        }
    }

    @Test(
        "a form that no page of the ended session made is not kept: another site cannot have it sent after signing in")
    func forgedForm() async throws {
        try await withAPI { api in
            let account = try await account(api)
            let visitor = Visitor(api)
            try await visitor.get("/sign-in")
            let mark = visitor.hidden("csrf")
            try await visitor.post("/sign-in", ["name": "Pat Example", "password": Self.password])
            try await api.house.sessions.endAll(of: account.id, asOf: Date())
            for forged in ["", "x", mark ?? ""] {
                let reply = try await visitor.post(
                    "/sessions/role", ["role": "auditor", "typed": "forged"], mark: forged)
                #expect(reply.status == 303 && reply.headers[.location] == "/sign-in")
                #expect(!reply.text.contains("forged"))
            }
        }
    }

    @Test("a password that was given once must be changed before anything else")
    func givenPassword() async throws {
        try await withAPI { api in
            let account = try await account(api)
            let given = try await api.house.signIn.givePassword(to: account, by: nil, asOf: Date())
            let visitor = Visitor(api)
            try await visitor.get("/sign-in")
            let reply = try await visitor.post("/sign-in", ["name": account.name, "password": given])
            #expect(reply.headers[.location] == "/password")
            #expect(try await visitor.get("/sessions").headers[.location] == "/password")
            try await visitor.get("/password")
            let short = try await visitor.post("/password", ["present": given, "new": "short", "repeated": "short"])
            #expect(short.status == 422 && short.text.contains("at least 12 characters"))
            let new = "four slow herons"
            let changed = try await visitor.post("/password", ["present": given, "new": new, "repeated": new])
            #expect(changed.status == 303)
            #expect(try await visitor.get("/sessions").status == 200)
        }
    }
}
