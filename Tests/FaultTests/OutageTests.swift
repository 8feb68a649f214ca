import Deployment
import Foundation
import Postgres
import Testing

extension Faults {
    @Suite("PostgreSQL goes away, comes back, is slow, full or read-only")
    struct OutageTests {
        @Test("stopped, and restarted fast and at once: clear errors, recovery by itself, and the job is done")
        func restarts() async throws {
            try await House.with { house in
                try await Outage.with(house) { outage in
                    let job = try await outage.enqueue(seconds: 4)
                    let report = try await outage.load {
                        for _ in 0..<Rounds.factor {
                            for (mode, away) in [(PrivateServer.StopMode.fast, 3.0), (.fast, 0), (.immediate, 0)] {
                                try await Task.sleep(for: .seconds(1))
                                try await house.cluster.stop(mode)
                                try await Task.sleep(for: .seconds(away))
                                try await house.cluster.start()
                                try await outage.expectRecovery("after a restart (\(mode))")
                            }
                        }
                    }
                    print("restarts: \(report.line)")
                    report.expectClear()
                    #expect(report.kinds["database-unreachable", default: 0] > 0)
                    try await outage.expectDone(job)
                }
            }
        }

        @Test("connections cut again and again under load: nothing acknowledged is missing, nothing is there twice")
        func cuts() async throws {
            try await House.with { house in
                try await Outage.with(house) { outage in
                    let job = try await outage.enqueue(seconds: 3)
                    let report = try await outage.load {
                        for _ in 0..<(30 * Rounds.factor) {
                            try await outage.cutAll()
                            try await Task.sleep(for: .milliseconds(150))
                        }
                        try await outage.expectRecovery("after the last cut")
                    }
                    print("cuts: \(report.line)")
                    report.expectClear()
                    try await outage.expectDone(job)
                }
            }
        }

        @Test("frozen for seconds, or behind a lock: everybody waits, and nobody beyond the bound")
        func slow() async throws {
            try await House.with { house in
                try await Outage.with(house) { outage in
                    let report = try await outage.load {
                        for _ in 0..<(2 * Rounds.factor) {
                            try await house.cluster.frozen { try await Task.sleep(for: .seconds(4)) }
                            try await Task.sleep(for: .seconds(1))
                            try await house.cluster.run([
                                "BEGIN", "LOCK TABLE evenhand.non_deployment IN ACCESS EXCLUSIVE MODE",
                                "SELECT pg_sleep(3)",
                                "COMMIT",
                            ])
                        }
                        try await outage.expectRecovery("after the lock")
                    }
                    print("slow: \(report.line)")
                    report.expectClear()
                }
            }
        }

        @Test("a lock that is never given up: 503 with a reason within the bound, and the retry succeeds afterwards")
        func stuck() async throws {
            try await House.with { house in
                try await Outage.with(house) { outage in
                    let holder = try await Connection.connect(
                        PoolConfiguration(connectionString: house.cluster.connection()))
                    try await holder.execute("BEGIN")
                    try await holder.execute("LOCK TABLE evenhand.non_deployment IN ACCESS EXCLUSIVE MODE")
                    let write = try await outage.writes.make(.decide)
                    let start = ContinuousClock.now
                    let answer = await write.send(to: outage.daemon.port, within: .seconds(70))
                    let waited = ContinuousClock.now - start
                    let reply = try #require(answer.reply, "no answer within 70 s")
                    #expect(reply.status == 503 && reply.kind == "database-slow", "\(reply.body)")
                    #expect(Load.faults(of: reply) == [])
                    #expect(waited < Load.bound)
                    // Those who need nothing that is locked are served meanwhile.
                    #expect(await outage.client.get("/api/v1/me", token: house.world.admin.token).reply?.status == 200)
                    holder.close()
                    let port = outage.daemon.port
                    #expect(await Books.settle(write, first: .broken, port: { port }) == .acknowledged)
                    await outage.loadDriver.books.note(write, .acknowledged)
                }
            }
        }

        @Test("frozen for longer than any bound: everybody is told, and it recovers by itself")
        func frozen() async throws {
            try await House.with { house in
                try await Outage.with(house) { outage in
                    let report = try await outage.load {
                        try await house.cluster.frozen {
                            try await Task.sleep(for: .seconds(45))
                            let start = ContinuousClock.now
                            let reply = await outage.client.get("/api/v1/me", token: house.world.admin.token).reply
                            #expect(reply?.status == 503, "\(reply?.body ?? "none")")
                            #expect(ContinuousClock.now - start < .seconds(12))
                        }
                        try await outage.expectRecovery("after the thaw")
                    }
                    print("frozen: \(report.line)")
                    report.expectClear()
                }
            }
        }

        @Test("out of connections: told as such, and over as soon as there are some")
        func full() async throws {
            try await House.with { house in
                try await Outage.with(house) { outage in
                    let report = try await outage.load {
                        for limit in [0, 2] {
                            try await house.cluster.run([
                                Statement(unsafe: "ALTER ROLE evenhand_app CONNECTION LIMIT \(limit)")
                            ])
                            try await outage.cutAll()
                            try await Task.sleep(for: .seconds(4))
                            try await house.cluster.run(["ALTER ROLE evenhand_app CONNECTION LIMIT -1"])
                            try await outage.expectRecovery("after a limit of \(limit)")
                        }
                    }
                    print("full: \(report.line)")
                    report.expectClear()
                    #expect(report.kinds["database-full", default: 0] > 0)
                }
            }
        }

        @Test("read-only by setting or by role: writes are told so, reads go on, and it ends without a restart")
        func readOnly() async throws {
            try await House.with { house in
                try await Outage.with(house) { outage in
                    let job = try await outage.enqueue(seconds: 2)
                    let report = try await outage.load {
                        try await house.cluster.run(["ALTER SYSTEM SET default_transaction_read_only = on"])
                        try await house.cluster.run(["SELECT pg_reload_conf()"])
                        try await outage.expectReadOnly()
                        try await house.cluster.run([
                            "SET default_transaction_read_only = off",
                            "ALTER SYSTEM RESET default_transaction_read_only",
                            "SELECT pg_reload_conf()",
                        ])
                        try await outage.expectRecovery("after the setting")

                        try await house.cluster.run(["ALTER ROLE evenhand_app SET default_transaction_read_only = on"])
                        try await outage.cutAll()
                        try await outage.expectReadOnly()
                        try await house.cluster.run(["ALTER ROLE evenhand_app RESET default_transaction_read_only"])
                        try await outage.expectRecovery("after the role's setting")
                    }
                    print("read-only: \(report.line)")
                    report.expectClear()
                    try await outage.expectDone(job)
                }
            }
        }
    }
}

/// One instance over a cluster that fails, and clients that write meanwhile.
struct Outage: Sendable {
    let house: House
    let daemon: Daemon
    let writes: Writes
    let loadDriver = Load()
    var client: Client { Client(port: daemon.port) }

    /// Starts an instance for the time of `body`, then holds what was told against what is there.
    static func with(_ house: House, _ body: (Outage) async throws -> Void) async throws {
        let outage = Outage(house: house, daemon: try await house.serve(), writes: Writes(house))
        try await body(outage)
        #expect(outage.daemon.isRunning, "the service ended: \(outage.daemon.text.suffix(2000))")
        let findings = try await outage.loadDriver.books.findings(house.cluster)
        #expect(findings == [], "\(findings)")
        try await house.verifyLedger("after the outage")
        #expect(try await outage.daemon.stop(), "the service does not stop")
    }

    /// Writes with four clients while `body` runs.
    func load(_ body: () async throws -> Void) async throws -> Load.Report {
        let port = daemon.port
        return try await loadDriver.run(writes, port: { port }, body)
    }

    /// Ends every session of the service.
    func cutAll() async throws {
        try await house.cluster.run([
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'evenhand_app'"
        ])
    }

    /// A write succeeds within ten seconds.
    func expectRecovery(_ when: String) async throws {
        let write = try await writes.make(.decide)
        let start = ContinuousClock.now
        let port = daemon.port
        let ending = await Books.settle(write, first: .broken, port: { port })
        await loadDriver.books.note(write, ending)
        let taken = ContinuousClock.now - start
        print("recovered \(when): \(taken)")
        #expect(ending == .acknowledged)
        #expect(taken < .seconds(10), "\(when)")
    }

    /// Within ten seconds writes are refused as read-only, while reads are answered.
    func expectReadOnly() async throws {
        var told = false
        for attempt in 0..<100 where !told {
            let body: JSON = ["name": .string("Nobody \(attempt) \(UUID().uuidString)"), "roles": ["auditor"]]
            let reply = await client.send("POST", "/api/v1/accounts", token: house.world.admin.token, body).reply
            told = reply?.kind == "database-read-only"
            if !told { try await Task.sleep(for: .milliseconds(100)) }
        }
        #expect(told)
        #expect(await client.get("/api/v1/me", token: house.world.admin.token).reply?.status == 200)
    }

    /// Asks for a roster of a far week and returns the job's number.
    func enqueue(seconds: Double) async throws -> Int64 {
        let reply = await client.send(
            "POST", "/api/v1/roster-jobs", token: house.world.duties.token,
            ["from": .string(house.world.start.description), "days": 7, "seconds": .number(seconds), "threads": 1]
        ).reply
        return Int64(try #require(reply?.json["id"]?.integer, "\(reply?.body ?? "none")"))
    }

    /// The job ends well by itself, with one version.
    func expectDone(_ job: Int64) async throws {
        var state = ""
        for _ in 0..<900 {
            state = try await house.cluster.value("SELECT state FROM evenhand.job WHERE job_id = \(job)")
            if state == "succeeded" || state == "failed" { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(state == "succeeded")
        let versions: Int64 = try await house.cluster.value(
            "SELECT count(*) FROM evenhand.roster_version WHERE job_id = \(job)")
        #expect(versions == 1)
    }
}
