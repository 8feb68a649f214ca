import Deployment
import Foundation
import Postgres
import Testing

extension Faults {
    @Suite("A primary is killed and its standby promoted")
    struct StandbyTests {
        @Test("nothing acknowledged is lost, and everybody writes again within ten seconds, without a restart")
        func failovers() async throws {
            try await Files.withDirectory { directory in
                let settings = [
                    "fsync": "off", "max_connections": "200", "wal_level": "replica", "max_wal_senders": "5",
                    "wal_keep_size": "256MB", "hot_standby": "on",
                ]
                var primary = try await Cluster.create(directory, "a", settings: settings)
                try await primary.run(["CREATE DATABASE evenhand TEMPLATE template0"], database: "postgres")
                let world = try await World.load(
                    owner: primary.connection(), app: primary.connection(user: "evenhand_app"))
                var house = StandbyTests.house(directory, primary, world)
                let daemon = try await house.serve()
                let load = Load()
                var times: [Duration] = []
                var number = 0
                for round in 0..<(3 * Rounds.factor) {
                    let standby = try await follow(primary, directory, settings)
                    let writes = Writes(house, from: number)
                    let port = daemon.port
                    let old = primary
                    let report = try await load.run(writes, port: { port }) {
                        // Long enough that writes stand on both, and at another moment of a write each time.
                        try await Task.sleep(for: .milliseconds(1500 + 130 * round))
                        try await old.kill()
                        // As long as whoever watches takes to be sure; the pool has given up asking often by then.
                        try await Task.sleep(for: .seconds(4))
                        try await standby.promote()
                        let promoted = ContinuousClock.now
                        let write = try await writes.make(.decide)
                        let ending = await Books.settle(write, first: .broken, port: { port })
                        times.append(ContinuousClock.now - promoted)
                        await load.books.note(write, ending)
                        try await Task.sleep(for: .seconds(1))
                    }
                    number += 1_000_000
                    print("failover \(round + 1): writing again after \(times[round]); \(report.line)")
                    report.expectClear()
                    #expect(times[round] < .seconds(10))
                    primary = standby
                    house = StandbyTests.house(directory, primary, world)
                    let findings = try await load.books.findings(primary)
                    #expect(findings == [], "\(findings)")
                    try await house.verifyLedger("after failover \(round + 1)")
                }
                #expect(daemon.isRunning)
                #expect(try await daemon.stop())
                try await primary.stop(.immediate)
            }
        }

        @Test("a commit that could not reach the standby is not acknowledged")
        func unreplicated() async throws {
            try await Files.withDirectory { directory in
                let cluster = try await Cluster.create(directory, settings: ["fsync": "off"])
                try await cluster.run(["CREATE TABLE t (n int)"], database: "postgres")
                try await cluster.run(
                    ["ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()"],
                    database: "postgres")
                var settings = PoolConfiguration(connectionString: cluster.connection(database: "postgres"))
                settings.queryDeadline = .milliseconds(700)
                let session = try await Connection.connect(settings)
                // Its own deadline ends the wait, and the server then says COMMIT.
                let committed = await #expect(throws: PostgresError.self) {
                    _ = try await session.transaction { try await $0.execute("INSERT INTO t VALUES (1)") }
                }
                #expect(committed?.code == .commitOutcomeUnknown)
                let alone = await #expect(throws: PostgresError.self) {
                    try await session.execute("INSERT INTO t VALUES (2)")
                }
                #expect(alone?.code == .commitOutcomeUnknown || alone?.code == .queryTimeout)
                // An operator ends the wait.
                settings.queryDeadline = .seconds(20)
                let patient = try await Connection.connect(settings)
                let pid = patient.processID
                let operatorsDoing = Task {
                    try await Task.sleep(for: .milliseconds(700))
                    try await cluster.run(["SELECT pg_cancel_backend(\(pid))"], database: "postgres")
                }
                let cut = await #expect(throws: PostgresError.self) {
                    _ = try await patient.transaction { try await $0.execute("INSERT INTO t VALUES (3)") }
                }
                #expect(cut?.code == .commitOutcomeUnknown)
                _ = try await operatorsDoing.value
                session.close()
                patient.close()
                try await cluster.stop(.immediate)
            }
        }

        /// Both hosts in one string, as an operator writes it.
        private static func house(_ directory: String, _ primary: Cluster, _ world: World) -> House {
            // Every node that there will be: a connection string does not change while the service runs.
            let hosts = (0...(3 * Rounds.factor)).map { "\(directory)/\($0 == 0 ? "a" : "n\($0)")" }.joined(
                separator: ",")
            func url(_ user: String) -> String {
                "host=\(hosts) port=5432 dbname=evenhand user=\(user) target_session_attrs=read-write"
            }
            return House(
                directory: directory, cluster: primary, world: world,
                settings: [
                    "database.url": url("evenhand_app"), "database.admin.url": url("postgres"),
                    "data.directory": directory,
                ])
        }

        /// A standby that follows synchronously: from here on no COMMIT is answered before the standby has it.
        private func follow(_ primary: Cluster, _ directory: String, _ settings: [String: String]) async throws
            -> Cluster
        {
            try await primary.run(
                ["ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()"])
            let number = Int(primary.sockets.split(separator: "/").last?.dropFirst() ?? "") ?? 0
            let standby = try await Cluster.standby(of: primary, directory, "n\(number + 1)", settings: settings)
            try await primary.run([
                "ALTER SYSTEM SET synchronous_standby_names = '*'", "ALTER SYSTEM SET synchronous_commit = 'on'",
                "SELECT pg_reload_conf()",
            ])
            for _ in 0..<400 {
                let state: Int64 = try await primary.value(
                    "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'")
                if state == 1 {
                    // The copy has the setting that makes a primary wait; a promoted one has nobody to wait for yet.
                    return standby
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            throw Trouble("the standby does not follow: \(Files.tail("\(standby.data)/server.log"))")
        }
    }
}
