import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import Synchronization
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

    private static func leave(
        _ api: API, _ key: String, _ body: JSON, status: Int, holder: String, age: String = "1 second"
    ) async throws {
        let stamp = IdempotentRequest(
            account: api.cast.admin.account, key: key, method: "POST", target: "/api/v1/accounts", body: body.bytes())
        try await api.database.admin.withConnection { connection in
            _ = try await connection.execute(
                """
                INSERT INTO idempotency_answer (account_id, key, request_hash, status, body, created_at)
                VALUES (\(stamp.account), \(key), \(stamp.hash), \(status), \(holder), now() - \(age)::interval)
                """)
        }
    }

    @Test("a reservation whose holder is gone is taken over at once, and the work is done once")
    func crash() async throws {
        try await withAPI { api in
            let body: JSON = ["name": "Crashed", "roles": ["auditor"]]
            try await IdempotencyTests.leave(api, "c", body, status: 0, holder: "no such process/1")
            let reply = try await api.post("accounts", as: api.cast.admin, body, headers: IdempotencyTests.key("c"))
            #expect(reply.status == 201)
            let again = try await api.post("accounts", as: api.cast.admin, body, headers: IdempotencyTests.key("c"))
            #expect(again.status == 201 && again.text == reply.text && again.headers[.idempotencyReplayed] == "true")
        }
    }

    @Test("what was saved and has lost its answer is never done again, and said to be saved")
    func answerLost() async throws {
        try await withAPI { api in
            let body: JSON = ["name": "Saved", "roles": ["auditor"]]
            try await IdempotencyTests.leave(api, "s", body, status: -2, holder: "no such process/1", age: "1 hour")
            let reply = try await api.post("accounts", as: api.cast.admin, body, headers: IdempotencyTests.key("s"))
            #expect(reply.status == 409 && reply.kind == "answer-lost")
            #expect(try await IdempotencyTests.accounts(api, "Saved") == 0)
        }
    }

    @Test("a double that comes between COMMIT and the answer waits for the answer")
    func betweenCommitAndAnswer() async throws {
        try await withAPI { api in
            let desk = api.house.idempotency
            let later = Mutex<Task<Answer, any Error>?>(nil)
            let stamp = IdempotentRequest(
                account: api.cast.admin.account, key: "b", method: "POST", target: "/x", body: [])
            let first = try await desk.once(stamp, .answered) {
                _ = try await api.house.accounts.create(name: "Between", roles: [.auditor])
                let double = Task { try await desk.once(stamp, .answered) { .json(["n": 2]) } }
                // It finds the key saved and without an answer, for as long as this work takes to say its own.
                try await Task.sleep(for: .milliseconds(500))
                later.withLock { $0 = double }
                return .json(["n": 1])
            }
            let second = try await #require(later.withLock { $0 }).value
            #expect(first.headers[.idempotencyReplayed] == nil)
            #expect(second.headers[.idempotencyReplayed] == "true")
        }
    }

    @Test("who lost the reservation while at work saves nothing")
    func overtaken() async throws {
        try await withAPI { api in
            let desk = api.house.idempotency
            let stamp = IdempotentRequest(
                account: api.cast.admin.account, key: "o", method: "POST", target: "/x", body: [])
            await #expect(throws: APIProblem.self) {
                _ = try await desk.once(stamp, .answered) {
                    try await api.database.admin.withConnection { connection in
                        _ = try await connection.execute(
                            "UPDATE idempotency_answer SET body = 'another/2' WHERE key = 'o'")
                    }
                    _ = try await api.house.accounts.create(name: "Overtaken", roles: [.auditor])
                    return .noContent
                }
            }
            let made = try await IdempotencyTests.accounts(api, "Overtaken")
            #expect(made == 0)
        }
    }

    @Test("every transaction of a work that writes says that it was saved, and one that only reads does not")
    func sealed() async throws {
        try await withAPI { api in
            let desk = api.house.idempotency
            func status(_ work: @escaping @Sendable () async throws -> Void) async throws -> Int? {
                let stamp = IdempotentRequest(
                    account: api.cast.admin.account, key: "w", method: "POST", target: "/x", body: [])
                let found = Mutex<Int?>(nil)
                _ = try await desk.once(stamp, .answered) {
                    try await work()
                    let now = try await api.database.admin.withConnection { connection in
                        try await connection.query("SELECT status FROM idempotency_answer WHERE key = 'w'").first?
                            .decode(0, as: Int.self)
                    }
                    found.withLock { $0 = now }
                    return .noContent
                }
                _ = try await api.database.admin.withConnection {
                    try await $0.execute("DELETE FROM idempotency_answer")
                }
                return found.withLock { $0 }
            }
            let read = try await status {
                _ = try await api.database.pool.transaction { try await $0.query("SELECT count(*) FROM account") }
            }
            #expect(read == 0)
            let written = try await status {
                _ = try await api.house.accounts.create(name: "First", roles: [.auditor])
                _ = try await api.house.accounts.create(name: "Second", roles: [.auditor])
            }
            #expect(written == -2)
        }
    }

    private static func accounts(_ api: API, _ name: String) async throws -> Int? {
        try await api.database.admin.withConnection { connection in
            try await connection.query("SELECT count(*) FROM account WHERE name = \(name)").first?.decode(
                0, as: Int.self)
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
