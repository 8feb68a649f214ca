import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Concerns")
struct ConcernTests {
    private static let words = "Relatives live there and I could be photographed."

    private static func raise(_ cast: Cast, notMyLine: Bool = false, by name: String = "Tate") async throws -> Int64 {
        try await cast.concerns.raise(
            NewConcern(
                officer: Cast.tate, what: words, site: "S014", help: "Another post for a week.",
                ownWords: "In my own words.",
                notMyLine: notMyLine), by: cast.id(name))
    }

    @Test("three fields raise one in confidence; layer A holds the site and nothing else")
    func raised() async throws {
        try await Cast.with { cast in
            let concern = try await ConcernTests.raise(cast)
            let own = try await cast.concerns.detail(concern, for: cast.id("Tate"))
            #expect(own.summary.line == "concern raised, site S014" && own.summary.state == .raised)
            #expect(own.summary.number == "C-\(concern)" && own.summary.officer == Cast.tate)
            #expect(own.summary.acknowledgeBy.timeIntervalSince(own.summary.raisedAt) > 86_000)
            #expect(own.steps.map(\.state) == [.raised] && own.reads.isEmpty)
            #expect(try await cast.told("concern_received") == 1)
            // Hale and Stone, the sergeants of the team
            #expect(try await cast.told("concern_waiting") == 2)
            let open: Int = try await cast.database.pool.value("SELECT count(*) FROM prose WHERE layer <> 'annex'")
            #expect(open == 0)
        }
    }

    @Test("it is taken on, answered, and the officer sees what happened and who read it")
    func way() async throws {
        try await Cast.with { cast in
            let concern = try await ConcernTests.raise(cast)
            let texts = try await cast.concerns.read(concern, by: cast.id("Hale"), purpose: "To see what would help")
            #expect(texts.map(\.part) == [.what, .help, .ownWords] && texts[0].text == ConcernTests.words)
            try await cast.concerns.acknowledge(concern, by: cast.id("Hale"))
            await expectRefused(.arrow, "concern_step") { try await ConcernTests.withdrawTwice(cast, concern) }
        }
        try await Cast.with { cast in
            let concern = try await ConcernTests.raise(cast)
            _ = try await cast.concerns.read(concern, by: cast.id("Hale"), purpose: "To see what would help")
            try await cast.concerns.acknowledge(concern, by: cast.id("Hale"))
            await expectRefused(.bareDecision, "concern_words") {
                try await cast.concerns.answer(concern, text: "...", by: cast.id("Hale"))
            }
            await expectRefused(.twoPairsOfEyes, "concern_line") {
                try await cast.concerns.answer(concern, text: "By another.", by: cast.id("Stone"))
            }
            // passed on to the other sergeant, who answers
            try await cast.concerns.acknowledge(concern, by: cast.id("Stone"))
            try await cast.concerns.answer(concern, text: "You keep the post and stand inside.", by: cast.id("Stone"))
            let own = try await cast.concerns.detail(concern, for: cast.id("Tate"))
            #expect(own.steps.map(\.state) == [.raised, .acknowledged, .acknowledged, .answered])
            #expect(own.reads.map(\.reader.name) == ["Hale"] && own.reads[0].purpose == "To see what would help")
            #expect(own.summary.takenOnBy?.name == "Stone")
            #expect(try await cast.concerns.detail(concern, for: cast.id("Hale")).reads.isEmpty)
            let answer = try await cast.concerns.read(concern, by: cast.id("Tate"), purpose: "My own concern")
            #expect(answer.last?.part == .answered && answer.last?.text == "You keep the post and stand inside.")
            let log = try await cast.records.reads()
            #expect(log.items.map(\.number) == ["C-\(concern)", "C-\(concern)"])
            #expect(try await cast.told("concern_moved") == 3)
        }
    }

    private static func withdrawTwice(_ cast: Cast, _ concern: Int64) async throws {
        try await cast.concerns.withdraw(concern, note: "It is settled.", by: cast.id("Tate"))
        try await cast.concerns.withdraw(concern, by: cast.id("Tate"))
    }

    @Test("only the officer or a supervisor who names the officer raises one; only the officer withdraws it")
    func raisers() async throws {
        try await Cast.with { cast in
            for name in ["Rowe", "Kerr", "Ashby"] {
                await expectRefused(.twoPairsOfEyes, "concern_raiser") { try await ConcernTests.raise(cast, by: name) }
            }
            let concern = try await ConcernTests.raise(cast, by: "Hale")
            #expect(try await cast.concerns.list(for: cast.id("Tate")).items.map(\.id) == [concern])
            await expectRefused(.twoPairsOfEyes, "concern_own") {
                try await cast.concerns.withdraw(concern, by: cast.id("Hale"))
            }
            await expectRefused(.unknown, "concern_duty") {
                try await cast.publish([(Cast.rowe, "2027-06-07", "D", "P028")], from: "2027-06-07")
                return try await cast.concerns.raise(
                    NewConcern(
                        officer: Cast.tate, what: "Not my duty.",
                        deployment: try await cast.standing(Cast.rowe, "2027-06-07")), by: cast.id("Tate"))
            }
            let duty = try await cast.concerns.raise(
                NewConcern(
                    officer: Cast.rowe, what: "This duty of mine.",
                    deployment: try await cast.standing(Cast.rowe, "2027-06-07")), by: cast.id("Rowe"))
            #expect(try await cast.concerns.detail(duty, for: cast.id("Rowe")).summary.site == "S015")
        }
    }

    @Test("'not my line' is for somebody outside it, who learns the officer by taking it on")
    func outsideLine() async throws {
        try await Cast.with { cast in
            let concern = try await ConcernTests.raise(cast, notMyLine: true)
            let told: [String] = try await cast.database.admin.value(
                """
                SELECT array_agg(a.name ORDER BY a.name) FROM evenhand.notification n JOIN evenhand.account a ON a.account_id = n.to_account
                WHERE n.kind = 'concern_waiting'
                """)
            #expect(told == ["Brook", "Marsh"])
            for name in ["Hale", "Stone", "Rowe", "Kerr", "Ashby", "Vale"] {
                #expect(try await cast.concerns.list(for: cast.id(name)).items.isEmpty, "\(name)")
                await #expect(throws: RecordError.notFound("concern C-\(concern)")) {
                    try await cast.concerns.acknowledge(concern, by: cast.id(name))
                }
            }
            #expect(try await cast.concerns.detail(concern, for: cast.id("Marsh")).summary.officer == nil)
            try await cast.concerns.acknowledge(concern, by: cast.id("Marsh"))
            #expect(try await cast.concerns.detail(concern, for: cast.id("Marsh")).summary.officer == Cast.tate)
            #expect(try await cast.concerns.list(for: cast.id("Brook")).items.isEmpty)
        }
    }

    @Test("what nobody acknowledged in time goes to the next rank, once; what somebody did does not")
    func clock() async throws {
        try await Cast.with { cast in
            let open = try await ConcernTests.raise(cast, notMyLine: true)
            let taken = try await ConcernTests.raise(cast)
            try await cast.concerns.acknowledge(taken, by: cast.id("Hale"))
            #expect(try await cast.due.escalateConcerns(asOf: cast.hours(23)) == 0)
            #expect(try await cast.due.escalateConcerns(asOf: cast.hours(25)) == 1)
            #expect(try await cast.due.escalateConcerns(asOf: cast.hours(50)) == 0)
            let told: [String] = try await cast.database.admin.value(
                """
                SELECT array_agg(a.name ORDER BY a.name) FROM evenhand.notification n JOIN evenhand.account a ON a.account_id = n.to_account
                WHERE n.kind = 'concern_overdue' AND n.about_id = \("C-\(open)")
                """)
            // the inspectors of team D, and the chief inspector above them; nobody of the line
            #expect(told == ["Brook", "Marsh", "Vale"])
        }
    }

    @Test("once it is overdue the next rank may take it on")
    func overdue() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run(
                "SET LOCAL ROLE evenhand_owner; INSERT INTO rule_figure VALUES ('concern_acknowledge', current_date, 0, 'hours', 'for this test')"
            )
            let concern = try await ConcernTests.raise(cast, notMyLine: true)
            await #expect(throws: RecordError.notFound("concern C-\(concern)")) {
                try await cast.concerns.acknowledge(concern, by: cast.id("Lowe"))
            }
            try await cast.concerns.acknowledge(concern, by: cast.id("Vale"))
        }
    }

    @Test("it excludes from nothing: planning, exclusions and what holds an officer back are as they were")
    func excludesNothing() async throws {
        try await Cast.with { cast in
            let from = try await cast.today()
            func world() async throws -> String {
                let planning = try await PlanningReader(pool: cast.database.pool).read(from: from, days: 28)
                let exclusions = try await cast.records.exclusions(from: cast.hours(-1000), to: cast.hours(1000))
                let held: [String] = try await cast.database.admin.value(
                    """
                    SELECT array_agg(concat_ws(' ', o.officer_id, p.post_id, d, coalesce(evenhand.held_back(o.officer_id, \(from)::date + d, 'D', p.post_id), 'free'))
                        ORDER BY o.officer_id, p.post_id, d) FROM evenhand.officer o, evenhand.post p, generate_series(0, 14) d
                    """)
                return
                    "\(planning.exclusions) \(planning.absences) \(planning.officers.map(\.skills.count)) \(exclusions) \(held)"
            }
            let before = try await world()
            #expect(before.contains("free"))
            let concern = try await ConcernTests.raise(cast)
            #expect(try await world() == before)
            try await cast.concerns.acknowledge(concern, by: cast.id("Hale"))
            #expect(try await world() == before)
        }
    }

    @Test("a hundred concerns, whatever becomes of them, raise no flag, now or ever")
    func noFlag() async throws {
        try await Cast.with { cast in
            for number in 0..<100 {
                let concern = try await ConcernTests.raise(cast, notMyLine: number % 5 == 4)
                switch number % 5 {
                case 0: try await cast.concerns.withdraw(concern, by: cast.id("Tate"))
                case 1: try await cast.concerns.acknowledge(concern, by: cast.id("Hale"))
                default: break
                }
            }
            for hours in [1.0, 30, 100, 5000] { try await cast.allDueWork(cast.hours(hours)) }
            #expect(try await cast.flagCount() == 0)
            let cases: Int = try await cast.database.admin.value("SELECT count(*) FROM evenhand.gold_case")
            #expect(cases == 0)
        }
    }

    @Test("no function that raises flags, and no view it may look through, reads a concern or a challenge")
    func noFlagReads() async throws {
        try await withDatabase { database in
            // whatever calls raise_flag or writes flags, directly or through another function of ours
            let found: [String] = try await database.admin.value(
                """
                WITH RECURSIVE raising AS (
                    SELECT p.oid, p.proname, p.prosrc FROM pg_proc p WHERE p.pronamespace = 'evenhand'::regnamespace
                        AND (p.prosrc ~* '\\mraise_flag\\M' OR p.prosrc ~* 'insert\\s+into\\s+(evenhand\\.)?flag\\M')
                ), called AS (
                    SELECT oid, proname, prosrc FROM raising
                    UNION SELECT p.oid, p.proname, p.prosrc FROM called c JOIN pg_proc p
                        ON p.pronamespace = 'evenhand'::regnamespace AND c.prosrc ~ ('\\m' || p.proname || '\\M')
                )
                SELECT coalesce(array_agg(DISTINCT proname::text), '{}') FROM called
                WHERE prosrc ~* '\\m(concern|concern_step|concern_link|challenge|challenge_release|challenge_answer|authority_status)\\M'
                    -- a case may be joined by a flag, and a message is told; neither raises one
                    AND proname NOT IN ('in_line', 'may_see_challenge')
                """)
            #expect(found == [])
            let raising: Int = try await database.admin.value(
                "SELECT count(*) FROM pg_proc WHERE pronamespace = 'evenhand'::regnamespace AND prosrc ~ 'raise_flag'")
            #expect(raising >= 3)
            let views: [String] = try await database.admin.value(
                """
                SELECT coalesce(array_agg(viewname::text), '{}') FROM pg_views WHERE schemaname = 'evenhand'
                    AND definition ~* '\\m(concern|concern_step|concern_link|challenge|challenge_release|challenge_answer)\\M'
                """)
            #expect(views == [])
        }
    }

    @Test("with the application's password nobody sees a concern without saying for whom, and planners see none")
    func needToKnow() async throws {
        try await Cast.with { cast in
            let concern = try await ConcernTests.raise(cast)
            try await cast.concerns.acknowledge(concern, by: cast.id("Hale"))
            let decision = try await cast.granted()
            try await cast.concerns.link(concern, to: decision, by: cast.id("Hale"))
            func seen(by account: String?) async throws -> Int {
                try await cast.database.pool.transaction { connection in
                    if let account {
                        _ = try await connection.query("SELECT set_config('evenhand.account', \(account), true)")
                    }
                    return try await connection.query(
                        """
                        SELECT (SELECT count(*) FROM concern) + (SELECT count(*) FROM concern_step) + (SELECT count(*) FROM concern_link)
                        """)[0].decode(0)
                }
            }
            #expect(try await seen(by: nil) == 0)
            #expect(try await seen(by: "") == 0)
            #expect(try await seen(by: "1 OR true") == 0)
            for name in ["Kerr", "Finch", "Rowe", "Stone", "Marsh", "Ashby", "Nandy"] {
                #expect(try await seen(by: String(cast.id(name))) == 0, "\(name)")
            }
            #expect(try await seen(by: String(cast.id("Tate"))) == 4)
            #expect(try await seen(by: String(cast.id("Hale"))) == 4)
            for attempt in [
                Attempt(
                    "SELECT read_concern(note_concern_read(\(cast.id("Kerr")), \(concern), 'curiosity'))", .needToKnow),
                Attempt(
                    "SELECT read_concern(note_concern_read(\(cast.id("Hale")), \(concern), 'to help him'))",
                    .needToKnow, "read_on_record"),
                Attempt(
                    "INSERT INTO concern (officer_id, raised_by, what_id, acknowledge_by) VALUES ('W00417', 1, 1, now())",
                    .insufficientPrivilege),
                Attempt(
                    "INSERT INTO concern_step (concern_id, state, by_account) VALUES (\(concern), 'answered', 1)",
                    .insufficientPrivilege),
                Attempt("UPDATE concern SET outside_line = false", .insufficientPrivilege),
                Attempt("SELECT state_of_concern(\(concern))", .insufficientPrivilege),
                Attempt("DELETE FROM concern_step", .insufficientPrivilege),
                Attempt(
                    "SELECT link_concern(\(concern), \(decision), \(cast.id("Kerr")))", .twoPairsOfEyes, "concern_line"),
            ] { await expectRefused(attempt, on: cast.database.pool) }
            await expectRefused(Attempt("SELECT * FROM concern", .insufficientPrivilege), on: cast.database.readOnly)
        }
    }

    @Test("a concern leads to a non-deployment of the same officer only")
    func link() async throws {
        try await Cast.with { cast in
            let concern = try await ConcernTests.raise(cast)
            try await cast.concerns.acknowledge(concern, by: cast.id("Hale"))
            let (own, other) = (try await cast.granted(), try await cast.drafted(officer: Cast.rowe))
            await expectRefused(.unknown, "concern_officer") {
                try await cast.concerns.link(concern, to: other, by: cast.id("Hale"))
            }
            try await cast.concerns.link(concern, to: own, by: cast.id("Hale"))
            await expectConflict("linked_once") { try await cast.concerns.link(concern, to: own, by: cast.id("Hale")) }
            #expect(try await cast.concerns.detail(concern, for: cast.id("Tate")).nonDeployments == ["ND-\(own)"])
        }
    }
}
