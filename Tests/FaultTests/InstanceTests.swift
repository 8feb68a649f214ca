import Deployment
import Foundation
import Postgres
import Testing

extension Faults {
    @Suite("Several instances over one database")
    struct InstanceTests {
        @Test("two and three instances: one leads, every job is done once, and when the leader is killed another leads")
        func leaders() async throws {
            try await House.with { house in
                var daemons: [String: Daemon] = [:]
                for name in ["one", "two"] { daemons[name] = try await house.serve(["instance.name": name]) }
                let writes = Writes(house)
                var jobs: [Write] = []
                for round in 0..<(3 * Rounds.factor) {
                    daemons["three \(round)"] = try await house.serve(["instance.name": "three \(round)"])
                    for _ in 0..<6 {
                        let job = try await writes.make(.solve)
                        let port = daemons.randomElement()?.value.port ?? 0
                        #expect(await job.send(to: port).reply?.isSuccess == true)
                        jobs.append(job)
                    }
                    let leader = try await leading(house, among: Array(daemons.keys))
                    let metrics = try await leadersByMetric(daemons)
                    #expect(metrics == [leader], "by their metrics these lead: \(metrics)")
                    let start = ContinuousClock.now
                    daemons.removeValue(forKey: leader)?.kill9()
                    let next = try await leading(house, among: Array(daemons.keys))
                    let taken = ContinuousClock.now - start
                    print("leader \(leader) killed, \(next) leads after \(taken)")
                    #expect(taken < .seconds(15))
                }
                for job in jobs { try await expectOnce(job, house) }
                #expect(try await Invariants.findings(house.cluster) == [])
                try await house.verifyLedger("after three leaders")
            }
        }

        /// Who holds the leader's lock; waits for a holder among these, and fails where there are two.
        private func leading(_ house: House, among names: [String]) async throws -> String {
            for _ in 0..<600 {
                let rows = try await house.cluster.run([
                    """
                    SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                    WHERE l.locktype = 'advisory' AND l.granted AND l.objid = 4547003
                    """
                ])
                #expect(rows.count <= 1)
                let holder = try rows.first?.decode(0, as: String.self) ?? ""
                if let name = names.first(where: { holder.hasPrefix($0 + " ") }) { return name }
                try await Task.sleep(for: .milliseconds(50))
            }
            throw Trouble("nobody leads")
        }

        /// Instances that say of themselves that they lead.
        private func leadersByMetric(_ daemons: [String: Daemon]) async throws -> [String] {
            for _ in 0..<40 {
                var found: [String] = []
                for (name, daemon) in daemons {
                    let text = await Client(port: daemon.port).get("/metrics").reply?.body ?? ""
                    if text.contains("\nevenhand_leading 1\n") { found.append(name) }
                }
                if !found.isEmpty { return found }
                try await Task.sleep(for: .milliseconds(50))
            }
            return []
        }

        private func expectOnce(_ job: Write, _ house: House) async throws {
            for _ in 0..<900 {
                let row = try await house.cluster.run([
                    """
                    SELECT state, (SELECT count(*) FROM evenhand.roster_version v WHERE v.job_id = j.job_id) FROM evenhand.job j
                    WHERE (request ->> 'seed')::bigint = \(job.number)
                    """
                ]).first
                let state = try row?.decode(0, as: String.self) ?? "absent"
                if state == "queued" || state == "running" {
                    try await Task.sleep(for: .milliseconds(100))
                    continue
                }
                #expect(state == "succeeded")
                #expect(try row?.decode(1, as: Int64.self) == 1)
                return
            }
            Issue.record("job of write \(job.number) does not end")
        }
    }
}
