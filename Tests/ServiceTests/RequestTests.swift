import Deployment
import HTTPTypes
import Postgres
import TestDatabase
import Testing

@testable import Service

@Suite("Bad requests")
struct RequestTests {
    private static func send(
        _ api: API, _ bytes: [UInt8], path: String = "accounts", type: String? = "application/json"
    ) async throws -> API.Reply {
        var headers: HTTPFields = [.authorization: "Bearer \(api.cast.admin.token)"]
        headers[.contentType] = type
        return try await api.send(.post, path, bytes: bytes, headers: headers)
    }

    @Test("malformed JSON is refused with its place, and nothing is written")
    func malformed() async throws {
        try await withAPI { api in
            let latin = Array(#"{"name":"Zo"#.utf8) + [0xEB] + Array(#"","roles":["auditor"]}"#.utf8)
            let wide = Array(#"{"name":"Wide","roles":["auditor"]}"#.utf16).flatMap {
                [UInt8($0 & 255), UInt8($0 >> 8)]
            }
            let bodies: [[UInt8]] = [
                [], Array("{".utf8), Array(#"{"name":"Trunc"#.utf8), Array(#"{"name":"a","name":"b","roles":[]}"#.utf8),
                Array(String(repeating: "[", count: 10_000).utf8), latin, wide, [0xEF, 0xBB, 0xBF] + Array("{}".utf8),
                Array("{} {}".utf8), Array("nul".utf8), Array(#"{"name":NaN}"#.utf8),
            ]
            for body in bodies {
                let reply = try await RequestTests.send(api, body)
                #expect(reply.status == 400, "\(String(decoding: body.prefix(40), as: UTF8.self))")
                #expect(reply.kind == "malformed")
            }
            let doubled = try await RequestTests.send(api, bodies[3])
            #expect(doubled.json["errors"]?.elements?.first?["rule"]?.string?.contains("twice") == true)
            let accounts = try await api.database.pool.withConnection {
                try await $0.query("SELECT count(*) FROM account").first?.decode(0, as: Int.self)
            }
            #expect(accounts == 11)
        }
    }

    @Test("every fault of a body comes at once")
    func faults() async throws {
        try await withAPI { api in
            let reply = try await api.post(
                "accounts", as: api.cast.admin, ["name": "", "rank": "KING", "roles": ["x"], "colour": "red"])
            #expect(reply.status == 400)
            #expect(reply.pointers == ["/name", "/rank", "/roles/0", "/colour"])
        }
    }

    @Test("bodies above the limit are refused, 1 MB as a rule and 10 MB for an import")
    func tooLarge() async throws {
        try await withAPI { api in
            let space = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
            let above = try await RequestTests.send(api, space)
            #expect(above.status == 413)
            let whole = Array(#"{"files":{"#.utf8) + [UInt8](repeating: 0x20, count: 2 << 20) + Array("}}".utf8)
            #expect(try await RequestTests.send(api, whole, path: "import?dryRun=true").status == 200)
            let huge = [UInt8](repeating: 0x20, count: (10 << 20) + 1)
            #expect(try await RequestTests.send(api, huge, path: "import").status == 413)
        }
    }

    @Test(
        "only JSON in UTF-8 is taken",
        arguments: [
            (nil, 415), ("text/plain", 415), ("application/json; charset=latin1", 415),
            ("application/json; charset=UTF-8", 400), ("application/json", 400),
        ] as [(String?, Int)])
    func types(_ type: String?, _ status: Int) async throws {
        try await withAPI { api in
            let reply = try await RequestTests.send(api, Array("{}".utf8), type: type)
            #expect(reply.status == status)
        }
    }

    @Test("unknown, doubled and malformed parameters of the query are refused by name")
    func query() async throws {
        try await withAPI { api in
            let reply = try await api.get("accounts?limit=0&cursor=a&cursor=b&colour=red", as: api.cast.admin)
            #expect(reply.status == 400)
            #expect(reply.pointers.sorted() == ["colour", "cursor", "limit"])
            let cursor = try await api.get("accounts?cursor=zzz", as: api.cast.admin)
            #expect(cursor.status == 400 && cursor.pointers == ["cursor"])
            #expect(try await api.get("roster?from=2026-07-06", as: api.cast.duties).pointers == ["to"])
            let backwards = try await api.get("roster?from=2026-07-06&to=2026-07-05", as: api.cast.duties)
            #expect(backwards.status == 400)
        }
    }

    @Test("ids that cannot exist are not found")
    func ids() async throws {
        try await withAPI { api in
            for path in ["cases/17", "cases/G-0x1", "cases/G-99999999999999999999", "cases/G-5"] {
                let reply = try await api.get(path, as: api.cast.gold)
                #expect(reply.status == 404, "\(path)")
            }
        }
    }

    @Test("every answer carries a number, the caller's own where it is sane, and security headers")
    func headers() async throws {
        try await withAPI { api in
            let own = try await api.get("me", as: api.cast.gold, headers: [RequestNumber.field: "trace-7"])
            #expect(own.headers[RequestNumber.field] == "trace-7")
            let strange = try await api.get("me", as: api.cast.gold, headers: [RequestNumber.field: "a b\"c"])
            #expect(strange.headers[RequestNumber.field]?.count == 36)
            for reply in [own, try await api.get("nothing")] {
                #expect(reply.headers[.cacheControl] == "no-store")
                #expect(reply.headers[.xContentTypeOptions] == "nosniff")
            }
            let missing = try await api.get("nothing", headers: [RequestNumber.field: "t-8"])
            #expect(missing.json["requestId"] == "t-8")
        }
    }

    @Test("what has not changed is answered 304")
    func notModified() async throws {
        try await withAPI { api in
            let first = try await api.get("accounts", as: api.cast.admin)
            let tag = try #require(first.headers[.eTag])
            let second = try await api.get("accounts", as: api.cast.admin, headers: [.ifNoneMatch: "\"x\", \(tag)"])
            #expect(second.status == 304 && second.bytes.isEmpty)
            _ = try await api.post("accounts", as: api.cast.admin, ["name": "More", "roles": ["auditor"]])
            #expect(try await api.get("accounts", as: api.cast.admin, headers: [.ifNoneMatch: tag]).status == 200)
        }
    }

    @Test("pages show everything exactly once", arguments: [1, 3, 5, 200])
    func pages(_ limit: Int) async throws {
        try await withAPI { api in
            try await RequestTests.walk(api, "accounts?limit=\(limit)", as: api.cast.admin, key: "id", count: 11)
            let officers = try await api.database.pool.withConnection {
                try await $0.query("SELECT count(*) FROM officer").first?.decode(0, as: Int.self)
            }
            if limit > 1 {
                try await RequestTests.walk(
                    api, "master/officer?limit=\(limit)", as: api.cast.duties, key: "officer_id", count: officers ?? -1)
            }
        }
    }

    private static func walk(_ api: API, _ path: String, as person: Person, key: String, count: Int) async throws {
        var seen: [JSON] = []
        var next: String? = "/api/v1/\(path)"
        while let path = next {
            let reply = try await api.get(path, as: person)
            #expect(reply.status == 200)
            seen += reply.json["items"]?.elements?.compactMap { $0[key] } ?? []
            next = reply.json["next"]?.string
            guard seen.count <= count else { break }
        }
        #expect(seen.count == count)
        #expect(Set(seen.map { $0.text() }).count == count)
    }
}
