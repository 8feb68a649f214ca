import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

/// Somebody who may sign in.
struct Person: Sendable {
    let account: Int64
    let role: Role
    let token: String
    let officer: String?
}

/// The people of a test.
struct Cast: Sendable {
    let story: SampleStory
    let admin: Person
    let duties: Person
    let secondDuties: Person
    let sergeant: Person
    let inspector: Person
    let otherInspector: Person
    let gold: Person
    let secondGold: Person
    let adviser: Person
    let officer: Person
    let auditor: Person

    /// One person of each role.
    func person(_ role: Role) -> Person {
        switch role {
        case .admin: admin
        case .duties: duties
        case .supervisor: inspector
        case .gold: gold
        case .adviser: adviser
        case .officer: officer
        case .auditor: auditor
        }
    }

    /// Loads a small command and makes the accounts.
    static func load(_ database: TestDatabase) async throws -> Cast {
        let sample = SampleCommand(seed: 1, from: API.start, size: .team)
        let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
        let report = try await MasterData.importing(files: files, into: database.pool, by: nil)
        try #require(!report.isRefused, "\(report.text)")
        let story = sample.story
        let accounts = Accounts(pool: database.pool)
        func person(_ name: String, _ role: Role, officer: String? = nil, rank: Rank? = nil) async throws -> Person {
            let made = try await accounts.create(
                name: name, rank: rank, team: try await team(of: officer, database), officer: officer, roles: [role])
            let token = try await accounts.issueToken(
                account: made.id, role: role, expiresAt: Date().addingTimeInterval(3600), asOf: Date())
            return Person(account: made.id, role: role, token: token.text, officer: officer)
        }
        return Cast(
            story: story, admin: try await person("Admin", .admin), duties: try await person("Duties One", .duties),
            secondDuties: try await person("Duties Two", .duties),
            sergeant: try await person("Sergeant", .supervisor, officer: story.sergeant, rank: .sergeant),
            inspector: try await person("Inspector One", .supervisor, officer: story.inspectors[0], rank: .inspector),
            otherInspector: try await person(
                "Inspector Two", .supervisor, officer: story.inspectors[1], rank: .inspector),
            gold: try await person("Gold One", .gold), secondGold: try await person("Gold Two", .gold),
            adviser: try await person("Adviser", .adviser),
            officer: try await person("Constable", .officer, officer: story.constables[0], rank: .constable),
            auditor: try await person("Auditor", .auditor))
    }

    private static func team(of officer: String?, _ database: TestDatabase) async throws -> String? {
        guard let officer else { return nil }
        return try await database.pool.withConnection { connection in
            try await connection.query("SELECT team_id FROM officer WHERE officer_id = \(officer)").first?.decode(0)
        }
    }
}
