import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering
import Service
import TestDatabase

/// A small command on PostgreSQL for the problem builder; all invented.
struct PlanningGround: Sendable {
    let database: TestDatabase

    /// A Monday far from any change of the clock.
    static let monday = Day(iso: "2027-06-07") ?? Day(number: 0)
    /// Noon four weeks before it.
    static let asOf = Date(timeIntervalSince1970: Double((monday.number - 28) * 86_400 + 43_200))

    /// Sets the command up in a new database and hands it to `body`.
    nonisolated(nonsending) static func with<R>(
        _ body: nonisolated(nonsending) (PlanningGround) async throws -> R
    ) async throws -> R {
        try await withDatabase { database in
            try await database.admin.withConnection { try await $0.script(sql) }
            return try await body(PlanningGround(database: database))
        }
    }

    /// Runs SQL as the superuser.
    func run(_ sql: String) async throws {
        try await database.admin.withConnection { try await $0.script(sql) }
    }

    /// What the record says of a period.
    func planning(from: Day = monday, days: Int = 7) async throws -> Planning {
        try await PlanningReader(pool: database.pool).read(from: from, days: days)
    }

    /// The problem of a period.
    func built(from: Day = monday, days: Int = 7) async throws -> BuiltProblem {
        try ProblemBuilder().build(try await planning(from: from, days: days), asOf: PlanningGround.asOf)
    }

    /// Records a non-deployment from draft to the decision that grants it.
    func exclude(_ officer: String, _ scope: Scope, from: String, to: String) async throws {
        guard let start = Date(postgresText: "\(from):00+01"), let end = Date(postgresText: "\(to):00+01") else {
            return
        }
        let terms = Terms(
            category: .safety, scope: scope, startsAt: start, endsAt: end, reviewAt: end, emergencyResponse: true)
        let records = NonDeployments(pool: database.pool)
        let draft = NewDraft(
            officer: officer, raisedBy: 3, terms: terms, grounds: "The post is filmed from the street every day.")
        let id = try await records.draft(draft, by: 1)
        for kind in AssessmentKind.allCases {
            try await records.assess(id, kind, text: "Weighed against what any officer would get here.", by: 2)
        }
        let decision = NewDecision(
            form: .full, outcome: .granted, reason: "Granted for this window; the post stays covered by others.",
            asGold: true)
        try await records.decide(id, decision, by: 3)
    }

    /// Makes these deployments stand, as a published version of the weeks before `to` would.
    func publish(from: Day, days: Int, _ duties: [(officer: String, day: Int, shift: String, post: String)])
        async throws
    {
        let summary = VersionSummary(
            officers: 1, duties: 1, deployments: 1, dutiesBelowMin: 0, belowMin: 0, dutiesBelowTarget: 0,
            belowTarget: 0,
            workedRestDays: 0, changedShifts: 0, costs: [:], seconds: 0, asOf: PlanningGround.asOf)
        let draft = VersionDraft(
            from: from, days: days, job: nil, madeBy: 1, cost: 0, lowerBound: nil, summary: summary,
            deployments: duties.map {
                VersionDeployment(officer: $0.officer, day: from.adding($0.day), shift: $0.shift, post: $0.post)
            }, duties: [])
        let versions = RosterVersions(pool: database.pool)
        _ = try await versions.publish(try await versions.store(draft), by: 2, statement: "Accepted as it is.")
    }

    /// Two shifts of ten hours that leave eleven hours only if the clock does not change: L to midnight, M from eleven.
    private static let sql = """
        INSERT INTO team VALUES ('A', 'Team A');
        INSERT INTO contract VALUES ('full', 6, 2, 2, 4, 14, 20, 3, true);
        INSERT INTO skill VALUES ('AFO', 'Authority to carry', 'authority', NULL), ('MED', 'Medical', 'component', 12),
            ('MP5', 'Carbine', 'specialism', 12);
        INSERT INTO shift VALUES ('M', 'Middle', '11:00', 600, false), ('L', 'Late', '14:00', 600, false),
            ('N', 'Night', '22:00', 600, true);
        INSERT INTO pattern VALUES ('week', 'A week', 7);
        INSERT INTO pattern_day VALUES ('week', 0, 'L'), ('week', 1, 'L'), ('week', 2, 'N'), ('week', 3, NULL),
            ('week', 4, 'L'), ('week', 5, 'L'), ('week', 6, 'M');
        INSERT INTO officer SELECT 'W00' || n, 'Officer ' || n, 'PC', 'A', 'full', '2020-01-01', NULL
            FROM generate_series(1, 4) n;
        INSERT INTO officer_pattern SELECT officer_id, 'week', '2027-01-04', '2027-01-04', NULL FROM officer;
        INSERT INTO currency SELECT officer_id, skill_id, '2020-01-01', NULL, ''
            FROM officer, (VALUES ('AFO'), ('MED')) s (skill_id);
        INSERT INTO mission VALUES ('M001', 'Northmark'), ('M002', 'Southmark');
        INSERT INTO site VALUES ('S001', 'M001', 'North House', NULL), ('S002', 'M002', 'South House', NULL);
        INSERT INTO post VALUES ('P001', 'S001', 'Front door', 'static', false, false, '2020-01-01', NULL),
            ('P002', 'S002', 'Gate', 'static', false, false, '2020-01-01', NULL),
            ('P003', 'S002', 'Desk', 'desk', true, false, '2020-01-01', NULL),
            ('P004', 'S002', 'Store', 'desk', false, false, '2020-01-01', NULL);
        INSERT INTO post_skill VALUES ('P001', 'AFO'), ('P002', 'AFO');
        INSERT INTO post_demand SELECT p, l, k, s, 1, 2
            FROM unnest(ARRAY['P001', 'P002']) p, unnest(ARRAY['Normal', 'Exceptional']) l,
                unnest(ARRAY['weekday', 'weekend']) k, unnest(ARRAY['M', 'L', 'N']) s;
        INSERT INTO post_demand VALUES ('P003', 'Normal', 'weekday', 'M', 0, 1);
        INSERT INTO account (name) VALUES ('Kerr'), ('Finch'), ('Osei');
        INSERT INTO account_role VALUES (1, 'duties'), (2, 'duties'), (3, 'gold');
        """
}

extension BuiltProblem {
    /// The officer with this id in the document.
    func officer(_ id: String) -> ProblemDocument.Officer? {
        document.officers.first { $0.id == id }
    }

    /// The entries that keep an officer off duties.
    func entries(_ officer: String) -> [ProblemDocument.NonDeployment] {
        document.nonDeployments.filter { $0.officer == officer }
    }
}
