import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

/// Officers on rostered patterns, with a supervisor, an owner inspector and demand: what changes are about.
///
/// W001 and W002 work early on every day, W003 rests on every day, W004 is their sergeant, W009 an inspector who rests.
/// P001 wants two officers on each early tour (at least one), P002 one. The first site is owned by W009.
struct ChangeFixture: Sendable {
    let roster: RosterFixture

    /// The duties office.
    static let planner: Int64 = 1
    static let day = RosterFixture.monday

    var changes: Changes { roster.changes }
    var owed: RestDaysOwed { RestDaysOwed(pool: roster.database.pool) }
    var pool: Pool { roster.database.pool }

    nonisolated(nonsending) static func with<R>(
        _ body: nonisolated(nonsending) (ChangeFixture) async throws -> R
    ) async throws -> R {
        try await RosterFixture.with { roster in
            try await roster.database.admin.withConnection { try await $0.script(ground) }
            return try await body(ChangeFixture(roster: roster))
        }
    }

    /// Puts an officer on a duty by a call-in and returns the deployment.
    func callIn(
        _ officer: String, day: Day = ChangeFixture.day, shift: String = "E", post: String = "P001"
    ) async throws -> ChangeMade {
        try await changes.make(calling(officer, day: day, shift: shift, post: post), by: ChangeFixture.planner)
    }

    /// The wish to call an officer in; a recall, so that it holds on every day on which these tests run.
    func calling(
        _ officer: String, day: Day = ChangeFixture.day, shift: String = "E", post: String = "P001"
    ) -> ChangeRequest {
        ChangeRequest(
            ground: .exigency, exigency: .unforeseen, note: "Called in for a pressing need.", welfareConsidered: true,
            recall: true, place: VersionDeployment(officer: officer, day: day, shift: shift, post: post))
    }

    /// A counter-change.
    func countering(_ change: Int64, ground: ChangeGround = .exigency) -> ChangeRequest {
        ChangeRequest(
            ground: ground, exigency: .causeEnded, note: "What it answered is over.", welfareConsidered: true,
            recall: true, counters: change)
    }

    /// Today in London, by PostgreSQL's clock, which is what changes are counted by.
    func today() async throws -> Day {
        try await pool.value("SELECT (clock_timestamp() AT TIME ZONE 'Europe/London')::date")
    }

    /// Today's police day.
    func policeDay() async throws -> Day {
        try await pool.value("SELECT police_day(clock_timestamp())")
    }

    /// A non-deployment of an officer from a site, granted for a window.
    func exclude(_ officer: String, site: String, from: Date, to: Date) async throws -> Int64 {
        let store = NonDeployments(pool: pool)
        let terms = Terms(
            category: .safety, scope: .sites([site]), startsAt: from, endsAt: to,
            reviewAt: from.addingTimeInterval(60), emergencyResponse: true)
        let draft = NewDraft(officer: officer, raisedBy: 4, terms: terms, grounds: "Known there by name.")
        let record = try await store.draft(draft, by: 4)
        try await store.assess(record, .welfare, text: "Support offered by the sergeant.", by: 4)
        try await store.assess(record, .impartiality, text: "The same for anybody with these facts.", by: 4)
        let decision = NewDecision(
            form: .full, outcome: .granted, reason: "Relatives were named in public together with this site.",
            asGold: false)
        try await store.decide(record, decision, by: 5)
        return record
    }

    private static let ground = """
        INSERT INTO officer VALUES ('W009', 'Dele Marsh', 'INSP', 'A', 'full', '2020-01-01', NULL);
        INSERT INTO currency SELECT 'W009', skill_id, '2020-01-01', NULL, '' FROM skill WHERE skill_id <> 'MP5';
        INSERT INTO pattern VALUES ('always', 'Always early', 1), ('never', 'Always at rest', 1);
        INSERT INTO pattern_day VALUES ('always', 0, 'E'), ('never', 0, NULL);
        INSERT INTO officer_pattern VALUES ('W001', 'always', '2020-01-01', '2020-01-01', NULL),
            ('W002', 'always', '2020-01-01', '2020-01-01', NULL), ('W003', 'never', '2020-01-01', '2020-01-01', NULL),
            ('W009', 'never', '2020-01-01', '2020-01-01', NULL);
        INSERT INTO post_demand SELECT post, 'Normal', kind, 'E', 1, target
            FROM (VALUES ('P001', 2), ('P002', 1)) d (post, target), (VALUES ('weekday'), ('weekend')) k (kind);
        DELETE FROM post_skill WHERE post_id = 'P002' AND skill_id = 'MP5';
        UPDATE site SET owner_inspector = 'W009' WHERE site_id = 'S001';
        INSERT INTO account (name, rank, team_id, officer_id) VALUES ('Hale', 'PS', 'A', 'W004'), ('Vale', 'CI', 'A', NULL),
            ('Tate', 'PC', 'A', 'W001'), ('Rowe', 'PC', 'A', 'W002');
        INSERT INTO account_role VALUES (4, 'supervisor'), (5, 'supervisor'), (6, 'officer'), (7, 'officer');
        """
}
