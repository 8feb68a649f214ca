import Deployment
import Foundation
import Postgres
import Testing

extension Faults {
    @Suite("Everybody at once")
    struct CrowdTests {
        @Test(
            "200 supervisors who send everything two or three times: no duplicate, every reply accounted for, memory bounded"
        )
        func supervisors() async throws {
            try await House.with { house in
                let people = try await World.supervisors(200, app: house.cluster.connection(user: "evenhand_app"))
                let daemon = try await house.serve()
                let port = daemon.port
                _ = await Client(port: port).get("/readyz")
                let before = daemon.residentKiB
                for round in 0..<Rounds.factor {
                    let start = ContinuousClock.now
                    let tallies = try await withThrowingTaskGroup(of: [Told].self) { group in
                        for (number, person) in people.enumerated() {
                            let officer = house.world.constables[number % house.world.constables.count]
                            group.addTask {
                                // The second is meant: the same words under another key are another decision.
                                async let first = told("crowd-\(round)-\(number)-a", 3, person, officer, port)
                                async let second = told("crowd-\(round)-\(number)-b", 2, person, officer, port)
                                return await [first, second]
                            }
                        }
                        return try await group.reduce(into: [Told]()) { $0 += $1 }
                    }
                    let peak = daemon.residentKiB
                    let numbers = tallies.compactMap(\.number)
                    #expect(numbers.count == 400, "\(tallies.count { $0.number == nil }) have no one number")
                    #expect(Set(numbers).count == 400, "two keys got one record")
                    #expect(tallies.flatMap(\.odd) == [])
                    #expect(tallies.allSatisfy { $0.replies == $0.sent }, "a request has no reply")
                    for number in 0..<people.count {
                        let text = words(number, officer: house.world.constables[number % house.world.constables.count])
                        let count: Int64 = try await house.cluster.value(
                            """
                            SELECT count(*) FROM evenhand.decision d JOIN evenhand.prose p ON p.prose_id = d.reason_id
                            WHERE p.body = \(text)
                            """)
                        #expect(count == Int64(2 * (round + 1)), "supervisor \(number)")
                    }
                    let sent = tallies.map(\.sent).reduce(0, +)
                    print(
                        "crowd: \(sent) requests of 200 supervisors in \(ContinuousClock.now - start); resident \(before) KiB before, \(peak) KiB after"
                    )
                    // 1,000 requests at once hold some kilobytes each; what would grow with them without bound shows here.
                    #expect(peak < before + 200 * 1024)
                }
                #expect(try await Invariants.findings(house.cluster) == [])
                try await house.verifyLedger("after the crowd")
                #expect(try await daemon.stop())
            }
        }

        /// What one key was told by all the requests that carried it.
        private struct Told: Sendable {
            var sent = 0
            var replies = 0
            /// The record's number, when every success said the same one.
            var number: String?
            var odd: [String] = []
        }

        /// Sends a decision so many times at once under one key, and each again until it has succeeded.
        private func told(_ key: String, _ times: Int, _ person: World.Person, _ officer: String, _ port: Int) async
            -> Told
        {
            let number = Int(key.split(separator: "-")[2]) ?? 0
            let now = Date()
            let body: JSON = [
                "draft": [
                    "officer": .string(officer),
                    "terms": [
                        "category": "acute_welfare", "scope": ["kind": "all_armed"], "startsAt": Write.moment(now),
                        "endsAt": Write.moment(now.addingTimeInterval(36_000)),
                        "reviewAt": Write.moment(now.addingTimeInterval(18_000)), "emergencyResponse": true,
                    ],
                ], "welfare": "Asked and well.", "impartiality": "The same for anybody.",
                "reason": .string(words(number, officer: officer)),
            ]
            return await withTaskGroup(of: (sent: Int, replies: Int, number: String?, odd: [String]).self) { group in
                for _ in 0..<times {
                    group.addTask {
                        var (sent, replies) = (0, 0)
                        var odd: [String] = []
                        while sent < 200 {
                            sent += 1
                            guard
                                let reply = await Client(port: port).send(
                                    "POST", "/api/v1/non-deployments/short-forms", token: person.token, key: key, body
                                ).reply
                            else { continue }
                            replies += 1
                            odd += Load.faults(of: reply)
                            if reply.isSuccess { return (sent, replies, reply.json["number"]?.string, odd) }
                            if reply.status != 503, reply.kind != "key-in-use" {
                                odd.append("\(reply.status) \(reply.body)")
                            }
                            try? await Task.sleep(for: .milliseconds(Int.random(in: 200...900)))
                        }
                        return (sent, replies, nil, odd)
                    }
                }
                var told = Told()
                var numbers: Set<String?> = []
                for await one in group {
                    told.sent += one.sent
                    told.replies += one.replies
                    told.odd += one.odd
                    numbers.insert(one.number)
                }
                if numbers.count == 1 { told.number = numbers.first ?? nil }
                return told
            }
        }

        private func words(_ number: Int, officer: String) -> String {
            "Officer \(officer) had bad news; supervisor \(number) took the officer home."
        }
    }
}
