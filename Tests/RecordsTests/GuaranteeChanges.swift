import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension Cast {
    /// Changes that leave a consequence, a rest day owed and given, and an officer on reserve.
    func playChanges() async throws {
        let today: Day = try await database.pool.value("SELECT police_day(clock_timestamp())")
        let day = today.adding(40)
        try await database.pool.run(
            """
            INSERT INTO pattern VALUES ('every-other', 'One on, one off', 2);
            INSERT INTO pattern_day VALUES ('every-other', 0, NULL), ('every-other', 1, 'D');
            INSERT INTO officer_pattern VALUES ('\(Cast.other)', 'every-other', '\(day)', '2020-01-01', NULL)
            """)
        let changes = Changes(pool: database.pool)
        let made = try await changes.make(
            ChangeRequest(
                ground: .exigency, exigency: .event, note: "An event became known.", welfareConsidered: true,
                place: VersionDeployment(officer: Cast.other, day: day, shift: "D", post: "P029")),
            by: id("Kerr"))
        let owed = RestDaysOwed(pool: database.pool)
        for debt in try await owed.list(asOf: now).items {
            _ = try await owed.settle(debt.id, restDay: day.adding(1), by: id("Kerr"), asOf: now)
        }
        _ = try await changes.make(
            ChangeRequest(
                kind: .standDown, removes: made.placed, ground: .exigency, exigency: .demandFell,
                note: "The event is smaller.", welfareConsidered: true),
            by: id("Kerr"))
    }
}
