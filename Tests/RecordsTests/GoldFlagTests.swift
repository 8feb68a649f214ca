import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Flags by rule")
struct GoldFlagTests {
    private static let wide = Scope.allArmed

    @Test("what breaks no rule raises no flag")
    func quiet() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted(cast.terms(GoldFlagTests.wide))
            try await cast.records.review(record, note: "Spoken with the officer.", by: cast.id("Marsh"))
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(2000)) == 0)
            #expect(try await cast.flagKinds() == [])
        }
    }

    @Test("every flag carries its question, innocent explanation, base rate, evidence and case")
    func shape() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted()
            let flag = try #require(try await cast.queue.flags().items.first)
            #expect(flag.number == "F-\(flag.id)")
            #expect(flag.kind == "selective_scope")
            #expect(flag.nonDeployment == "ND-\(record)")
            #expect(flag.subjectKind == "non_deployment")
            #expect(flag.subjectID == String(record))
            #expect(flag.evidence == #"{"ids": ["S014"], "scope": "site"}"#)
            #expect(flag.question.hasSuffix("?"))
            #expect(!flag.innocent.isEmpty && !flag.baseRate.isEmpty)
            #expect(!flag.finding.contains("Tate") && !flag.finding.contains(Cast.tate))
            #expect(try await cast.queue.flag(flag.id) == flag)
            #expect(try await cast.records.detail(record).flags == [flag])
            #expect(try await cast.queue.list().items.map(\.number) == [flag.caseNumber])
        }
    }

    @Test("a short form that is not completed in time is flagged when the time is up, once; a completed one is not")
    func shortFormOverdue() async throws {
        try await Cast.with { cast in
            let terms = cast.terms(GoldFlagTests.wide, from: 0, to: 10)
            let record = try await cast.records.recordShortForm(cast.short(terms), by: cast.id("Stone"))
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(23.9)) == 0)
            #expect(try await cast.due.endWhatIsOver(asOf: cast.hours(23.9)) == 0, "the debt is not ended by time")
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(24.1)) == 1)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(48)) == 0)
            #expect(try await cast.flagKinds() == ["short_form_overdue"])
            var owed = NonDeployments.Filter()
            owed.isOwedInFull = true
            let item = try #require(try await cast.records.list(owed).items.first)
            #expect(item.id == record)
            #expect(item.owedInFullBy.map { abs($0.timeIntervalSince(cast.hours(24))) < 60 } == true)

            let other = try await cast.records.recordShortForm(
                cast.short(terms, officer: Cast.rowe, reason: "A call at night"), by: cast.id("Stone"))
            _ = try await cast.records.amend(other, terms: terms, grounds: Words.grounds, by: cast.id("Stone"))
            try await cast.records.assess(other, .welfare, text: Words.welfare, by: cast.id("Stone"))
            try await cast.records.assess(other, .impartiality, text: Words.impartiality, by: cast.id("Stone"))
            try await cast.records.decide(other, cast.full(), by: cast.id("Marsh"))
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(48)) == 0)
            #expect(try await cast.due.endWhatIsOver(asOf: cast.hours(48)) == 2)
            #expect(try await cast.records.list(owed).items.isEmpty)
        }
    }

    @Test(
        "written down more than 24 hours after it was decided or began is late",
        arguments: [(-23.0, false), (-25, true)])
    func recordedLate(hours: Double, isLate: Bool) async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(cast.terms(GoldFlagTests.wide, from: hours, to: 50))
            try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            let other = try await cast.drafted(cast.terms(GoldFlagTests.wide), officer: Cast.rowe)
            try await cast.records.decide(
                other, cast.full(reason: Words.reason + " Also here.", decidedAt: cast.hours(hours)),
                by: cast.id("Marsh"))
            #expect(try await cast.flagKinds() == (isLate ? ["recorded_late", "recorded_late"] : []))
        }
    }

    @Test("a review that was not held within its grace is missed; one that was held, or an early end, is not")
    func reviewMissed() async throws {
        try await Cast.with { cast in
            let wide = cast.terms(GoldFlagTests.wide, from: 1, to: 100, review: 50)
            let missed = try await cast.granted(wide)
            let held = try await cast.granted(wide, officer: Cast.rowe, reason: Words.reason + " One more fact.")
            try await cast.records.review(held, note: "Spoken with the officer.", by: cast.id("Marsh"))
            let over = try await cast.granted(wide, officer: Cast.other, reason: Words.reason + " Two more facts.")
            try await cast.records.endEarly(over, note: "The officer is back.", by: cast.id("Marsh"), asOf: cast.now)
            var due = NonDeployments.Filter()
            due.reviewDueBy = cast.hours(51)
            #expect(try await cast.records.list(due).items.map(\.id) == [missed])
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(50 + 167)) == 0)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(50 + 169)) == 1)
            #expect(try await cast.queue.flags(kind: "review_missed").items.map(\.nonDeployment) == ["ND-\(missed)"])
        }
    }

    @Test("a third renewal, or more than 28 days in all, is beyond the limit")
    func renewedBeyondLimit() async throws {
        try await Cast.with { cast in
            let first = try await cast.granted(cast.terms(GoldFlagTests.wide, from: 1, to: 20))
            var previous = first
            for (round, name) in [(1, "Vale"), (2, "Lowe"), (3, "Osei")] {
                let terms = cast.terms(GoldFlagTests.wide, from: Double(round) * 20, to: Double(round) * 20 + 20)
                let next = try await cast.records.renew(
                    previous, terms: terms, grounds: Words.grounds, raisedBy: cast.id("Tate"), by: cast.id("Hale"))
                try await cast.records.assess(next, .welfare, text: Words.welfare, by: cast.id("Hale"))
                try await cast.records.assess(next, .impartiality, text: Words.impartiality, by: cast.id("Hale"))
                try await cast.records.decide(
                    next, cast.full(reason: "\(name) has weighed the new facts of this round."), by: cast.id(name))
                #expect(try await cast.flagKinds() == (round < 3 ? [] : ["renewed_beyond_limit"]))
                previous = next
            }
            let long = try await cast.granted(
                cast.terms(GoldFlagTests.wide, from: 1, to: 160), officer: Cast.rowe,
                reason: "A long recovery at home, with its own reviews.")
            let longer = try await cast.drafted(
                cast.terms(GoldFlagTests.wide, from: 160, to: 700), officer: Cast.rowe, renews: long)
            try await cast.records.decide(
                longer, cast.full(reason: "The second half of a long recovery at home."), by: cast.id("Vale"))
            #expect(try await cast.flagKinds() == ["renewed_beyond_limit", "renewed_beyond_limit"])
        }
    }

    @Test("a night form that follows a decision within a week is not refused but flagged")
    func undeclaredRenewal() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted(cast.terms(GoldFlagTests.wide, from: -10, to: 1))
            _ = try await cast.records.recordShortForm(
                cast.short(cast.terms(GoldFlagTests.wide, from: 2, to: 12)), by: cast.id("Stone"))
            #expect(try await cast.flagKinds() == ["undeclared_renewal"])
        }
    }

    @Test(
        "a reason of fewer than 30 characters or five words is too short, in full form",
        arguments: [
            ("It was a matter of his welfare.", false), ("It was a matter of his safe.", true),
            ("Extraordinarily incomprehensible circumstances", true),
        ])
    func reasonTooShort(reason: String, isShort: Bool) async throws {
        try await Cast.with { cast in
            _ = try await cast.granted(cast.terms(GoldFlagTests.wide), reason: reason)
            #expect(try await cast.flagKinds() == (isShort ? ["reason_too_short"] : []))
        }
    }

    @Test("the same reason for two officers is repeated, whatever its punctuation; for one officer it is not")
    func reasonRepeated() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted(cast.terms(GoldFlagTests.wide))
            let loud = Words.reason.uppercased().replacing(";", with: " --")
            _ = try await cast.granted(cast.terms(.posts(["P029"]), from: 1, to: 90), reason: loud)
            #expect(try await cast.flagKinds() == ["selective_scope"], "the same officer")
            _ = try await cast.granted(cast.terms(GoldFlagTests.wide), officer: Cast.rowe, reason: loud)
            #expect(try await cast.flagKinds() == ["selective_scope", "reason_repeated"])
        }
    }

    @Test("what a rule of attempts refuses is noted and flagged, and the refusal stands")
    func refusedAttempt() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            await expectRefused(.twoPairsOfEyes, "own_draft") {
                try await cast.records.decide(record, cast.full(), by: cast.id("Hale"))
            }
            await expectRefused(.twoPairsOfEyes, "decider_authority") {
                try await cast.records.decide(record, cast.full(), by: cast.id("Rowe"))
            }
            #expect(
                try await cast.flagKinds() == ["refused_attempt"],
                "a rank that may not decide is no attempt of the kind")
            #expect(try await cast.records.detail(record).summary.state == .draft)
        }
    }

    @Test("every kind of flag can be listed by kind, newest first, in pages")
    func pages() async throws {
        try await Cast.with { cast in
            for officer in [Cast.tate, Cast.rowe, Cast.other] {
                _ = try await cast.granted(officer: officer, reason: Words.reason + " About \(officer).")
            }
            // digits are no letters, so the three reasons are one
            let kinds = try await cast.flagKinds()
            #expect(
                kinds == [
                    "selective_scope", "selective_scope", "reason_repeated", "selective_scope", "reason_repeated",
                ])
            let first = try await cast.queue.flags(kind: "selective_scope", limit: 2)
            let second = try await cast.queue.flags(kind: "selective_scope", after: first.next, limit: 2)
            #expect((first.items + second.items).map(\.id) == (first.items + second.items).map(\.id).sorted(by: >))
            #expect(second.items.count == 1)
            #expect(second.next == nil)
            await #expect(throws: RecordError.self) { try await cast.queue.flags(after: "x") }
        }
    }
}
