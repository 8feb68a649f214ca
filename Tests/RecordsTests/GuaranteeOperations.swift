import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension Cast {
    /// A hospital guard from its opening to its closing, a review of limited duty, and a pattern that was agreed.
    ///
    /// The pattern is that of `playChanges`.
    func playOperations() async throws {
        let today: Day = try await database.pool.value("SELECT police_day(clock_timestamp())")
        try await database.pool.run(
            """
            INSERT INTO officer VALUES ('W00460', 'Dele Marsh', 'INSP', 'D', 'full', '2020-01-01', NULL);
            INSERT INTO restriction VALUES ('R900', 'W00450', 'restricted', 'No driving', '\(today)', NULL, '\(today)')
            """)
        let operations = Operations(pool: database.pool)
        let opened = try await operations.open(
            OperationWish(
                kind: .hospitalGuard, name: "Hospital guard", newSite: "St Wilfrid's", owner: "W00460", startsAt: now,
                lines: [DemandLine(shift: "N", min: 1, target: 2)]), by: id("Kerr"))
        _ = try await operations.write(
            .debrief, in: opened.id, note: "Handed over to the borough.", by: id("Marsh"))
        _ = try await operations.close(opened.id, by: id("Kerr"))
        _ = try await LimitedDuty(pool: database.pool).review(
            "R900", RestrictionReview(nextReview: today.adding(14)), by: id("Stone"))
        let patterns = IndividualPatterns(pool: database.pool)
        _ = try await patterns.approve(Cast.rowe, reference: "FLEX/1", reviewOn: today.adding(90), by: id("Marsh"))
        let consultation = try await patterns.propose(
            PatternProposal(
                officer: Cast.rowe, pattern: "every-other", anchor: today, from: today.adding(60), reference: "C/1"),
            by: id("Marsh"))
        try await patterns.answer(consultation, .agreed, by: id("Rowe"))
    }
}
