import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("One-time passwords by the administrator's page")
struct OneTimePasswordPageTests {
    @Test("a password given on the page is shown once, signs in once, and must be changed")
    func given() async throws {
        try await withAPI { api in
            let account = try await api.house.accounts.create(name: "Pat Example", roles: [.auditor])
            try await api.house.signIn.setPassword("seven quiet otters", of: account, asOf: Date())
            let former = try await api.house.sessions.open(account: account.id, role: .auditor, asOf: Date())
            let admin = try await Visitor.signed(api.cast.admin, .admin, api)
            let path = "/accounts/\(account.id)/password"
            #expect(try await admin.get("/accounts/\(account.id)").text.contains(path))
            #expect(try await admin.get(path).text.contains("signed out on every device"))
            let reply = try await admin.post(path)
            #expect(reply.status == 200)
            let letters = "[a-hjkmnp-z2-9]{4}"
            let found = try Regex("\(letters)-\(letters)-\(letters)-\(letters)").firstMatch(in: reply.text)
            let password = String(reply.text[try #require(found).range])
            #expect(try await !admin.get(path).text.contains(password))
            #expect(try await api.house.sessions.find(former.secret, asOf: Date()) == nil)

            let visitor = Visitor(api)
            try await visitor.get("/sign-in")
            let old = try await visitor.post(
                "/sign-in", ["name": "Pat Example", "password": "seven quiet otters"])
            #expect(old.status == 422)
            let opened = try await visitor.post("/sign-in", ["name": "Pat Example", "password": password])
            #expect(opened.status == 303 && opened.headers[.location] == "/password")
            #expect(try await visitor.get("/report").headers[.location] == "/password")
            try await visitor.get("/password")
            let changed = try await visitor.post(
                "/password", ["present": password, "new": "eight loud herons", "repeated": "eight loud herons"])
            #expect(changed.status == 303)
            #expect(try await visitor.get("/report").status == 200)
        }
    }

    @Test("nobody gives one to themselves, and nobody but an administrator gives one")
    func refused() async throws {
        try await withAPI { api in
            let admin = try await Visitor.signed(api.cast.admin, .admin, api)
            let own = "/accounts/\(api.cast.admin.account)/password"
            #expect(try await admin.get(own).text.contains("another administrator must"))
            try await admin.get("/sessions")
            let refused = try await admin.post(own)
            #expect(refused.status == 403 && refused.text.contains("another administrator must"))
            #expect(try await admin.get("/sessions").status == 200)
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            try await gold.get("/sessions")
            let path = "/accounts/\(api.cast.officer.account)/password"
            #expect(try await gold.get(path).status == 403)
            #expect(try await gold.post(path).status == 403)
            try await admin.get("/sessions")
            #expect(try await admin.post("/accounts/999/password").status == 404)
        }
    }
}
