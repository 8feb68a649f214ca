import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension Cast {
    /// Publishes a roster as two people of the duties office do: (officer, day, shift, post) each.
    @discardableResult
    func publish(_ deployments: [(String, String, String, String)], from day: String, days: Int = 28) async throws
        -> Int64
    {
        try await database.pool.transaction { connection in
            let rows = try await connection.query(
                """
                INSERT INTO roster_version (from_day, days, made_by, cost) VALUES (\(day), \(days), \(id("Kerr")), 0)
                RETURNING version_id
                """)
            let version = try rows[0].decode("version_id", as: Int64.self)
            for (officer, day, shift, post) in deployments {
                try await connection.execute(
                    "INSERT INTO version_deployment VALUES (\(version), \(officer), \(day), \(shift), \(post))")
            }
            try await connection.execute(
                "SELECT publish_version(\(version), \(id("Finch")), 'Accepted as it stands by the duties office.')")
            return version
        }
    }

    /// The key of a standing deployment of an officer on a day.
    func standing(_ officer: String, _ day: String) async throws -> Int64 {
        try await database.pool.value(
            "SELECT deployment_id FROM standing_deployment WHERE officer_id = \(officer) AND day = \(day)")
    }

    /// Leaves at least one row in every ledgered table, each by the way it is meant to come.
    func playEverything() async throws {
        let short = try await records.recordShortForm(
            ShortForm(
                draft: NewDraft(
                    officer: Cast.tate, raisedBy: id("Tate"), terms: terms(from: 0.5, to: 12), grounds: Words.grounds,
                    annex: "My cousin lives there."),
                welfare: "Shaken.", impartiality: "The same for anybody.", reason: "Threat by telephone"),
            by: id("Stone"))
        _ = try await records.amend(short, terms: terms(.allArmed, from: 0.5, to: 90), by: id("Stone"))
        try await records.assess(short, .welfare, text: Words.welfare, by: id("Stone"))
        try await records.assess(short, .impartiality, text: Words.impartiality, by: id("Stone"))
        try await records.decide(short, full(), by: id("Marsh"))
        try await records.review(short, note: "Spoken with the officer.", by: id("Marsh"))
        _ = try await records.readSealed(short, layer: .annex, by: id("Ashby"), purpose: "Gold triage")
        do {
            try await records.decide(short, full(), by: id("Tate"))
        } catch is RecordError {}
        let cases = try await queue.list()
        _ = try await queue.enter(NewCaseEntry(.claim), in: cases.items[0].id, by: id("Ashby"))
        try await records.endEarly(
            short, note: "The officer is back.", by: id("Marsh"), asOf: now.addingTimeInterval(-1))
        try await playConfidences(about: short)

        try await publish([(Cast.rowe, "2027-06-07", "D", "P028")], from: "2027-06-07")
        let deployment = try await standing(Cast.rowe, "2027-06-07")
        try await database.pool.withConnection { connection in
            _ = try await connection.execute(
                """
                SELECT change_deployment(\(id("Kerr")), \(deployment), 'exigency', NULL, 'A post moved across the road.', true,
                    \(Cast.rowe), '2027-06-07', 'D', 'P027', of_exigency => 'public_order', said_recall => true)
                """)
        }
        try await playChanges()
        try await playSwapsAndQuestions()
        try await playOperations()
        try await playRules()
        try await playAudit()
        try await playSamples()
    }
}
