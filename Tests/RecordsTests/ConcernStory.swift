import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension Cast {
    var currencies: Currencies { Currencies(pool: database.pool) }
    var concerns: Concerns { Concerns(pool: database.pool) }
    var challenges: Challenges { Challenges(pool: database.pool) }

    /// The police day of today, as the database counts it.
    func today() async throws -> Day {
        try await database.pool.value("SELECT police_day(\(now))")
    }

    /// Leaves a row in every ledgered table of concerns, challenges and authority, about a decision on record.
    func playConfidences(about decision: Int64) async throws {
        let concern = try await concerns.raise(
            NewConcern(officer: Cast.tate, what: "I could be recognised there.", site: "S014", help: "Another post."),
            by: id("Tate"))
        try await concerns.acknowledge(concern, by: id("Hale"))
        try await concerns.link(concern, to: decision, by: id("Hale"))
        let challenge = try await challenges.raise(
            on: decision, text: "Would anybody else have been let off?", by: id("Rowe"))
        try await challenges.release(challenge, withName: false, by: id("Osei"))
        try await challenges.answer(challenge, text: "Yes: three others were.", by: id("Ashby"))
        try await currencies.record(.returned, of: Cast.other, by: id("Marsh"))
    }

    /// How many messages of a kind there are.
    func told(_ kind: String) async throws -> Int {
        try await database.admin.value("SELECT count(*) FROM evenhand.notification WHERE kind = \(kind)")
    }

    /// How many flags there are.
    func flagCount() async throws -> Int {
        try await database.admin.value("SELECT count(*) FROM evenhand.flag")
    }

    /// Everything that time alone causes, at a moment.
    func allDueWork(_ moment: Date) async throws {
        _ = try await due.raiseDueFlags(asOf: moment)
        _ = try await due.endWhatIsOver(asOf: moment)
        _ = try await due.warnCurrencies(asOf: moment)
        _ = try await due.reopenPastLapse(asOf: moment)
        _ = try await due.warnTrainingLoad(asOf: moment)
        _ = try await due.escalateConcerns(asOf: moment)
        _ = try await due.remindChallenges(asOf: moment)
    }
}
