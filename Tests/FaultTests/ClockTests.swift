import Deployment
import Foundation
import Postgres
import Testing

extension Faults {
    @Suite("The service's clock jumps")
    struct ClockTests {
        @Test(
            "a day ahead and an hour back: no job twice, nothing forgotten, ended or flagged early, and ids and ledger in order"
        )
        func jumps() async throws {
            let library = try #require(
                FakeClock.library, "libfaketime is missing: install the package faketime (.ci/setup does)")
            try await House.with { house in
                let clock = try FakeClock(library, in: house.directory)
                let writes = Writes(house)
                let books = Books()
                // True time at first.
                var daemon = try await house.serve(environment: clock.environment)
                let early = try await batch(writes, daemon, books)
                let job = try await enqueue(house, daemon, week: 0, seconds: 9)
                try await Task.sleep(for: .seconds(2))

                try clock.set("+1d")
                let ahead = try await hoursAhead(house, daemon, week: 4)
                try #require(ahead > 23, "libfaketime is not honoured: the service is \(ahead) hours ahead")
                // Another instance with the true clock must leave the job alone.
                let other = try await house.serve(["instance.name": "true"])
                _ = try await batch(writes, daemon, books)
                try await Task.sleep(for: .seconds(2))
                try clock.set("-1h")
                _ = try await batch(writes, daemon, books)
                try await expectDone(job, house, attempts: 1)
                other.kill9()
                daemon.kill9()

                // A leader that starts a day ahead forgets, ends and flags nothing before its time.
                try clock.set("+1d")
                daemon = try await house.serve(environment: clock.environment)
                try await leads(daemon)
                try await Task.sleep(for: .seconds(1))
                for (write, first) in early {
                    let again = await write.send(to: daemon.port).reply
                    #expect(again?.body == first.body, "a repetition a day later by the service's clock")
                }
                for what in ["ending", "flag WHERE kind = 'short_form_overdue'"] {
                    let count: Int64 = try await house.cluster.value(
                        Statement(unsafe: "SELECT count(*) FROM evenhand.\(what)"))
                    #expect(count == 0, "\(what)")
                }

                // Killed while its clock was ahead: the job is taken up when its lease ends by the database's clock.
                let second = try await enqueue(house, daemon, week: 8, seconds: 6)
                try await Task.sleep(for: .seconds(3))
                daemon.kill9()
                daemon = try await house.serve()
                _ = try await batch(writes, daemon, books)
                try await expectDone(second, house, attempts: 2)

                let findings = try await books.findings(house.cluster)
                #expect(findings == [], "\(findings)")
                try await house.verifyLedger("after the jumps")
                let unordered: Int64 = try await house.cluster.value(
                    """
                    SELECT count(*) FROM (SELECT recorded_at, lag(recorded_at) OVER (ORDER BY index) AS before
                    FROM evenhand.ledger_leaf) x WHERE recorded_at < before
                    """)
                #expect(unordered == 0, "leaves whose times fall")
                #expect(try await daemon.stop())
            }
        }

        /// Writes that are acknowledged; each with its answer.
        private func batch(_ writes: Writes, _ daemon: Daemon, _ books: Books) async throws -> [(Write, Reply)] {
            var answered: [(Write, Reply)] = []
            for kind in [WriteKind.decide, .import, .decide] {
                let write = try await writes.make(kind)
                let reply = try #require(await write.send(to: daemon.port).reply)
                #expect(reply.isSuccess, "\(reply.body)")
                await books.note(write, reply.isSuccess ? .acknowledged : .refused(reply.body))
                answered.append((write, reply))
            }
            return answered
        }

        private func enqueue(_ house: House, _ daemon: Daemon, week: Int, seconds: Double) async throws -> Int64 {
            let reply = await Client(port: daemon.port).send(
                "POST", "/api/v1/roster-jobs", token: house.world.duties.token,
                [
                    "from": .string(house.world.start.adding(7 * week).description), "days": 7,
                    "seconds": .number(seconds),
                    "threads": 1,
                ]
            ).reply
            return Int64(try #require(reply?.json["id"]?.integer, "\(reply?.body ?? "none")"))
        }

        /// How far the service's clock is ahead of the database's, by the time it gives a job.
        private func hoursAhead(_ house: House, _ daemon: Daemon, week: Int) async throws -> Double {
            let job = try await enqueue(house, daemon, week: week, seconds: 0.2)
            return try await house.cluster.value(
                """
                SELECT (extract(epoch FROM created_at - clock_timestamp()) / 3600)::float8 FROM evenhand.job WHERE job_id = \(job)
                """)
        }

        /// Waits until the instance leads and has done its first round.
        private func leads(_ daemon: Daemon) async throws {
            for _ in 0..<400 {
                let text = await Client(port: daemon.port).get("/metrics").reply?.body ?? ""
                if text.contains("\nevenhand_leading 1\n") { return }
                try await Task.sleep(for: .milliseconds(50))
            }
            throw Trouble("it does not lead")
        }

        private func expectDone(_ job: Int64, _ house: House, attempts: Int64) async throws {
            for _ in 0..<900 {
                let state: String = try await house.cluster.value(
                    "SELECT state FROM evenhand.job WHERE job_id = \(job)")
                if state != "queued", state != "running" { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            let row = try await house.cluster.run([
                """
                SELECT state || ' after ' || attempts || ', versions: '
                    || (SELECT count(*) FROM evenhand.roster_version v WHERE v.job_id = j.job_id)
                FROM evenhand.job j WHERE job_id = \(job)
                """
            ]).first
            #expect(try row?.decode(0, as: String.self) == "succeeded after \(attempts), versions: 1")
        }
    }
}

/// A clock for one process by libfaketime, set through a file that it reads at every look.
struct FakeClock: Sendable {
    private let file: String
    /// What a process needs to live by this clock; its timers go by a clock that does not jump, as the kernel's do.
    let environment: [String: String]

    /// Where the library lies; nil when it is not installed.
    static let library: String? = ["x86_64-linux-gnu", "aarch64-linux-gnu"]
        .map { "/usr/lib/\($0)/faketime/libfaketimeMT.so.1" }
        .first { FileManager.default.fileExists(atPath: $0) }

    /// A clock that shows the true time.
    init(_ library: String, in directory: String) throws {
        file = "\(directory)/clock"
        environment = [
            "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]
        try set("+0")
    }

    /// Sets it off the true time: `+1d`, `-1h`.
    func set(_ offset: String) throws {
        try "\(offset)\n".write(toFile: file, atomically: true, encoding: .utf8)
    }
}
