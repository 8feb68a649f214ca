import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Service
import Testing

@Suite("Every role on every route")
struct RoleTests {
    /// A path of the route's form that names nothing there is.
    static func path(of path: String) -> String {
        let parts: [String: String] = [
            "nd": "ND-999", "case": "G-999", "flag": "F-999", "job": "999", "version": "999", "account": "999",
            "token": "999", "swap": "SW-999", "question": "QU-999", "change": "999", "notification": "999",
            "repair": "999", "step": "1",
            "owed": "999", "entry": "999", "table": "officer",
            "session": "999", "booking": "999", "concern": "C-999", "challenge": "CH-999",
            "operation": "OP-999", "restriction": "R999", "consultation": "999", "officer": "W99999",
            "sample": "DS-999", "item": "999", "day": "2026-07-06", "post": "P999", "shift": "E", "file": "none.css",
            "secret": "none", "site": "S999",
        ]
        var path = path
        for (name, value) in parts { path = path.replacing("{\(name)}", with: value) }
        return path
    }

    @Test("nobody gets in without a valid token, and each role only where the table says")
    func matrix() async throws {
        try await withAPI { api in
            let expired = try await expiredToken(api)
            for route in Routes.all {
                guard case .roles(let roles) = route.access else { continue }
                let path = RoleTests.path(of: route.path)
                let tokens: [String?] = [nil, "Bearer nonsense", "Basic abc", "Bearer \(expired)"]
                for token in tokens {
                    let reply = try await api.send(
                        route.method, path, bytes: nil, headers: token.map { [.authorization: $0] } ?? [:])
                    #expect(reply.status == 401, "\(route.name) with \(token ?? "no token")")
                    #expect(reply.headers[.wwwAuthenticate] == #"Bearer realm="evenhand""#)
                }
                for role in Role.allCases {
                    if roles.contains(role), route.success == .events { continue }
                    let reply = try await api.send(route.method, path, as: api.cast.person(role), [:])
                    if roles.contains(role) {
                        #expect(reply.status != 401 && reply.kind != "role-refused", "\(route.name) refuses \(role)")
                        #expect(reply.status != 500, "\(route.name) breaks for \(role)")
                    } else {
                        #expect(reply.status == 403 && reply.kind == "role-refused", "\(route.name) lets \(role) in")
                    }
                }
            }
        }
    }

    private func expiredToken(_ api: API) async throws -> String {
        let past = Date().addingTimeInterval(-7200)
        return try await api.house.accounts.issueToken(
            account: api.cast.admin.account, role: .admin, expiresAt: past.addingTimeInterval(60), asOf: past
        ).text
    }

    @Test("a revoked token stops working at once")
    func revoked() async throws {
        try await withAPI { api in
            let made = try await api.post(
                "accounts/\(api.cast.duties.account)/tokens", as: api.cast.admin, ["role": "duties"])
            #expect(made.status == 201)
            let token = made.json["token"]?.string ?? ""
            let headers: HTTPFields = [.authorization: "Bearer \(token)"]
            #expect(try await api.get("me", headers: headers).status == 200)
            let number = made.json["id"]?.integer ?? 0
            #expect(try await api.send(.delete, "tokens/\(number)", as: api.cast.admin).status == 204)
            #expect(try await api.get("me", headers: headers).status == 401)
        }
    }

    @Test("the routes for everyone need no token, and another method is answered 405 with Allow")
    func open() async throws {
        try await withAPI { api in
            #expect(try await api.get("/livez").text == "ok\n")
            #expect(try await api.get("/metrics").status == 200)
            #expect(try await api.get("openapi.json").status == 200)
            let wrong = try await api.send(.delete, "me", as: api.cast.admin)
            #expect(wrong.status == 405 && wrong.headers[.allow] == "GET")
            #expect(try await api.get("nothing-here").kind == "not-found")
        }
    }
}
