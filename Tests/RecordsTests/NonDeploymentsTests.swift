import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Non-deployments")
struct NonDeploymentsTests {
    @Test("from a night-time short form to the end, with every first and last text kept")
    func life() async throws {
        try await Cast.with { cast in
            let night = cast.terms(.sites(["S014"]), from: 0.2, to: 20)
            var form = cast.short(night)
            form.draft.annex = "My cousin lives there."
            let record = try await cast.records.recordShortForm(form, by: cast.id("Stone"))
            #expect(try await cast.records.detail(record).summary.state == .shortForm)

            let narrowed = cast.terms(.posts(["P027"]), from: 0.2, to: 90)
            #expect(
                try await cast.records.amend(record, terms: narrowed, grounds: Words.grounds, by: cast.id("Marsh")) == 2
            )
            try await cast.records.assess(record, .welfare, text: Words.welfare, by: cast.id("Stone"))
            try await cast.records.assess(record, .impartiality, text: Words.impartiality, by: cast.id("Stone"))
            var full = cast.full()
            full.alternatives = "A post inside was considered."
            try await cast.records.decide(record, full, by: cast.id("Brook"))
            try await cast.records.review(record, note: "Spoken with the officer.", by: cast.id("Marsh"))
            let over = Date()
            try await cast.records.endEarly(record, note: "The threat has passed.", by: cast.id("Brook"), asOf: over)

            let detail = try await cast.records.detail(record)
            #expect(detail.summary.number == "ND-\(record)")
            #expect(detail.summary.officer == Cast.tate)
            #expect(detail.summary.team == "C")
            #expect(detail.summary.state == .ended)
            #expect(detail.summary.decider?.name == "Brook")
            #expect(detail.raisedBy.name == "Tate")
            #expect(detail.draftedBy.name == "Stone")
            #expect(detail.hasAnnex)
            #expect(detail.terms.map(\.version) == [1, 2])
            #expect(detail.terms.map(\.terms) == [night, narrowed])
            #expect(detail.terms.map(\.hasGrounds) == [false, true])
            #expect(detail.terms.map(\.writtenBy.name) == ["Stone", "Marsh"])
            #expect(
                detail.assessments.map(\.text) == [form.welfare, form.impartiality, Words.welfare, Words.impartiality])
            #expect(detail.assessments.map(\.form) == [.short, .short, .full, .full])
            #expect(detail.assessments.map(\.kind) == [.welfare, .impartiality, .welfare, .impartiality])
            #expect(detail.decisions.map(\.reason) == [form.reason, Words.reason])
            #expect(detail.decisions.map(\.decidedAs) == ["PS", "INSP"])
            #expect(detail.decisions.map(\.alternatives) == [nil, "A post inside was considered."])
            #expect(detail.decisions.map(\.termsVersion) == [1, 2])
            #expect(detail.reviews.map(\.note) == ["Spoken with the officer."])
            #expect(detail.ending?.note == "The threat has passed.")
            #expect(detail.ending?.cause == "early")
            #expect(detail.ending?.endedBy?.name == "Brook")
            #expect(detail.states.map(\.state) == [.draft, .shortForm, .granted, .ended])
            #expect(detail.flags.map(\.kind) == ["selective_scope", "selective_scope"])
        }
    }

    @Test("amended terms keep the grounds that are there")
    func groundsStay() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            _ = try await cast.records.amend(record, terms: cast.terms(.allArmed), by: cast.id("Hale"))
            #expect(try await cast.records.detail(record).terms.map(\.hasGrounds) == [true, true])
            try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            let grounds = try await cast.records.readSealed(
                record, layer: .grounds, by: cast.id("Marsh"), purpose: "Preparing the review")
            #expect(grounds == [Words.grounds])
        }
    }

    @Test("a draft is withdrawn with a note, and only a draft")
    func withdraw() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            try await cast.records.withdraw(
                record, note: "The officer asked to leave it.", by: cast.id("Hale"), asOf: cast.now)
            #expect(try await cast.records.detail(record).summary.state == .withdrawn)
            await expectRefused(.arrow) { try await cast.records.decide(record, cast.full(), by: cast.id("Marsh")) }
            let granted = try await cast.granted(officer: Cast.rowe)
            await expectRefused(.arrow) {
                try await cast.records.withdraw(granted, note: "Too late.", by: cast.id("Hale"), asOf: cast.now)
            }
        }
    }

    @Test("a draft is not reviewed, and an early end is not set in the future")
    func notYet() async throws {
        try await Cast.with { cast in
            let draft = try await cast.drafted()
            await expectRefused(.arrow, "review_in_force") {
                try await cast.records.review(draft, note: "Looked at it.", by: cast.id("Marsh"))
            }
            let record = try await cast.granted(officer: Cast.rowe)
            await expectRefused(.unknown, "ends_now") {
                try await cast.records.endEarly(
                    record, note: "From tomorrow.", by: cast.id("Marsh"), asOf: cast.hours(24))
            }
        }
    }

    @Test("the date of a review is the server's, whatever a writer says")
    func reviewDate() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted()
            try await cast.database.pool.run(
                """
                INSERT INTO review (nd_id, note_id, reviewed_by, reviewed_at)
                VALUES (\(record), write_prose('decision', 'looked at long ago'), \(cast.id("Marsh")), '2020-01-01 00:00+00')
                """)
            let reviewed = try #require(try await cast.records.detail(record).reviews.first).reviewedAt
            #expect(reviewed >= cast.now.addingTimeInterval(-1))
        }
    }

    @Test("lists are filtered by state, officer and team, newest first, in pages")
    func lists() async throws {
        try await Cast.with { cast in
            let first = try await cast.granted()
            let second = try await cast.drafted(officer: Cast.rowe)
            let third = try await cast.records.recordShortForm(cast.short(officer: Cast.other), by: cast.id("Stone"))
            func ids(_ change: (inout NonDeployments.Filter) -> Void) async throws -> [Int64] {
                var filter = NonDeployments.Filter()
                change(&filter)
                return try await cast.records.list(filter).items.map(\.id)
            }
            #expect(try await ids { _ in } == [third, second, first])
            #expect(try await ids { $0.states = [.granted, .draft] } == [second, first])
            #expect(try await ids { $0.officer = Cast.rowe } == [second])
            #expect(try await ids { $0.team = "D" } == [third])
            #expect(try await ids { $0.isOwedInFull = true } == [third])
            let page = try await cast.records.list(limit: 2)
            #expect(page.items.map(\.id) == [third, second])
            let rest = try await cast.records.list(after: page.next, limit: 2)
            #expect(rest.items.map(\.id) == [first])
            #expect(rest.next == nil)
            await #expect(throws: RecordError.self) { _ = try await cast.records.list(after: "first") }
        }
    }

    @Test("inputs that cannot be recorded say where and why, all at once")
    func problems() async throws {
        try await Cast.with { cast in
            let terms = Terms(
                category: .other, scope: .sites(["S014", "S014"]), startsAt: cast.hours(2), endsAt: cast.hours(1),
                reviewAt: cast.hours(3), emergencyResponse: true)
            let draft = NewDraft(officer: Cast.tate, raisedBy: cast.id("Tate"), terms: terms, grounds: "")
            await #expect {
                _ = try await cast.records.draft(draft, by: cast.id("Hale"))
            } throws: { error in
                guard case RecordError.invalid(let problems) = error else { return false }
                return problems.map(\.pointer)
                    == ["/terms/endsAt", "/terms/reviewAt", "/terms/title", "/terms/scope/ids/1", "/grounds"]
            }
            #expect(
                ShortForm(draft: draft, welfare: "", impartiality: "x", reason: "").problems.map(\.pointer).contains(
                    "/draft/grounds"))
            #expect(NewDecision(form: .full, outcome: .granted, reason: "a\0b").problems.map(\.pointer) == ["/reason"])
            let count: Int = try await cast.database.pool.value("SELECT count(*) FROM prose")
            #expect(count == 0)
        }
    }

    @Test("what does not exist is not found, and leaves no text behind")
    func notFound() async throws {
        try await Cast.with { cast in
            let missing = RecordError.notFound("non-deployment ND-999")
            await #expect(throws: missing) { try await cast.records.decide(999, cast.full(), by: cast.id("Marsh")) }
            await #expect(throws: missing) { _ = try await cast.records.detail(999) }
            await #expect(throws: missing) {
                _ = try await cast.records.amend(999, terms: cast.terms(), by: cast.id("Hale"))
            }
            await #expect(throws: missing) {
                _ = try await cast.records.renew(
                    999, terms: cast.terms(), raisedBy: cast.id("Tate"), by: cast.id("Hale"))
            }
            await #expect(throws: RecordError.self) {
                _ = try await cast.drafted(officer: "W99999")
            }
            let count: Int = try await cast.database.pool.value("SELECT count(*) FROM prose")
            #expect(count == 0)
        }
    }

    @Test("a short form with a half missing is refused whole", arguments: ["welfare", "impartiality"])
    func halfMissing(half: String) async throws {
        try await Cast.with { cast in
            let form = half == "welfare" ? cast.short(welfare: "") : cast.short(impartiality: "")
            let before = try await LedgerRecords(pool: cast.database.pool).size()
            await expectRefused(.bareDecision, "bare_decision") {
                try await cast.records.recordShortForm(form, by: cast.id("Stone"))
            }
            let after = try await LedgerRecords(pool: cast.database.pool).size()
            #expect(after == before)
        }
    }

    @Test("two who decide at the same moment: one decides")
    func race() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            func decide(_ name: String) async -> Bool {
                do {
                    try await cast.records.decide(record, cast.full(), by: cast.id(name))
                    return true
                } catch { return false }
            }
            async let one = decide("Marsh")
            async let two = decide("Brook")
            let decided = await [one, two]
            #expect(decided.filter(\.self).count == 1)
            #expect(try await cast.records.detail(record).decisions.count == 1)
        }
    }
}
