import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

/// The people, places and duties of these tests, all invented, and the shortest ways to what a test needs.
struct Cast: Sendable {
    let database: TestDatabase

    /// Account keys by name.
    let accounts: [String: Int64]

    /// The present moment as the database keeps it: whole microseconds.
    let now: Date

    /// The constable most tests are about; his account is `Tate`.
    static let tate = "W00417"
    /// A constable of the same team; account `Rowe`.
    static let rowe = "W00418"
    /// A constable of another team, without an account.
    static let other = "W00419"

    var records: NonDeployments { NonDeployments(pool: database.pool) }
    var queue: GoldQueue { GoldQueue(pool: database.pool) }
    var due: DueWork { DueWork(pool: database.pool) }

    /// The account of a person of the cast.
    func id(_ name: String) -> Int64 {
        accounts[name] ?? -1
    }

    /// Sets the command up in a new database and hands it to `body`.
    nonisolated(nonsending) static func with<R>(
        _ body: nonisolated(nonsending) (Cast) async throws -> R
    ) async throws -> R {
        try await withDatabase { database in
            let accounts = try await database.admin.withConnection { connection in
                try await connection.script(ground)
                let rows = try await connection.query("SELECT name, account_id FROM account")
                return try Dictionary(
                    rows.map { (try $0.decode("name", as: String.self), try $0.decode("account_id", as: Int64.self)) },
                    uniquingKeysWith: { first, _ in first })
            }
            let seconds = Date().timeIntervalSinceReferenceDate.rounded(.down)
            return try await body(
                Cast(database: database, accounts: accounts, now: Date(timeIntervalSinceReferenceDate: seconds)))
        }
    }

    /// Hale and Stone are in Tate's team; Marsh and Brook decide; Ashby and Osei are Gold group members outside the line.
    private static let ground = """
        INSERT INTO team VALUES ('C', 'Team C'), ('D', 'Team D'), ('HQ', 'Headquarters');
        INSERT INTO contract VALUES ('full', 6, 2, 2, 4, 10, 24, 3, true);
        INSERT INTO skill VALUES ('AFO', 'Authority to carry', 'authority', NULL), ('MED', 'Medical', 'component', 12),
            ('DOG', 'Dog handler', 'specialism', NULL);
        INSERT INTO shift VALUES ('D', 'Day', '10:00', 600, false), ('E', 'Early', '06:30', 480, false),
            ('M', 'Morning', '07:30', 480, false), ('N', 'Night', '21:00', 600, true);
        INSERT INTO officer VALUES ('W00417', 'Rowan Tate', 'PC', 'C', 'full', '2020-01-01', NULL),
            ('W00418', 'Ivo Rowe', 'PC', 'C', 'full', '2020-01-01', NULL),
            ('W00419', 'Lin Ferris', 'PC', 'D', 'full', '2020-01-01', NULL),
            ('W00450', 'Mina Hale', 'PS', 'C', 'full', '2020-01-01', NULL);
        INSERT INTO currency SELECT officer_id, skill_id, '2020-01-01', NULL, ''
            FROM officer, (VALUES ('AFO'), ('MED')) s (skill_id);
        INSERT INTO mission VALUES ('M001', 'Northmark'), ('M002', 'Southmark');
        INSERT INTO site VALUES ('S014', 'M001', 'Mission of Northmark', NULL), ('S015', 'M002', 'Mission of Southmark', NULL);
        INSERT INTO post VALUES ('P027', 'S014', 'Front door', 'static', false, false, '2020-01-01', NULL),
            ('P028', 'S015', 'Gate', 'static', false, false, '2020-01-01', NULL),
            ('P029', 'S015', 'Desk', 'desk', true, false, '2020-01-01', NULL);
        INSERT INTO post_skill VALUES ('P027', 'AFO'), ('P028', 'AFO');
        INSERT INTO account (name, rank, team_id, officer_id) VALUES
            ('Tate', 'PC', 'C', 'W00417'), ('Rowe', 'PC', 'C', 'W00418'), ('Hale', 'PS', 'C', 'W00450'), ('Stone', 'PS', 'C', NULL),
            ('Marsh', 'INSP', 'D', NULL), ('Brook', 'INSP', 'D', NULL), ('Vale', 'CI', 'D', NULL), ('Lowe', 'SUPT', 'D', NULL),
            ('Ashby', 'SUPT', 'HQ', NULL), ('Osei', 'CDR', 'HQ', NULL), ('Nandy', NULL, NULL, NULL), ('Quist', NULL, NULL, NULL),
            ('Kerr', NULL, NULL, NULL), ('Finch', NULL, NULL, NULL);
        INSERT INTO account_role SELECT account_id, role FROM account JOIN (VALUES ('Tate', 'officer'), ('Rowe', 'officer'),
            ('Hale', 'supervisor'), ('Stone', 'supervisor'), ('Marsh', 'supervisor'), ('Brook', 'supervisor'),
            ('Vale', 'supervisor'), ('Lowe', 'supervisor'), ('Ashby', 'gold'), ('Osei', 'gold'), ('Nandy', 'adviser'),
            ('Quist', 'adviser'), ('Kerr', 'duties'), ('Finch', 'duties')) r (name, role) USING (name);
        """
}

/// Words that break no rule about words.
enum Words {
    static let reason = "Relatives were named in public together with this site; the officer could be recognised there."
    static let welfare = "Support offered by the sergeant and by occupational health; next contact on Monday."
    static let impartiality = "Any officer with these facts would get the same; protection of the site does not change."
    static let grounds = "The duty is photographed daily from the public road."
}

extension Cast {
    /// Hours from now.
    func hours(_ hours: Double) -> Date { now.addingTimeInterval(hours * 3600) }

    /// Terms that break no rule unless asked to.
    func terms(
        _ scope: Scope = .sites(["S014"]), from: Double = 1, to: Double = 100, review: Double? = nil,
        category: DecisionCategory = .safety, title: String? = nil
    ) -> Terms {
        Terms(
            category: category, title: title, scope: scope, startsAt: hours(from), endsAt: hours(to),
            reviewAt: hours(review ?? (from + to) / 2), emergencyResponse: true)
    }

    /// A draft about an officer by Hale, with both full assessments by her unless `halves` says otherwise.
    func drafted(
        _ terms: Terms? = nil, officer: String = Cast.tate, grounds: String? = Words.grounds, annex: String? = nil,
        renews: Int64? = nil, halves: [AssessmentKind] = [.welfare, .impartiality], by drafter: String = "Hale"
    ) async throws -> Int64 {
        let draft = NewDraft(
            officer: officer, raisedBy: id("Tate"), terms: terms ?? self.terms(), grounds: grounds, annex: annex,
            renews: renews)
        let record = try await records.draft(draft, by: id(drafter))
        for half in halves {
            try await records.assess(
                record, half, text: half == .welfare ? Words.welfare : Words.impartiality, by: id(drafter))
        }
        return record
    }

    /// A full decision.
    func full(
        _ outcome: DecisionOutcome = .granted, reason: String = Words.reason, asGold: Bool = false,
        decidedAt: Date? = nil
    ) -> NewDecision {
        NewDecision(form: .full, outcome: outcome, reason: reason, asGold: asGold, decidedAt: decidedAt)
    }

    /// A record granted in full by Marsh.
    func granted(
        _ terms: Terms? = nil, officer: String = Cast.tate, annex: String? = nil, reason: String = Words.reason
    ) async throws -> Int64 {
        let record = try await drafted(terms, officer: officer, annex: annex)
        try await records.decide(record, full(reason: reason), by: id("Marsh"))
        return record
    }

    /// A short form by Stone, who drafts and decides.
    func short(
        _ terms: Terms? = nil, officer: String = Cast.tate, welfare: String = "Shaken; sergeant stays in touch.",
        impartiality: String = "The same for anybody.", reason: String = "Threat by telephone", decidedAt: Date? = nil
    ) -> ShortForm {
        let terms = terms ?? self.terms(from: 0.5, to: 12)
        return ShortForm(
            draft: NewDraft(officer: officer, raisedBy: id("Tate"), terms: terms), welfare: welfare,
            impartiality: impartiality, reason: reason, decidedAt: decidedAt)
    }

    /// The kinds of the flags raised so far, in order.
    func flagKinds() async throws -> [String] {
        try await queue.flags(limit: 500).items.reversed().map(\.kind)
    }
}
