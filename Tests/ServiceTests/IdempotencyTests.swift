import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import TestDatabase
import Testing

@testable import Service

@Suite("Idempotency")
struct IdempotencyTests {
    private static func key(_ value: String) -> HTTPFields { [.idempotencyKey: value] }

    @Test("fifty requests at once with one key have one effect and one answer")
    func fifty() async throws {
        try await withAPI { api in
            let replies = try await withThrowingTaskGroup(of: API.Reply.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await api.post(
                            "accounts", as: api.cast.admin, ["name": "Once", "roles": ["auditor"]],
                            headers: IdempotencyTests.key("k-1"))
                    }
                }
                return try await group.reduce(into: [API.Reply]()) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.status == 201 })
            #expect(Set(replies.map(\.text)).count == 1)
            #expect(replies.count { $0.headers[.idempotencyReplayed] == "true" } == 49)
            #expect(Set(replies.map { $0.headers[.location] ?? "" }).count == 1)
            let made = try await api.database.pool.withConnection {
                try await $0.query("SELECT count(*) FROM account WHERE name = 'Once'").first?.decode(0, as: Int.self)
            }
            #expect(made == 1)
        }
    }

    @Test("the same key for another request is refused, and another account's same key is another key")
    func otherRequest() async throws {
        try await withAPI { api in
            let first = try await api.post(
                "accounts", as: api.cast.admin, ["name": "One", "roles": ["auditor"]],
                headers: IdempotencyTests.key("k"))
            #expect(first.status == 201)
            let other = try await api.post(
                "accounts", as: api.cast.admin, ["name": "Two", "roles": ["auditor"]],
                headers: IdempotencyTests.key("k"))
            #expect(other.status == 422 && other.kind == "key-reused")
            let theirs = try await api.post(
                "import?dryRun=true", as: api.cast.duties, ["files": [:]], headers: IdempotencyTests.key("k"))
            #expect(theirs.status == 200)
        }
    }

    @Test("a refused write gives its key back, so that the mended request may use it")
    func refused() async throws {
        try await withAPI { api in
            let body: JSON = ["name": "Admin", "roles": ["auditor"]]
            for _ in 0..<2 {
                let reply = try await api.post(
                    "accounts", as: api.cast.admin, body, headers: IdempotencyTests.key("r"))
                #expect(reply.status == 409 && reply.headers[.idempotencyReplayed] == nil)
            }
            let mended = try await api.post(
                "accounts", as: api.cast.admin, ["name": "New", "roles": ["auditor"]],
                headers: IdempotencyTests.key("r"))
            #expect(mended.status == 201)
        }
    }

    @Test("a reservation left by a crash is never run again: its outcome is unknown")
    func crash() async throws {
        try await withAPI { api in
            let body: JSON = ["name": "Crashed", "roles": ["auditor"]]
            let stamp = IdempotentRequest(
                account: api.cast.admin.account, key: "c", method: "POST", target: "/api/v1/accounts",
                body: body.bytes())
            try await api.database.admin.withConnection { connection in
                _ = try await connection.execute(
                    """
                    INSERT INTO idempotency_answer (account_id, key, request_hash, status, body, created_at)
                    VALUES (\(stamp.account), 'c', \(stamp.hash), 0, '', now() - interval '1 hour')
                    """)
            }
            let reply = try await api.post("accounts", as: api.cast.admin, body, headers: IdempotencyTests.key("c"))
            #expect(reply.status == 409 && reply.kind == "outcome-unknown")
        }
    }

    @Test("the answer of a write that shows a secret is not kept")
    func secret() async throws {
        try await withAPI { api in
            let path = "accounts/\(api.cast.duties.account)/tokens"
            let first = try await api.post(
                path, as: api.cast.admin, ["role": "duties"], headers: IdempotencyTests.key("t"))
            let token = try #require(first.json["token"]?.string)
            let again = try await api.post(
                path, as: api.cast.admin, ["role": "duties"], headers: IdempotencyTests.key("t"))
            #expect(again.status == 409 && again.kind == "answer-not-kept")
            let kept = try await api.database.admin.withConnection {
                try await $0.query("SELECT body || headers::text AS kept FROM idempotency_answer").map {
                    try $0.decode("kept", as: String.self)
                }
            }
            #expect(!kept.isEmpty && kept.allSatisfy { !$0.contains(token) })
        }
    }

    @Test("answers are forgotten after a day, and a key must be one")
    func ends() async throws {
        try await withAPI { api in
            let body: JSON = ["name": "Forgotten", "roles": ["auditor"]]
            _ = try await api.post("accounts", as: api.cast.admin, body, headers: IdempotencyTests.key("f"))
            #expect(try await api.house.idempotency.forgetOld(now: Date()) == 0)
            #expect(try await api.house.idempotency.forgetOld(now: Date().addingTimeInterval(25 * 3600)) == 1)
            for bad in ["", "a b", String(repeating: "k", count: 201)] {
                let reply = try await api.post("accounts", as: api.cast.admin, body, headers: IdempotencyTests.key(bad))
                #expect(reply.status == 400, "\(bad.count)")
            }
        }
    }
}
