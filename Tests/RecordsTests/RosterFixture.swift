import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

/// A handful of officers and posts, all invented, on the stores of rosters.
struct RosterFixture: Sendable {
    let database: TestDatabase

    /// Accounts of two members of the duties office.
    static let first: Int64 = 1
    static let second: Int64 = 2
    /// A Monday far from any change of the clock.
    static let monday = Day(iso: "2027-06-07") ?? Day(number: 0)
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    var jobs: RosterJobs { RosterJobs(pool: database.pool) }
    var versions: RosterVersions { RosterVersions(pool: database.pool) }
    var changes: Changes { Changes(pool: database.pool) }
    var standing: StandingRoster { StandingRoster(pool: database.pool) }
    var attendance: AttendanceRecords { AttendanceRecords(pool: database.pool) }

    /// Sets the command up in a new database and hands it to `body`.
    nonisolated(nonsending) static func with<R>(
        _ body: nonisolated(nonsending) (RosterFixture) async throws -> R
    ) async throws -> R {
        try await withDatabase { database in
            try await database.admin.withConnection { try await $0.script(ground) }
            return try await body(RosterFixture(database: database))
        }
    }

    /// Runs SQL as the application would.
    func run(_ sql: String) async throws {
        try await database.pool.withConnection { try await $0.script(sql) }
    }

    /// The one number that a query gives.
    func count(_ sql: String) async throws -> Int {
        try await database.admin.withConnection { try await $0.query(Statement(unsafe: sql)).first?.decode(0) ?? -1 }
    }

    /// A version of these deployments: officer, day of the period, shift, post.
    func draft(
        from: Day = monday, days: Int = 28, job: Int64? = nil, by: Int64 = first,
        _ duties: [(officer: String, day: Int, shift: String, post: String)]
    ) -> VersionDraft {
        let deployments = duties.map {
            VersionDeployment(officer: $0.officer, day: from.adding($0.day), shift: $0.shift, post: $0.post)
        }
        return VersionDraft(
            from: from, days: days, job: job, madeBy: by, cost: 12, lowerBound: 7, summary: RosterFixture.summary,
            deployments: deployments, duties: [])
    }

    /// Stores and publishes a version; returns the standing deployments in the order given.
    func publish(
        from: Day = monday, _ duties: [(officer: String, day: Int, shift: String, post: String)]
    ) async throws -> [Int64] {
        let version = try await versions.store(draft(from: from, duties))
        _ = try await versions.publish(version, by: RosterFixture.second, statement: "Accepted as it is.")
        let standing = try await standing.list(from: from, to: from.adding(27), limit: 500).items
        return duties.compactMap { duty in
            standing.first { $0.officer == duty.officer && $0.day == from.adding(duty.day) && $0.shift == duty.shift }?
                .id
        }
    }

    static let summary = VersionSummary(
        officers: 4, duties: 2, deployments: 2, dutiesBelowMin: 0, belowMin: 0, dutiesBelowTarget: 1, belowTarget: 1,
        workedRestDays: 0, changedShifts: 0, costs: ["belowTarget": 12], seconds: 1.5, asOf: now)

    /// Shifts L and X end at midnight; A begins eleven hours after it, B ten, C twelve.
    private static let ground = """
        INSERT INTO team VALUES ('A', 'Team A');
        INSERT INTO contract VALUES ('full', 6, 2, 2, 4, 14, 20, 3, true);
        INSERT INTO skill VALUES ('AFO', 'Authority to carry', 'authority', NULL), ('MED', 'Medical', 'component', 12),
            ('MP5', 'Carbine', 'specialism', 12);
        INSERT INTO shift VALUES ('E', 'Early', '07:00', 480, false), ('L', 'Late', '14:00', 600, false),
            ('N', 'Night', '22:00', 600, true), ('A', 'Eleven', '11:00', 600, false), ('B', 'Ten', '10:00', 600, false),
            ('C', 'Twelve', '12:00', 600, false);
        INSERT INTO officer VALUES ('W001', 'Rowan Tate', 'PC', 'A', 'full', '2020-01-01', NULL),
            ('W002', 'Ivo Rowe', 'PC', 'A', 'full', '2020-01-01', NULL),
            ('W003', 'Lin Ferris', 'PC', 'A', 'full', '2020-01-01', NULL),
            ('W004', 'Mina Hale', 'PS', 'A', 'full', '2020-01-01', NULL);
        INSERT INTO currency SELECT officer_id, skill_id, '2020-01-01', NULL, ''
            FROM officer, (VALUES ('AFO'), ('MED')) s (skill_id);
        INSERT INTO currency VALUES ('W001', 'MP5', '2026-01-01', '2027-06-10', '');
        INSERT INTO mission VALUES ('M001', 'Northmark');
        INSERT INTO site VALUES ('S001', 'M001', 'North House', NULL), ('S002', 'M001', 'North Annex', NULL);
        INSERT INTO post VALUES ('P001', 'S001', 'Front door', 'static', false, false, '2020-01-01', NULL),
            ('P002', 'S002', 'Gate', 'static', false, false, '2020-01-01', NULL),
            ('P003', 'S002', 'Desk', 'desk', true, true, '2020-01-01', NULL);
        INSERT INTO post_skill VALUES ('P001', 'AFO'), ('P002', 'AFO'), ('P002', 'MP5');
        INSERT INTO account (name) VALUES ('Kerr'), ('Finch'), ('Marsh');
        INSERT INTO account_role VALUES (1, 'duties'), (2, 'duties'), (3, 'gold');
        """
}

/// What `body` throws as a `RecordError`; nil when it throws nothing or something else.
nonisolated(nonsending) func rosterError<R>(
    _ body: nonisolated(nonsending) () async throws -> R
) async -> RecordError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? RecordError
    }
}

extension RecordError {
    /// The name of the rule that refused; empty where there is none.
    var rule: String {
        switch self {
        case .refused(_, let rule, _), .conflict(let rule, _): rule
        case .notFound, .invalid: ""
        }
    }
}
