import Postgres
import Testing

@Suite("Queries, pipelines and COPY")
struct QueryTests {
    @Test("an injection attempt is only a text")
    func injection() async throws {
        try await TestServer.withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE officers (name text)")
            let attack = "x'); DROP TABLE officers; --"
            try await connection.execute("INSERT INTO officers VALUES (\(attack))")
            let rows = try await connection.query("SELECT name FROM officers WHERE name = \(attack)")
            #expect(try rows.map { try $0.decode("name", as: String.self) } == [attack])
            let column = #"a"; DROP TABLE officers; --"#
            let error = await postgresError {
                try await connection.execute("SELECT \(identifier: column) FROM officers")
            }
            #expect(error.sqlState == .undefinedColumn)
            #expect(try await connection.query("SELECT 1 FROM officers").count == 1)
        }
    }

    @Test("a NUL character is refused, not cut off")
    func nul() async throws {
        try await TestServer.withConnection { connection in
            let error = await postgresError { _ = try await connection.query("SELECT \("a\0b")") }
            #expect(error.code == .invalidStatement)
            let rows = try await connection.query("SELECT 1 AS one")
            #expect(try rows[0].decode("one", as: Int.self) == 1)
        }
    }

    @Test("rows, names and counts")
    func counts() async throws {
        try await TestServer.withConnection { connection in
            try await connection.script("CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1), (2); -- done")
            #expect(try await connection.execute("UPDATE t SET a = a + \(1)") == 2)
            let rows = try await connection.query("SELECT a, 'x' AS b FROM t ORDER BY a")
            #expect(rows.columnNames == ["a", "b"])
            #expect(try rows.map { try $0.decode("a", as: Int.self) } == [2, 3])
            #expect(try rows.last?.decode("b") == "x")
            #expect(try await connection.query("SELECT 1 WHERE false").first == nil)
        }
    }

    @Test("statements that a transaction crowded out do not stand in the way of the next one's snapshot")
    func crowdedOut() async throws {
        try await TestServer.withConnection { connection in
            try await connection.transaction { connection in
                for number in 0..<1200 {
                    let statement = Statement(unsafe: "SELECT \(number)")
                    for _ in 0..<2 { _ = try await connection.query(statement) }
                }
            }
            let one = try await connection.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                try await connection.query("SELECT 1 AS one")[0].decode("one", as: Int.self)
            }
            #expect(one == 1)
        }
    }

    @Test("a prepared statement survives a table change")
    func stalePlan() async throws {
        try await TestServer.withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (a int)")
            for _ in 0..<3 { _ = try await connection.query("SELECT * FROM t") }
            #expect(
                try await connection.query("SELECT count(*) FROM pg_prepared_statements")[0].decode(0, as: Int.self) > 0
            )
            try await connection.execute("ALTER TABLE t ADD COLUMN b text")
            #expect(try await connection.query("SELECT * FROM t").columnNames == ["a", "b"])
            try await connection.execute("DISCARD ALL")
            try await connection.execute("CREATE TEMP TABLE t (c int)")
            #expect(try await connection.query("SELECT * FROM pg_temp.t").columnNames == ["c"])
            #expect(try await connection.query("SELECT * FROM t").columnNames == ["c"])
        }
    }

    @Test("a stale plan inside a transaction makes the transaction run again")
    func stalePlanInTransaction() async throws {
        try await TestServer.withPool([with(\.maximumConnections, 1)]) { pool in
            try await pool.withConnection { connection in
                try await connection.execute("CREATE TEMP TABLE t (a int)")
                for _ in 0..<3 { _ = try await connection.query("SELECT * FROM t") }
                try await connection.execute("ALTER TABLE t ADD COLUMN b text")
            }
            var runs = 0
            let names = try await pool.transaction { connection in
                runs += 1
                return try await connection.query("SELECT * FROM t").columnNames
            }
            #expect(names == ["a", "b"])
            #expect(runs == 2)
        }
    }

    @Test("only a bounded number of statements stays prepared")
    func bounded() async throws {
        try await TestServer.withPool([with(\.preparedStatements, 5)]) { pool in
            try await pool.withConnection { connection in
                for number in 0..<20 {
                    for _ in 0..<2 { _ = try await connection.query(Statement(unsafe: "SELECT \(number)")) }
                }
                let rows = try await connection.query("SELECT count(*) FROM pg_prepared_statements")
                #expect((1...5).contains(try rows[0].decode(0, as: Int.self)))
            }
        }
    }

    @Test("a pipeline gives its results in order, repeated texts included")
    func pipeline() async throws {
        try await TestServer.withConnection { connection in
            let results = try await connection.pipeline((0..<2000).map { "SELECT \($0)::int * 2 AS double" })
            #expect(try results.map { try $0[0].decode("double", as: Int.self) } == (0..<2000).map { $0 * 2 })
            #expect(try await connection.pipeline([]).isEmpty)
        }
    }

    @Test("a pipeline fails as one and leaves the connection usable")
    func pipelineFailure() async throws {
        try await TestServer.withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (a int PRIMARY KEY)")
            let error = await postgresError {
                _ = try await connection.pipeline([1, 2, 2, 3].map { "INSERT INTO t VALUES (\($0))" })
            }
            #expect(error.sqlState == .uniqueViolation)
            #expect(error.statement == "INSERT INTO t VALUES ($1)")
            #expect(try await connection.query("SELECT 1 FROM t").isEmpty)
            #expect(try await connection.pipeline([1, 2, 3].map { "INSERT INTO t VALUES (\($0))" }).count == 3)
        }
    }

    @Test("statements from many tasks on one connection run one after the other")
    func concurrent() async throws {
        try await TestServer.withConnection { connection in
            try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<100 {
                    group.addTask {
                        (number, try await connection.query("SELECT \(number)::int")[0].decode(0, as: Int.self))
                    }
                }
                for try await (asked, answered) in group { #expect(asked == answered) }
            }
        }
    }

    @Test("COPY carries tabs, newlines, backslashes and nulls unchanged")
    func copy() async throws {
        try await TestServer.withConnection { connection in
            try await connection.execute(#"CREATE TEMP TABLE "odd name" (id int, "some text" text)"#)
            let texts: [String?] = ["a\tb", "c\nd", #"\N"#, #"\."#, "\\", "\r\n", "", nil, "é漢", "NULL"]
            let rows = texts.enumerated().map { [$0.postgresParameter, $1.postgresParameter] }
            let count = try await connection.copyIn(into: "odd name", columns: ["id", "some text"], rows: rows)
            #expect(count == texts.count)
            let back = try await connection.query(#"SELECT "some text" AS t FROM "odd name" ORDER BY id"#)
            #expect(try back.map { try $0.decode("t", as: String?.self) } == texts)
        }
    }

    @Test("a large COPY goes in pieces")
    func largeCopy() async throws {
        try await TestServer.withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int, filler text)")
            let filler = String(repeating: "x", count: 100).postgresParameter
            let rows = (0..<20_000).lazy.map { [$0.postgresParameter, filler] }
            #expect(try await connection.copyIn(into: "pg_temp.t", columns: ["id", "filler"], rows: rows) == 20_000)
            #expect(try await connection.query("SELECT sum(id) FROM t")[0].decode(0, as: Int.self) == 199_990_000)
        }
    }

    private struct Stop: Error {}

    @Test("a COPY whose rows throw, or are refused, leaves nothing and a usable connection")
    func copyAbort() async throws {
        try await TestServer.withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int)")
            var given = 0
            await #expect(throws: Stop.self) {
                try await connection.copyIn(into: "t", columns: ["id"]) {
                    given += 1
                    if given > 50_000 { throw Stop() }
                    return [given.postgresParameter]
                }
            }
            let refused = await postgresError {
                _ = try await connection.copyIn(into: "t", columns: ["id"], rows: [[Parameter("1")], [Parameter("x")]])
            }
            #expect(refused.sqlState == .invalidTextRepresentation)
            let missing = await postgresError { _ = try await connection.copyIn(into: "no", columns: ["id"], rows: []) }
            #expect(missing.sqlState == .undefinedTable)
            #expect(try await connection.query("SELECT count(*) FROM t")[0].decode(0, as: Int.self) == 0)
        }
    }

    @Test("COPY by query is an error, not a hang")
    func copyByQuery() async throws {
        try await TestServer.withPool { pool in
            let error = await postgresError {
                try await pool.withConnection { try await $0.execute("COPY pg_class TO STDOUT") }
            }
            #expect(error.code != .queryTimeout)
            let rows = try await pool.withConnection { try await $0.query("SELECT 1") }
            #expect(rows.count == 1)
        }
    }
}
