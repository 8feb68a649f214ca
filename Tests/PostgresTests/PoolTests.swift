import Postgres
import Testing

@Suite("Pool, transactions and cancellation")
struct PoolTests {
    private struct Stop: Error {}

    /// A table of the shared database that only this test knows.
    private func withTable(_ pool: Pool, _ name: String, _ body: () async throws -> Void) async throws {
        try await pool.withConnection { try await $0.execute("CREATE TABLE \(identifier: name) (a int)") }
        try await body()
        try await pool.withConnection { try await $0.execute("DROP TABLE \(identifier: name)") }
    }

    private func count(_ pool: Pool, _ table: String) async throws -> Int {
        try await pool.withConnection { connection in
            try await connection.query("SELECT count(*) FROM \(identifier: table)")[0].decode(0)
        }
    }

    @Test("a transaction commits when its body returns and rolls back when it throws")
    func commitAndRollback() async throws {
        try await TestServer.withPool { pool in
            try await withTable(pool, "commits") {
                try await pool.transaction { try await $0.execute("INSERT INTO commits VALUES (1)") }
                await #expect(throws: Stop.self) {
                    try await pool.transaction { connection in
                        try await connection.execute("INSERT INTO commits VALUES (2)")
                        throw Stop()
                    }
                }
                #expect(try await count(pool, "commits") == 1)
            }
        }
    }

    @Test("a transaction is rolled back when its task is cancelled, during a statement or between two")
    func cancelledTransaction() async throws {
        try await TestServer.withPool { pool in
            try await withTable(pool, "cancels") {
                for sleeps in [true, false] {
                    let (inside, entered) = AsyncStream.makeStream(of: Void.self)
                    let task = Task {
                        try await pool.transaction { connection in
                            try await connection.execute("INSERT INTO cancels VALUES (1)")
                            entered.finish()
                            if sleeps {
                                try await connection.execute("SELECT pg_sleep(60)")
                            } else {
                                while !Task.isCancelled { await Task.yield() }
                            }
                        }
                    }
                    for await _ in inside {}
                    task.cancel()
                    let error = await postgresError { try await task.value }
                    #expect(error.code == .cancelled)
                }
                let left = try await count(pool, "cancels")
                #expect(left == 0)
                #expect(pool.metrics.inUse == 0)
            }
        }
    }

    @Test("a swallowed error makes the transaction fail, not commit half")
    func swallowed() async throws {
        try await TestServer.withPool { pool in
            let error = await postgresError {
                try await pool.transaction { connection in
                    _ = try? await connection.query("SELECT 1 / 0")
                }
            }
            #expect(error.sqlState == .transactionAborted)
        }
    }

    @Test("read-only transactions refuse writes")
    func readOnly() async throws {
        try await TestServer.withPool { pool in
            let error = await postgresError {
                try await pool.transaction(readOnly: true) { try await $0.execute("CREATE TABLE never (a int)") }
            }
            #expect(error.sqlState == .readOnlyTransaction)
        }
    }

    @Test("two transactions that would break serialisability both succeed, one of them by running again")
    func serialisation() async throws {
        try await TestServer.withPool { pool in
            try await withTable(pool, "rivals") {
                // Both read before either writes; the second run of the loser need not wait.
                let bothRead = Barrier(2)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<2 {
                        group.addTask {
                            try await pool.transaction(isolation: .serializable, attempts: 5) { connection in
                                let seen = try await connection.query("SELECT count(*) FROM rivals")[0].decode(
                                    0, as: Int.self)
                                await bothRead.arrive()
                                try await connection.execute("INSERT INTO rivals VALUES (\(seen))")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let runs = await bothRead.arrivals
                #expect(runs == 3)
                let rows = try await pool.withConnection { try await $0.query("SELECT a FROM rivals ORDER BY a") }
                #expect(try rows.map { try $0.decode("a", as: Int.self) } == [0, 1])
            }
        }
    }

    @Test("a cancelled query frees its connection, and the next query is not hit")
    func cancelledQuery() async throws {
        try await TestServer.withPool([with(\.maximumConnections, 1)]) { pool in
            var processes: Set<Int32> = []
            for _ in 0..<10 {
                let (sent, sending) = AsyncStream.makeStream(of: Void.self)
                let task = Task {
                    try await pool.withConnection { connection in
                        sending.finish()
                        _ = try await connection.query("SELECT pg_sleep(60)")
                    }
                }
                for await _ in sent {}
                task.cancel()
                let error = await postgresError { try await task.value }
                #expect(error.code == .cancelled)
                try await pool.withConnection { connection in
                    processes.insert(connection.processID)
                    let rows = try await connection.query("SELECT pg_sleep(0.01)")
                    #expect(rows.count == 1)
                }
            }
            #expect(processes.count == 1, "the same session served all")
        }
    }

    @Test("a statement past its deadline is cancelled and the session stays usable")
    func deadline() async throws {
        try await TestServer.withConnection { connection in
            let error = await postgresError {
                try await connection.execute("SELECT pg_sleep(60)", deadline: .milliseconds(50))
            }
            #expect(error.code == .queryTimeout)
            let rows = try await connection.query("SELECT 1")
            #expect(rows.count == 1)
        }
    }

    @Test("a session ended by an operator in mid-query is connectionLost, and the pool recovers")
    func terminated() async throws {
        try await TestServer.withPool { pool in
            let (sent, sending) = AsyncStream.makeStream(of: Int32.self)
            let task = Task {
                try await pool.withConnection { connection in
                    sending.yield(connection.processID)
                    sending.finish()
                    _ = try await connection.query("SELECT pg_sleep(60)")
                }
            }
            for await process in sent {
                _ = try await pool.withConnection { connection in
                    // Until the statement runs the session counts as idle, and its end would not be in mid-query.
                    try await eventually("the statement starts") {
                        try await connection.query(
                            "SELECT 1 FROM pg_stat_activity WHERE pid = \(process) AND state = 'active' AND query LIKE '%pg_sleep%'"
                        ).count == 1
                    }
                    return try await connection.query("SELECT pg_terminate_backend(\(process))")
                }
            }
            let error = await postgresError { try await task.value }
            #expect(error.code == .connectionLost)
            #expect(error.sqlState == .adminShutdown)
            #expect(try await pool.withConnection { try await $0.query("SELECT 1").count } == 1)
            #expect(pool.metrics.inUse == 0)
        }
    }

    @Test("when all connections stay busy the error says exhausted")
    func exhausted() async throws {
        try await TestServer.withPool([with(\.maximumConnections, 1), with(\.acquireTimeout, .seconds(10))]) { pool in
            try await pool.withConnection { _ in
                let error = await postgresError { _ = try await pool.withConnection { $0.processID } }
                #expect(error.code == .poolExhausted)
            }
            #expect(pool.metrics.exhausted == 1)
        }
    }

    @Test("a transaction left open by hand is rolled back before the next user")
    func leftOpen() async throws {
        try await TestServer.withPool([with(\.maximumConnections, 1)]) { pool in
            try await pool.withConnection { try await $0.execute("BEGIN") }
            #expect(try await pool.withConnection { $0.transactionStatus } == .idle)
            try await pool.withConnection { try await $0.query("SELECT 1") }
            #expect(pool.metrics.opened == 1)
        }
    }

    @Test("a dead first host costs its timeout, then the second serves")
    func hosts() async throws {
        let configuration = try await TestServer.configuration { settings in
            let directory = settings.connectionString.split(separator: "'")[1]
            // 192.0.2.1 is reserved for documentation (RFC 5737): nobody answers, or the network says so.
            settings.connectionString =
                "host='192.0.2.1,/nonexistent,\(directory)' port=5432 dbname=postgres user=postgres target_session_attrs=read-write"
            settings.connectTimeout = .seconds(10)
        }
        let connection = try await Connection.connect(configuration)
        #expect(try await connection.query("SELECT 1").count == 1)
        connection.close()
    }

    @Test("shutdown lets a lent connection finish and refuses the next")
    func shutdown() async throws {
        let pool = Pool(try await TestServer.configuration())
        let (inside, entered) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.withConnection { connection in
                entered.finish()
                return try await connection.query("SELECT pg_sleep(0.1)").count
            }
        }
        for await _ in inside {}
        await pool.shutdown()
        #expect(try await task.value == 1)
        let error = await postgresError { _ = try await pool.withConnection { $0.processID } }
        #expect(error.code == .poolShutDown)
        #expect(pool.metrics.state == .shutDown)
    }

    @Test("metrics count what happened")
    func metrics() async throws {
        try await TestServer.withPool { pool in
            try await pool.withConnection { try await $0.query("SELECT 1") }
            let metrics = pool.metrics
            #expect(metrics.opened == 1 && metrics.idle == 1 && metrics.inUse == 0 && metrics.queries == 1)
            #expect(metrics.querySeconds > 0)
        }
    }
}

/// Lets a number of tasks go on together; who comes later is not held up.
actor Barrier {
    private let needed: Int
    private(set) var arrivals = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ needed: Int) {
        self.needed = needed
    }

    func arrive() async {
        arrivals += 1
        if arrivals < needed { return await withCheckedContinuation { waiting.append($0) } }
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
