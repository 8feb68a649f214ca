import Deployment
import Foundation
import Postgres

/// What the tests write.
enum WriteKind: String, CaseIterable, Sendable {
    case `import`, solve, publish, decide, change
}

/// One write that can be told from every other, and how to see how often it stands in the database.
struct Write: Sendable {
    let number: Int
    let kind: WriteKind
    let path: String
    let token: String
    let body: JSON
    /// Counts what it wrote: `whole` of it when it happened once, 0 when not at all.
    let count: Statement
    let whole: Int

    /// Its Idempotency-Key.
    var key: String { "write-\(number)" }

    /// Sends it.
    func send(to port: Int, within limit: Duration = .seconds(60)) async -> Answered {
        await Client(port: port).send("POST", path, token: token, key: key, body, within: limit)
    }
}

/// Makes writes that do not stand in each other's way: officers, periods and names of their own.
actor Writes {
    private let house: House
    private var numbers = 0
    private var periods = 0
    private var decisions = 0
    private var published: Set<Int64> = []
    private var changeable: [(deployment: Int64, abstraction: String)] = []

    /// Writes whose numbers begin after `from`.
    init(_ house: House, from: Int = 0) {
        self.house = house
        numbers = from
    }

    /// The next write of a kind; a decision where the kind has nothing to work on.
    func make(_ kind: WriteKind) async throws -> Write {
        numbers += 1
        switch kind {
        case .import: return taking()
        case .solve: return solving()
        case .publish: return try await publishing() ?? deciding()
        case .decide: return deciding()
        case .change: return changing() ?? deciding()
        }
    }

    /// Takes the deployments of a published version for changes, each with the absence that will be its ground.
    func prepareChanges(of version: Int64) async throws {
        let rows = try await house.cluster.run([
            "SET search_path = evenhand, public",
            "SELECT deployment_id, officer_id, day::text FROM deployment WHERE version_id = \(version) ORDER BY 1",
        ])
        for (index, row) in rows.enumerated() {
            let id = "A8\(String(1_000_000 + changeable.count + index))"
            let (officer, day) = (try row.decode(1, as: String.self), try row.decode(2, as: String.self))
            try await house.cluster.run([
                "SET search_path = evenhand, public",
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES (\(id), \(officer), 'leave', \(day)::date, \(day)::date)
                """,
            ])
            changeable.append((try row.decode(0), id))
            if index == 119 { break }
        }
    }

    private func taking() -> Write {
        let rows = (0..<40).map { "K\(numbers)-\($0),Team \(numbers)-\($0)\n" }.joined()
        let officers = (0..<40).map {
            "V\(numbers * 100 + $0 + 1000),Invented \($0),PC,K\(numbers)-\($0),full,2019-01-01,2019-12-31\n"
        }
        return Write(
            number: numbers, kind: .import, path: "/api/v1/import", token: house.world.duties.token,
            body: [
                "files": [
                    "team.csv": .string("team_id,name\n" + rows),
                    "officer.csv": .string(
                        "officer_id,name,rank,team_id,contract_id,joined_on,left_on\n" + officers.joined()),
                ]
            ],
            count: """
                SELECT (SELECT count(*) FROM evenhand.team WHERE team_id LIKE \("K\(numbers)-%"))
                    + (SELECT count(*) FROM evenhand.officer WHERE team_id LIKE \("K\(numbers)-%"))
                """, whole: 80)
    }

    /// A week of its own, with a week between it and the next, so that rosters never meet.
    private func solving() -> Write {
        periods += 1
        return Write(
            number: numbers, kind: .solve, path: "/api/v1/roster-jobs", token: house.world.duties.token,
            body: [
                "from": .string(house.world.start.adding(14 * (periods - 1)).description), "days": 7,
                "seconds": .number(0.2),
                "seed": .integer(numbers), "threads": 1,
            ], count: "SELECT count(*) FROM evenhand.job WHERE (request ->> 'seed')::bigint = \(numbers)", whole: 1)
    }

    private func publishing() async throws -> Write? {
        let rows = try await house.cluster.run([
            """
            SELECT version_id FROM evenhand.roster_version v
            WHERE NOT EXISTS (SELECT FROM evenhand.publication p WHERE p.version_id = v.version_id) ORDER BY 1
            """
        ])
        let free = try rows.map { try $0.decode(0, as: Int64.self) }.first { !published.contains($0) }
        guard let version = free else { return nil }
        published.insert(version)
        return Write(
            number: numbers, kind: .publish, path: "/api/v1/roster-versions/\(version)/publish",
            token: house.world.secondDuties.token, body: ["statement": .string("Accepted by write \(numbers).")],
            count: "SELECT count(*) FROM evenhand.publication WHERE statement = \("Accepted by write \(numbers).")",
            whole: 1)
    }

    private func deciding() -> Write {
        let constables = house.world.constables
        let officer = constables[decisions % constables.count]
        let from = Date()
        decisions += 1
        let terms: JSON = [
            "category": "connection", "scope": ["kind": "site", "ids": [.string(house.world.story.site)]],
            "startsAt": Write.moment(from), "endsAt": Write.moment(from.addingTimeInterval(36_000)),
            "reviewAt": Write.moment(from.addingTimeInterval(18_000)), "emergencyResponse": true,
        ]
        let reason = "A connection with the site was declared before duty \(numbers)."
        return Write(
            number: numbers, kind: .decide, path: "/api/v1/non-deployments/short-forms",
            token: house.world.sergeant.token,
            body: [
                "draft": ["officer": .string(officer), "terms": terms], "welfare": "Asked and well.",
                "impartiality": "One site only, seen by Gold.", "reason": .string(reason),
            ],
            count: """
                SELECT count(*) FROM evenhand.decision d JOIN evenhand.prose p ON p.prose_id = d.reason_id
                WHERE p.body = \(reason)
                """, whole: 1)
    }

    private func changing() -> Write? {
        guard let next = changeable.popLast() else { return nil }
        return Write(
            number: numbers, kind: .change, path: "/api/v1/changes", token: house.world.duties.token,
            body: [
                "removes": .integer(Int(next.deployment)), "ground": "abstraction",
                "reference": .string(next.abstraction), "note": .string("Write \(numbers)."), "welfareConsidered": true,
            ], count: "SELECT count(*) FROM evenhand.change WHERE removes = \(next.deployment)", whole: 1)
    }
}

extension Write {
    /// A moment as the API reads it.
    static func moment(_ date: Date) -> JSON {
        .string(date.formatted(.iso8601))
    }
}
