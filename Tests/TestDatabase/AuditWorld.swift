import Deployment
import FoundationEssentials
import Postgres

/// Forty days of a small command that are over, with the times at which each fact was recorded, all invented.
///
/// Written around the triggers that stamp the present moment, because a history has a past.
package enum AuditWorld {
    /// A Monday; the clock goes forward on the last Sunday of this month.
    package static let first = Day(iso: "2024-03-04") ?? Day(number: 0)
    /// Days with duties.
    package static let days = 40

    /// The day at a distance from the first.
    package static func day(_ distance: Int) -> Day { first.adding(distance) }

    /// A moment by London's clock.
    package static func moment(_ day: Day, hour: Int, minute: Int = 0) -> Date {
        Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(day, hour * 60 + minute)) * 60)
    }

    /// Writes everything: accounts are 1 Kerr and 2 Finch (duties), 3 Hale (sergeant of A), 4 Marsh (inspector of B),
    /// 5 Vale (chief inspector), 6 Ashby (Gold, superintendent), 7 Tate (officer W001).
    package static func write(into database: TestDatabase) async throws {
        try await database.admin.withConnection { connection in
            for table in tables { try await connection.script("ALTER TABLE \(table) DISABLE TRIGGER USER") }
            try await connection.script("ALTER TABLE change ENABLE ALWAYS TRIGGER withdraw")
            try await connection.script("ALTER TABLE deployment ENABLE ALWAYS TRIGGER stand")
            for table in tables { try await connection.script(leaf(table)) }
            try await connection.script(command)
            try await connection.script(duties)
            try await connection.script(decisions)
            try await connection.script(moves)
            for table in tables { try await connection.script(enable(table)) }
        }
    }

    private static let tables = [
        "publication", "deployment", "change", "attendance", "non_deployment", "non_deployment_terms", "assessment",
        "decision", "swap", "swap_step", "abstraction", "restriction", "declared_season",
        "authority_status",
    ]

    /// The ledger goes on: what is written here has its leaves as well.
    private static func leaf(_ table: String) -> String {
        """
        DO $$ BEGIN IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = '\(table)'::regclass AND tgname = 'leaf') THEN
            ALTER TABLE \(table) ENABLE ALWAYS TRIGGER leaf; END IF; END $$
        """
    }

    private static func enable(_ table: String) -> String {
        """
        DO $$ DECLARE held record; BEGIN
            FOR held IN SELECT tgname FROM pg_trigger WHERE tgrelid = '\(table)'::regclass AND NOT tgisinternal LOOP
                EXECUTE format('ALTER TABLE \(table) ENABLE ALWAYS TRIGGER %I', held.tgname);
            END LOOP; END $$
        """
    }

    /// Six officers in each of two teams; team A follows one pattern.
    private static let command = """
        INSERT INTO team VALUES ('A', 'Team A'), ('B', 'Team B'), ('HQ', 'Headquarters');
        INSERT INTO contract VALUES ('full', 6, 2, 2, 4, 10, 24, 3, true), ('flexible', 6, 2, 2, 4, 10, 24, 3, true);
        INSERT INTO skill VALUES ('AFO', 'Authority to carry', 'authority', NULL), ('MED', 'Medical', 'component', 12),
            ('MP5', 'Carbine', 'specialism', 12), ('DOG', 'Dog handler', 'specialism', NULL);
        INSERT INTO shift VALUES ('E', 'Early', '07:00', 480, false), ('L', 'Late', '15:00', 480, false), ('N', 'Night', '23:00', 480, true);
        INSERT INTO officer SELECT 'W' || lpad(i::text, 3, '0'), 'Officer ' || i, CASE i WHEN 6 THEN 'PS' ELSE 'PC' END,
            CASE WHEN i <= 6 THEN 'A' ELSE 'B' END, CASE i WHEN 12 THEN 'flexible' ELSE 'full' END, '2020-01-01',
            CASE i WHEN 12 THEN '2024-03-20'::date END FROM generate_series(1, 12) i;
        INSERT INTO pattern VALUES ('four', 'Two earlies, two rest days', 4);
        INSERT INTO pattern_day VALUES ('four', 0, 'E'), ('four', 1, 'E'), ('four', 2, NULL), ('four', 3, NULL);
        INSERT INTO officer_pattern SELECT officer_id, 'four', '2020-01-03', '2020-01-03', NULL FROM officer WHERE team_id = 'A';
        INSERT INTO currency SELECT officer_id, skill_id, '2020-01-01', NULL, '' FROM officer, (VALUES ('AFO'), ('MED'), ('DOG')) s (skill_id);
        INSERT INTO currency VALUES ('W001', 'MP5', '2024-03-10', '2024-09-10', '');
        INSERT INTO mission VALUES ('M001', 'Northmark'), ('M002', 'Southmark');
        INSERT INTO site VALUES ('S001', 'M001', 'North House', NULL), ('S002', 'M001', 'North Annex', NULL), ('S003', 'M002', 'South House', NULL);
        INSERT INTO post VALUES ('P001', 'S001', 'Door', 'static', false, false, '2020-01-01', NULL),
            ('P002', 'S002', 'Gate', 'static', false, false, '2020-01-01', NULL),
            ('P003', 'S003', 'Hall', 'static', false, false, '2020-01-01', NULL);
        INSERT INTO post_skill VALUES ('P001', 'AFO'), ('P002', 'AFO'), ('P003', 'AFO'), ('P003', 'MP5');
        INSERT INTO post_demand VALUES ('P001', 'Normal', 'weekday', 'E', 1, 2), ('P001', 'Exceptional', 'weekday', 'E', 2, 4),
            ('P001', 'Normal', 'weekend', 'E', 1, 3), ('P002', 'Normal', 'weekday', 'N', 1, 1);
        INSERT INTO site_level VALUES ('S002', 'Exceptional', '2024-03-10', '2024-03-12', 'CI Ops', ''),
            ('S001', 'Heightened', '2024-03-11', '2024-03-14', 'CI Ops', '');
        INSERT INTO account (name, rank, team_id, officer_id) VALUES ('Kerr', NULL, NULL, NULL), ('Finch', NULL, NULL, NULL),
            ('Hale', 'PS', 'A', NULL), ('Marsh', 'INSP', 'B', NULL), ('Vale', 'CI', 'HQ', NULL), ('Ashby', 'SUPT', NULL, NULL), ('Tate', 'PC', 'A', 'W001');
        INSERT INTO account_role SELECT account_id, role FROM account JOIN (VALUES ('Kerr', 'duties'), ('Finch', 'duties'), ('Hale', 'supervisor'),
            ('Marsh', 'supervisor'), ('Vale', 'supervisor'), ('Ashby', 'gold'), ('Tate', 'officer')) r (name, role) USING (name);
        """

    /// Every officer stands on earlies at P001 (first team) or P003, one of them at P002 at night; all of it worked but for
    /// W002 on day 5, who is absent, and day 7, of which nothing is recorded. Returns come the next morning.
    private static let duties = """
        INSERT INTO roster_version (from_day, days, made_by, cost) VALUES ('2024-03-04', 40, 1, 0);
        INSERT INTO publication VALUES (1, 2, '2024-02-19 12:00+00', 'Accepted as it stands.', daterange('2024-03-04', '2024-04-13'));
        INSERT INTO deployment (version_id, officer_id, day, shift_id, post_id, starts_at, ends_at)
        SELECT 1, o.officer_id, d, s.shift_id, CASE WHEN s.shift_id = 'N' THEN 'P002' WHEN o.team_id = 'A' THEN 'P001' ELSE 'P003' END,
            london(d, s.starts), london(d, s.starts, s.minutes)
        FROM (SELECT x::date AS d FROM generate_series('2024-03-04'::date, '2024-04-12'::date, interval '1 day') x) days
        JOIN officer o ON coalesce(o.left_on, 'infinity') >= d
        JOIN shift s ON s.shift_id = CASE o.officer_id WHEN 'W006' THEN 'N' ELSE 'E' END ORDER BY d, o.officer_id;
        INSERT INTO attendance (officer_id, day, shift_id, post_id, status, recorded_by, recorded_at)
        SELECT officer_id, day, shift_id, CASE WHEN absent THEN NULL ELSE post_id END, CASE WHEN absent THEN 'absent' ELSE 'worked' END, 1,
            london(day + 1, time '07:30')
        FROM (SELECT d.*, officer_id = 'W002' AND day = '2024-03-09' AS absent FROM deployment d WHERE day <> '2024-03-11') d;
        INSERT INTO abstraction VALUES ('A1', 'W002', 'sickness', '2024-03-09', '2024-03-10', '', '2024-03-09 06:00+00'),
            ('A2', 'W003', 'leave', '2024-04-20', '2024-04-24', '', '2024-02-01 09:00+00'),
            ('A3', 'W004', 'post_incident', '2024-04-10', NULL, '', '2024-03-30 23:30+00');
        INSERT INTO restriction VALUES ('R1', 'W005', 'recuperative', 'No standing for more than an hour', '2024-04-20', NULL, '2024-05-01', '2024-03-31 23:30+01');
        INSERT INTO authority_status (officer_id, status, from_day, recorded_by, recorded_at) VALUES
            ('W010', 'suspended', '2024-03-20', 4, '2024-04-30 09:00+01'), ('W010', 'returned', '2024-04-11', 4, '2024-04-30 09:00+01'),
            ('W011', 'returned', '2024-04-11', 4, '2024-04-01 09:00+01');
        INSERT INTO declared_season (from_day, to_day, label, declared_by, declared_at) VALUES ('2024-03-15', '2024-03-25', 'Spring', 6, '2024-02-01 09:00+00');
        """

    /// ND-1: short form by Hale on day 3 at 23:30 London, in full by Marsh on day 4; ND-2 renews it; ND-3 is refused.
    private static let decisions = """
        INSERT INTO non_deployment (officer_id, raised_by, drafted_by, renews, recorded_at) VALUES ('W001', 7, 3, NULL, '2024-03-07 22:00+00'),
            ('W001', 7, 3, 1, '2024-03-12 10:00+00'), ('W008', 4, 3, NULL, '2024-03-30 10:00+00');
        INSERT INTO non_deployment_terms (nd_id, version, category, scope_kind, scope_ids, starts_at, ends_at, review_at, emergency_response, written_by, written_at) VALUES
            (1, 1, 'safety', 'mission', '{M001}', '2024-03-07 23:00+00', '2024-03-08 12:00+00', '2024-03-08 10:00+00', true, 3, '2024-03-07 22:00+00'),
            (1, 2, 'safety', 'mission', '{M001}', '2024-03-07 23:00+00', '2024-03-13 00:00+00', '2024-03-10 10:00+00', true, 3, '2024-03-08 08:00+00'),
            (2, 1, 'safety', 'post', '{P001,P999}', '2024-03-13 00:00+00', '2024-03-20 00:00+00', '2024-03-15 10:00+00', true, 3, '2024-03-12 10:00+00'),
            (3, 1, 'operational', 'all_armed', '{}', '2024-04-01 00:00+01', '2024-04-03 00:00+01', '2024-04-02 00:00+01', true, 3, '2024-03-30 10:00+00');
        INSERT INTO prose (layer, body) SELECT 'decision', 'Some words of ' || i FROM generate_series(1, 12) i;
        INSERT INTO assessment (nd_id, kind, form, prose_id, assessed_by, assessed_at) VALUES (1, 'welfare', 'short', 1, 3, '2024-03-07 22:30+00'),
            (1, 'impartiality', 'short', 2, 3, '2024-03-07 22:31+00'), (3, 'welfare', 'full', 3, 3, '2024-03-30 10:00+00');
        INSERT INTO decision (nd_id, terms_id, form, outcome, reason_id, reason_key, decided_by, decided_as, decided_at, recorded_at) VALUES
            (1, 1, 'short', 'granted', 4, 'k1', 3, 'PS', '2024-03-07 22:40+00', '2024-03-07 23:30+00'),
            (1, 2, 'full', 'granted', 5, 'k2', 4, 'INSP', '2024-03-08 09:00+00', '2024-03-08 09:10+00'),
            (2, 3, 'full', 'granted', 6, 'k1', 6, 'GOLD', '2024-03-12 11:00+00', '2024-03-12 11:00+00'),
            (3, 4, 'full', 'refused', 7, 'k3', 4, 'INSP', '2024-03-30 23:30+00', '2024-03-31 23:30+01');
        """

    /// On day 10 W002 and W008 swap, approved by Hale on day 2; on day 12 Kerr moves W003 to P003 the evening before.
    private static let moves = """
        INSERT INTO swap (gives, takes, officer_id, other_officer_id, asked_by, asked_at)
        SELECT g.deployment_id, t.deployment_id, g.officer_id, t.officer_id, 7, '2024-03-05 09:00+00' FROM deployment g, deployment t
        WHERE (g.officer_id, g.day) = ('W002', '2024-03-14') AND (t.officer_id, t.day) = ('W008', '2024-03-14');
        INSERT INTO swap_step (swap_id, number, state, made_by, welfare_considered, made_at) VALUES (1, 1, 'asked', 7, NULL, '2024-03-05 09:00+00'),
            (1, 2, 'approved', 3, true, '2024-03-06 09:00+00');
        INSERT INTO change (kind, removes, ground, exigency, note, welfare_considered, duty_day, notice_days, made_by, made_at)
        SELECT 'move', deployment_id, 'exigency', 'event', 'An event nearby.', true, day, 0, 1, '2024-03-15 20:00+00' FROM deployment
        WHERE (officer_id, day) = ('W003', '2024-03-16');
        INSERT INTO deployment (change_id, officer_id, day, shift_id, post_id, starts_at, ends_at)
        SELECT max(change_id), 'W003', '2024-03-16', 'E', 'P003', '2024-03-16 07:00+00', '2024-03-16 15:00+00' FROM change;
        """
}
