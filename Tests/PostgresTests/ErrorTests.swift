import Postgres
import Testing

@Suite("Errors")
struct ErrorTests {
    private func violation(_ connection: Connection) async throws -> PostgresError {
        try await connection.execute(
            "CREATE TEMP TABLE t (warrant text CONSTRAINT t_warrant_key UNIQUE, age int CONSTRAINT t_age CHECK (age > 17))"
        )
        try await connection.execute("INSERT INTO t VALUES (\("secret-7"), 30)")
        return await postgresError { try await connection.execute("INSERT INTO t VALUES (\("secret-7"), 40)") }
    }

    @Test("the safe text names code, SQLSTATE and constraint, and quotes nothing")
    func safeText() async throws {
        try await TestServer.withConnection { connection in
            let error = try await violation(connection)
            #expect(error.description == "PostgresError server 23505 constraint t_warrant_key")
            #expect("\(error)" == error.description)
            #expect(error.debugDescription.contains("secret-7"), "the server's DETAIL belongs to the full text")
            #expect(error.debugDescription.contains("INSERT INTO t VALUES ($1, 40)"))
            #expect(error.table == "t")
            #expect(!error.readableMessage.contains("secret"))
            #expect(error.readableMessage.contains("t_warrant_key"))
        }
    }

    @Test("SQLSTATEs become sentences that a user can read")
    func readable() async throws {
        try await TestServer.withConnection { connection in
            _ = try await violation(connection)
            let check = await postgresError { try await connection.execute("INSERT INTO t VALUES ('b', 3)") }
            #expect(check.sqlState == .checkViolation && check.readableMessage.contains("t_age"))
            let text = await postgresError { _ = try await connection.query("SELECT \("seven")::int") }
            #expect(text.sqlState == .invalidTextRepresentation && text.readableMessage.contains("wrong form"))
            let raised = await postgresError {
                try await connection.script("DO $$BEGIN RAISE 'nobody decides on themselves' USING HINT = 'ask'; END$$")
            }
            #expect(raised.raisedMessage == "nobody decides on themselves" && raised.hint == "ask")
            #expect(raised.readableMessage == raised.raisedMessage)
            let own = await postgresError {
                try await connection.script("DO $$BEGIN RAISE 'two pairs of eyes' USING ERRCODE = 'EV003'; END$$")
            }
            #expect(own.sqlState == "EV003" && own.raisedMessage == "two pairs of eyes")
            #expect(text.raisedMessage == nil)
        }
    }

    @Test("a password never shows, whatever fails")
    func password() async throws {
        let configuration = PoolConfiguration(connectionString: "postgresql://me:s3cret@127.0.0.1:1/db")
        let error = await postgresError { _ = try await Connection.connect(configuration) }
        #expect(error.code == .unreachable)
        #expect(!error.debugDescription.contains("s3cret"))
    }

    @Test("an unknown database is unreachable at once, and says why")
    func unknownDatabase() async throws {
        let pool = Pool(try await TestServer.configuration { $0.connectionString += " dbname=nowhere" })
        let error = await postgresError { _ = try await pool.withConnection { $0.processID } }
        #expect(error.code == .unreachable && error.sqlState == .undefinedDatabase)
        #expect(pool.metrics.state == .circuitOpen)
        await pool.shutdown()
    }
}
