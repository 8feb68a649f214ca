import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Guarantee 2: no bare decision")
struct BareDecisionTests {
    @Test(
        "with one assessment or none nothing is decided, in either form",
        arguments: [[], [AssessmentKind.welfare], [.impartiality]])
    func halves(given: [AssessmentKind]) async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(cast.terms(from: 0.5, to: 12), halves: given)
            for (form, name, rank) in [("full", "Marsh", "INSP"), ("short", "Stone", "PS")] {
                await expectRefused(
                    Attempt(decisionSQL(cast, record, by: name, as: rank, form: form), .bareDecision, "bare_decision"),
                    on: cast.database.pool)
            }
            let held: [Int] = try await cast.database.pool.value(
                "SELECT ARRAY[(SELECT count(*) FROM exclusion), (SELECT count(*) FROM gold_case)]")
            #expect(held == [0, 0])
            #expect(try await cast.records.detail(record).summary.state == .draft)
        }
    }

    @Test("a line for each half is not enough for the full form")
    func shortHalves() async throws {
        try await Cast.with { cast in
            let record = try await cast.records.recordShortForm(cast.short(), by: cast.id("Stone"))
            await expectRefused(
                Attempt(decisionSQL(cast, record, by: "Marsh", as: "INSP"), .bareDecision, "bare_decision"),
                on: cast.database.pool)
        }
    }

    @Test("an assessment of blanks and dots is none", arguments: [" ", "...", "n/a", "- 12 -"])
    func empty(text: String) async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(halves: [])
            await expectRefused(
                Attempt(
                    """
                    INSERT INTO assessment (nd_id, kind, form, prose_id, assessed_by)
                    VALUES (\(record), 'welfare', 'full', write_prose('decision', '\(text)'), \(cast.id("Hale")))
                    """, .bareDecision, "assessment_empty"),
                on: cast.database.pool)
        }
    }

    @Test("the full form needs its grounds")
    func grounds() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(grounds: nil)
            await expectRefused(
                Attempt(decisionSQL(cast, record, by: "Marsh", as: "INSP"), .bareDecision, "grounds_needed"),
                on: cast.database.pool)
        }
    }

    @Test("scope, category, start, review and end are all needed, and fit together")
    func terms() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(halves: [])
            func terms(
                _ category: String = "'safety'", _ kind: String = "'site'", _ ids: String = "'{S014}'",
                _ starts: String = "now()",
                _ ends: String = "now() + interval '2 days'", _ review: String = "now() + interval '1 day'"
            ) -> String {
                """
                INSERT INTO non_deployment_terms (nd_id, version, category, scope_kind, scope_ids, starts_at, ends_at, review_at, emergency_response, written_by)
                VALUES (\(record), 2, \(category), \(kind), \(ids), \(starts), \(ends), \(review), true, \(cast.id("Hale")))
                """
            }
            let wrong = [
                Attempt(terms("'preference'"), .foreignKeyViolation),
                Attempt(terms("'other'"), .bareDecision, "title_needed"),
                Attempt(terms("'safety'", "'site'", "'{}'"), .checkViolation, "scope_named"),
                Attempt(terms("'safety'", "'all_armed'", "'{P027}'"), .checkViolation, "scope_named"),
                Attempt(terms("'safety'", "'site'", "'{S999}'"), .unknown, "scope_known"),
                Attempt(terms("'safety'", "'post'", "'{S014}'"), .unknown, "scope_known"),
                Attempt(terms("'safety'", "'site'", "'{S014}'", "NULL"), .notNullViolation),
                Attempt(terms("'safety'", "'site'", "'{S014}'", "now()", "NULL"), .notNullViolation),
                Attempt(terms("'safety'", "'site'", "'{S014}'", "now()", "now()"), .checkViolation),
                Attempt(
                    terms("'safety'", "'site'", "'{S014}'", "now()", "now() + interval '2 days'", "NULL"),
                    .notNullViolation),
                Attempt(
                    terms(
                        "'safety'", "'site'", "'{S014}'", "now()", "now() + interval '2 days'",
                        "now() + interval '3 days'"),
                    .checkViolation, "review_within"),
            ]
            for attempt in wrong { await expectRefused(attempt, on: cast.database.pool) }
            try await cast.database.pool.run(terms())
        }
    }

    @Test("a short form takes effect at once and lasts at most 24 hours from its decision")
    func shortForm() async throws {
        try await Cast.with { cast in
            let record = try await cast.records.recordShortForm(
                cast.short(cast.terms(from: 0, to: 23.9)), by: cast.id("Stone"))
            #expect(
                try await cast.records.exclusions(from: cast.now, to: cast.hours(1)).map(\.number) == ["ND-\(record)"])
            for terms in [cast.terms(from: -2, to: 23), cast.terms(from: 2, to: 25)] {
                await expectRefused(.twoPairsOfEyes, "short_form_limit") {
                    try await cast.records.recordShortForm(cast.short(terms), by: cast.id("Stone"))
                }
            }
            let count: Int = try await cast.database.pool.value("SELECT count(*) FROM non_deployment")
            #expect(count == 1, "a refused short form leaves no draft behind")
        }
    }

    @Test("a short form only grants")
    func shortFormGrants() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(cast.terms(from: 0.5, to: 12))
            await expectRefused(
                Attempt(
                    decisionSQL(cast, record, by: "Stone", as: "PS", form: "short", outcome: "refused"),
                    .checkViolation,
                    "short_form_grants"), on: cast.database.pool)
        }
    }

    @Test("a decision is never dated after it is written")
    func future() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            await expectRefused(
                Attempt(
                    decisionSQL(cast, record, by: "Marsh", as: "INSP", at: "clock_timestamp() + interval '1 hour'"),
                    .checkViolation, "decided_before_recorded"), on: cast.database.pool)
        }
    }
}

@Suite("Guarantee 3: two pairs of eyes")
struct TwoPairsOfEyesTests {
    @Test("nobody drafts, assesses, decides, reviews or ends what is about themselves")
    func aboutOneself() async throws {
        try await Cast.with { cast in
            let tate = cast.id("Tate")
            await expectRefused(.twoPairsOfEyes, "self_draft") { try await cast.drafted(by: "Tate") }
            let record = try await cast.drafted()
            await expectRefused(.twoPairsOfEyes, "self_assessment") {
                try await cast.records.assess(record, .welfare, text: Words.welfare, by: tate)
            }
            await expectRefused(.twoPairsOfEyes, "self_decision") {
                try await cast.records.decide(record, cast.full(), by: tate)
            }
            try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            await expectRefused(.twoPairsOfEyes, "self_decision") {
                try await cast.records.review(record, note: "All is well.", by: tate)
            }
            await expectRefused(.twoPairsOfEyes, "self_decision") {
                try await cast.records.endEarly(record, note: "I am back.", by: tate, asOf: cast.now)
            }
            let rules: [String] = try await cast.database.pool.value(
                "SELECT array_agg(rule ORDER BY attempt_id) FROM refused_attempt WHERE account_id = \(tate)")
            #expect(rules == ["self_draft", "self_assessment", "self_decision", "self_decision", "self_decision"])
            #expect(try await cast.flagKinds().filter { $0 == "refused_attempt" }.count == 5)
            let cases = try await cast.queue.list().items.filter { $0.subjectKind == "account" }
            #expect(cases.map(\.subjectID) == [String(tate)], "one open case for one subject")
        }
    }

    @Test("past the short form the decider is not the one who drafted; at night one may do both")
    func ownDraft() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(by: "Marsh")
            await expectRefused(.twoPairsOfEyes, "own_draft") {
                try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            }
            _ = try await cast.records.recordShortForm(cast.short(officer: Cast.rowe), by: cast.id("Stone"))
        }
    }

    @Test("nobody decides on their own full assessment, or assesses their own full decision")
    func ownAssessment() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(halves: [.welfare])
            try await cast.records.assess(record, .impartiality, text: Words.impartiality, by: cast.id("Marsh"))
            await expectRefused(.twoPairsOfEyes, "own_assessment") {
                try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            }
            try await cast.records.decide(record, cast.full(), by: cast.id("Brook"))
            await expectRefused(.twoPairsOfEyes, "own_assessment") {
                try await cast.records.assess(record, .impartiality, text: Words.impartiality, by: cast.id("Brook"))
            }
        }
    }

    @Test("an authority is held, not claimed: by rank, or by the Gold role")
    func authority() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            for (name, authority) in [
                ("Marsh", "CI"), ("Marsh", "GOLD"), ("Nandy", "INSP"), ("Hale", "INSP"), ("Rowe", "PC"),
            ] {
                await expectRefused(
                    Attempt(decisionSQL(cast, record, by: name, as: authority), .twoPairsOfEyes), on: cast.database.pool
                )
            }
            await expectRefused(.twoPairsOfEyes, "decider_authority") {
                try await cast.records.decide(record, cast.full(), by: cast.id("Nandy"))
            }
            await expectRefused(.twoPairsOfEyes, "decider_authority") {
                try await cast.records.decide(record, cast.full(asGold: true), by: cast.id("Marsh"))
            }
            try await cast.records.decide(record, cast.full(asGold: true), by: cast.id("Ashby"))
        }
    }

    @Test("the decider is senior to the officer")
    func seniority() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run("UPDATE officer SET rank = 'INSP' WHERE officer_id = 'W00418'")
            let record = try await cast.drafted(officer: Cast.rowe)
            await expectRefused(.twoPairsOfEyes, "decider_senior") {
                try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            }
            try await cast.records.decide(record, cast.full(), by: cast.id("Vale"))
        }
    }

    @Test(
        "who may decide for how long is a table",
        arguments: [
            ("Stone", 20.0, false), ("Marsh", 168, true), ("Marsh", 169, false), ("Vale", 672, true),
            ("Vale", 673, false),
            ("Lowe", 672, true), ("Lowe", 673, false),
        ])
    func hours(name: String, length: Double, mayDecide: Bool) async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(cast.terms(.allArmed, from: 1, to: 1 + length))
            if mayDecide {
                try await cast.records.decide(record, cast.full(), by: cast.id(name))
            } else {
                await expectRefused(.twoPairsOfEyes, "authority_hours") {
                    try await cast.records.decide(record, cast.full(), by: cast.id(name))
                }
            }
        }
    }

    @Test("Gold decides up to ninety days, and what is longer than 28 is reviewed")
    func goldHours() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(cast.terms(.allArmed, from: 1, to: 2161))
            try await cast.records.decide(record, cast.full(asGold: true), by: cast.id("Ashby"))
            #expect(try await cast.flagKinds() == ["gold_review"])
            let longer = try await cast.drafted(cast.terms(.allArmed, from: 1, to: 2162), officer: Cast.rowe)
            await expectRefused(.twoPairsOfEyes, "authority_hours") {
                try await cast.records.decide(longer, cast.full(asGold: true), by: cast.id("Ashby"))
            }
        }
    }

    @Test("a decision is on the newest terms")
    func newestTerms() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            #expect(try await cast.records.amend(record, terms: cast.terms(.posts(["P027"])), by: cast.id("Hale")) == 2)
            var decision = cast.full()
            decision.termsVersion = 1
            await expectRefused(.unknown, "terms_newest") {
                try await cast.records.decide(record, decision, by: cast.id("Marsh"))
            }
            try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            #expect(try await cast.records.detail(record).decisions.map(\.termsVersion) == [2])
        }
    }
}
