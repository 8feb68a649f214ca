import Foundation
import Postgres
import Testing

extension Faults {
    @Suite("kill -9 at random moments")
    struct KillTests {
        @Test(
            "a hundred kills of the service lose nothing acknowledged, leave nothing half done, and no job is lost or done twice"
        )
        func kills() async throws {
            try await House.with { house in
                var dice = Dice(seed: Rounds.seed)
                let writes = Writes(house)
                let books = Books()
                var daemon = try await house.serve()
                try await prepare(house, writes, daemon.port)
                var kills: [WriteKind: Int] = [:]
                var (inFlight, known) = (0, 0)
                var plan = (0..<(105 * Rounds.factor)).map { WriteKind.allCases[$0 % WriteKind.allCases.count] }
                plan.shuffle(using: &dice)
                for (round, kind) in plan.enumerated() {
                    // The one that is aimed at, and two others beside it.
                    var batch = [try await writes.make(kind)]
                    for _ in 0..<2 {
                        batch.append(try await writes.make(WriteKind.allCases.randomElement(using: &dice) ?? kind))
                    }
                    let pause = Duration.microseconds(Int.random(in: 0...longest(kind), using: &dice))
                    let answers = try await withThrowingTaskGroup(of: (Write, Answered).self) { group in
                        let port = daemon.port
                        for write in batch { group.addTask { (write, await write.send(to: port)) } }
                        try await Task.sleep(for: pause)
                        daemon.kill9()
                        return try await group.reduce(into: [(Write, Answered)]()) { $0.append($1) }
                    }
                    kills[batch[0].kind, default: 0] += 1
                    daemon = try await house.serve()
                    for (write, answer) in answers {
                        if answer.reply == nil { inFlight += 1 } else { known += 1 }
                        let port = daemon.port
                        await books.note(write, await Books.settle(write, first: answer, port: { port }))
                    }
                    if round % 20 == 19 {
                        print("kill -9: \(round + 1) of \(plan.count)")
                        let soFar = try await books.findings(house.cluster)
                        #expect(soFar == [], "\(soFar)")
                        try await house.verifyLedger("after \(round + 1) kills")
                    }
                }
                let jobs = try await everyJobEnds(house)
                let findings = try await books.findings(house.cluster) + jobs
                try await house.verifyLedger("at the end")
                let byKind = WriteKind.allCases.map { "\($0) \(kills[$0] ?? 0)" }.joined(separator: ", ")
                let lost = await books.endings.count { $0.ending == .answerLost }
                let givenUp: Int64 = try await house.cluster.value(
                    "SELECT count(*) FROM evenhand.job WHERE error LIKE 'given up%'")
                print(
                    """
                    kill -9, seed \(Rounds.seed): \(plan.count) kills (\(byKind)); \(inFlight) writes were under way, \(known) \
                    answered; \(lost) answers lost after COMMIT; jobs given up after five deaths: \(givenUp); findings: \(findings.count)
                    """)
                #expect(findings == [], "\(findings)")
            }
        }

        /// Microseconds within which a write of this kind is at work.
        private func longest(_ kind: WriteKind) -> Int {
            switch kind {
            case .solve: 900_000
            case .publish: 500_000
            case .import: 300_000
            case .decide, .change: 120_000
            }
        }

        /// A published week whose duties can be changed, and weeks to publish.
        private func prepare(_ house: House, _ writes: Writes, _ port: Int) async throws {
            for _ in 0..<8 {
                let write = try await writes.make(.solve)
                #expect(await write.send(to: port).reply?.isSuccess == true)
            }
            #expect(try await everyJobEnds(house) == [])
            let publish = try await writes.make(.publish)
            let reply = await publish.send(to: port).reply
            try #require(reply?.isSuccess == true, "\(reply?.body ?? "none")")
            try await writes.prepareChanges(
                of: try await house.cluster.value("SELECT min(version_id) FROM evenhand.publication"))
        }

        /// Waits until no job is under way; says what ended otherwise than well. A job that was killed five times is given up
        /// with that reason, by design: it may have been the cause.
        private func everyJobEnds(_ house: House) async throws -> [String] {
            for _ in 0..<900 {
                let open: Int64 = try await house.cluster.value(
                    "SELECT count(*) FROM evenhand.job WHERE state IN ('queued', 'running')")
                if open == 0 { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            let rows = try await house.cluster.run([
                """
                SELECT job_id::text || ' ' || state || ' after ' || attempts || ' attempts: ' || coalesce(error, '') FROM evenhand.job
                WHERE state <> 'succeeded' AND NOT (state = 'failed' AND attempts = 5 AND error LIKE 'given up%')
                """
            ])
            return try rows.map { "job \(try $0.decode(0, as: String.self))" }
        }
    }
}
