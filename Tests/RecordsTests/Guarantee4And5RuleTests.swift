import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Guarantee 4: selective scope is always seen")
struct SelectiveScopeTests {
    @Test(
        "a mission, a site or a post is in the queue before the transaction ends; armed duty as a whole is not",
        arguments: [Scope.missions(["M001"]), .sites(["S014"]), .posts(["P027"]), .allArmed])
    func selective(scope: Scope) async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(cast.terms(scope))
            try await cast.database.pool.transaction { connection in
                try await connection.script(decisionSQL(cast, record, by: "Marsh", as: "INSP"))
                let found = try await connection.query(
                    """
                    SELECT f.kind, c.state, c.priority FROM flag f JOIN gold_case c USING (subject_kind, subject_id)
                    WHERE f.nd_id = \(record)
                    """)
                #expect(found.count == (scope.isSelective ? 1 : 0))
                if let row = found.first {
                    #expect(try row.decode("kind", as: String.self) == "selective_scope")
                    #expect(try row.decode("state", as: CaseState.self) == .raised)
                    #expect(try row.decode("priority", as: Priority.self) == .high)
                }
            }
        }
    }

    @Test("a short form with a selective scope is seen as well")
    func shortForm() async throws {
        try await Cast.with { cast in
            _ = try await cast.records.recordShortForm(cast.short(), by: cast.id("Stone"))
            #expect(try await cast.flagKinds() == ["selective_scope"])
        }
    }

    @Test("a refused request is no selective scope")
    func refused() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            try await cast.records.decide(record, cast.full(.refused), by: cast.id("Marsh"))
            #expect(try await cast.flagKinds() == [])
            #expect(try await cast.records.exclusions(from: cast.now, to: cast.hours(200)).isEmpty)
        }
    }

    @Test("an objection to a duty as such is granted by Gold only, and seen; anybody with authority may refuse it")
    func objection() async throws {
        try await Cast.with { cast in
            let terms = cast.terms(.allArmed, category: .objection)
            let record = try await cast.drafted(terms)
            for name in ["Marsh", "Vale", "Lowe"] {
                await expectRefused(.twoPairsOfEyes, "gold_only") {
                    try await cast.records.decide(record, cast.full(), by: cast.id(name))
                }
            }
            let night = cast.short(cast.terms(.allArmed, from: 0.5, to: 12, category: .objection), officer: Cast.rowe)
            await expectRefused(.twoPairsOfEyes, "gold_only") {
                try await cast.records.recordShortForm(night, by: cast.id("Stone"))
            }
            try await cast.records.decide(record, cast.full(asGold: true), by: cast.id("Ashby"))
            #expect(try await cast.flagKinds() == ["gold_review"])
            let other = try await cast.drafted(terms, officer: Cast.other)
            try await cast.records.decide(other, cast.full(.refused), by: cast.id("Marsh"))
        }
    }
}

@Suite("Guarantee 5: nothing goes on by silence")
struct SilenceTests {
    @Test("an end that never comes is no end")
    func infinity() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(halves: [])
            await expectRefused(
                Attempt(
                    """
                    INSERT INTO non_deployment_terms (nd_id, version, category, scope_kind, starts_at, ends_at, review_at, emergency_response, grounds_id, written_by)
                    VALUES (\(record), 2, 'safety', 'all_armed', now(), 'infinity', now() + interval '1 day', true, NULL, \(cast.id("Hale")));
                    INSERT INTO assessment (nd_id, kind, form, prose_id, assessed_by) SELECT \(record), k, 'short', write_prose('decision', 'a line of words'), \(cast.id("Stone"))
                        FROM unnest(ARRAY['welfare', 'impartiality']) k;
                    """ + decisionSQL(cast, record, by: "Stone", as: "PS", form: "short"), .datetimeOutOfRange),
                on: cast.database.pool)
        }
    }

    @Test("the terms of a decided record do not change")
    func decidedTerms() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted()
            await expectRefused(.rewrite) {
                try await cast.records.amend(record, terms: cast.terms(to: 200), by: cast.id("Hale"))
            }
        }
    }

    @Test("a record ends by itself at its end, once")
    func byItself() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted()
            #expect(try await cast.due.endWhatIsOver(asOf: cast.hours(99)) == 0)
            #expect(try await cast.due.endWhatIsOver(asOf: cast.hours(100)) == 1)
            #expect(try await cast.due.endWhatIsOver(asOf: cast.hours(101)) == 0)
            let detail = try await cast.records.detail(record)
            #expect(detail.summary.state == .ended)
            #expect(detail.ending?.cause == "by_itself")
            #expect(detail.ending?.endedAt == cast.hours(100))
            #expect(detail.states.map(\.state) == [.draft, .granted, .ended])
            #expect(detail.decisions.map(\.reason) == [Words.reason], "what was said stays")
            await expectRefused(
                Attempt(
                    "INSERT INTO ending (nd_id, ended_at, cause) VALUES (\(record), now(), 'by_itself')", .unknown,
                    "ends_at_end"),
                on: cast.database.pool)
        }
    }

    @Test("ended is over: no decision and no ending follows")
    func over() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted()
            try await cast.records.endEarly(record, note: "The officer is back.", by: cast.id("Marsh"), asOf: cast.now)
            #expect(try await cast.records.exclusions(from: cast.now, to: cast.hours(200)).isEmpty)
            await expectRefused(.arrow) { try await cast.records.decide(record, cast.full(), by: cast.id("Brook")) }
            await #expect(throws: RecordError.self) {
                try await cast.records.endEarly(record, note: "Again.", by: cast.id("Marsh"), asOf: cast.now)
            }
        }
    }

    @Test("a renewal is a full decision of a chief inspector or above, at a higher rank than before")
    func renewal() async throws {
        try await Cast.with { cast in
            let first = try await cast.granted(cast.terms(.allArmed, from: 1, to: 50))
            let second = try await cast.drafted(cast.terms(.allArmed, from: 50, to: 100), renews: first)
            await expectRefused(.twoPairsOfEyes, "renewal_rank") {
                try await cast.records.decide(second, cast.full(), by: cast.id("Brook"))
            }
            try await cast.records.decide(second, cast.full(), by: cast.id("Vale"))
            let third = try await cast.drafted(cast.terms(.allArmed, from: 100, to: 150), renews: second)
            await expectRefused(.twoPairsOfEyes, "renewal_rank") {
                try await cast.records.decide(third, cast.full(), by: cast.id("Vale"))
            }
            try await cast.records.decide(third, cast.full(), by: cast.id("Lowe"))
            let detail = try await cast.records.detail(second)
            #expect(detail.renews == "ND-\(first)")
            #expect(detail.renewedBy == "ND-\(third)")
        }
    }

    @Test("a short form is no renewal, and a lapsed short form is not renewed at its own rank")
    func shortRenewal() async throws {
        try await Cast.with { cast in
            let first = try await cast.records.recordShortForm(
                cast.short(cast.terms(.allArmed, from: 0.5, to: 12)), by: cast.id("Vale"))
            try await cast.records.endEarly(first, note: "Ended at dawn.", by: cast.id("Vale"), asOf: cast.now)
            var night = cast.short(cast.terms(.allArmed, from: 1, to: 13))
            night.draft.renews = first
            await expectRefused(.twoPairsOfEyes, "renewal_rank") {
                try await cast.records.recordShortForm(night, by: cast.id("Lowe"))
            }
            let second = try await cast.drafted(cast.terms(.allArmed, from: 1, to: 40), renews: first)
            await expectRefused(.twoPairsOfEyes, "renewal_rank") {
                try await cast.records.decide(second, cast.full(), by: cast.id("Vale"))
            }
            try await cast.records.decide(second, cast.full(), by: cast.id("Lowe"))
        }
    }

    @Test("only what was granted to the same officer is renewed, and only once")
    func renewsGranted() async throws {
        try await Cast.with { cast in
            let draft = try await cast.drafted()
            await expectRefused(.unknown, "renews_granted") { try await cast.drafted(renews: draft) }
            let first = try await cast.granted(officer: Cast.other)
            await expectRefused(.unknown, "renews_granted") { try await cast.drafted(renews: first) }
            _ = try await cast.drafted(officer: Cast.other, renews: first)
            await expectConflict("non_deployment_renews_key") {
                try await cast.drafted(officer: Cast.other, renews: first)
            }
        }
    }

    @Test("what goes on without saying so is refused in full form")
    func undeclared() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted(cast.terms(.sites(["S014"]), from: 1, to: 50))
            let next = try await cast.drafted(cast.terms(.missions(["M001"]), from: 52, to: 90))
            await expectRefused(.bareDecision, "undeclared_renewal") {
                try await cast.records.decide(next, cast.full(), by: cast.id("Brook"))
            }
            let elsewhere = try await cast.drafted(cast.terms(.posts(["P028"]), from: 52, to: 90))
            try await cast.records.decide(elsewhere, cast.full(), by: cast.id("Brook"))
        }
    }
}
