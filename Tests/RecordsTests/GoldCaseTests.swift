import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("The Gold queue")
struct GoldCaseTests {
    /// A case about one record, raised by its selective scope.
    private static func raised(_ cast: Cast) async throws -> Int64 {
        _ = try await cast.granted()
        return try #require(try await cast.queue.list().items.first).id
    }

    /// Writes one entry as Ashby unless told otherwise.
    @discardableResult
    private static func enter(
        _ cast: Cast, _ id: Int64, _ kind: CaseEntryKind, _ text: String? = nil, by name: String = "Ashby",
        person: String? = nil, refersTo: Int64? = nil, dueOn: Day? = nil, accepted: Bool? = nil,
        outcome: CaseOutcome? = nil,
        asOf: Date? = nil
    ) async throws -> EnteredEntry {
        let entry = NewCaseEntry(
            kind, text: text, refersTo: refersTo, person: person.map { cast.id($0) }, dueOn: dueOn, accepted: accepted,
            outcome: outcome, asOf: asOf)
        return try await cast.queue.enter(entry, in: id, by: cast.id(name))
    }

    /// All that a case needs before it can close, in order; each step can be left out.
    private static func prepare(_ cast: Cast, _ id: Int64, without missing: CaseEntryKind? = nil) async throws {
        if missing != .termsOfReference {
            try await enter(cast, id, .termsOfReference, "Aim, scope, duration, reporting.")
        }
        if missing != .adviceRequest {
            let request = try await enter(cast, id, .adviceRequest, "What would a fair observer see?", person: "Nandy")
            if missing != .advice {
                let advice = try await enter(cast, id, .advice, "Limit it in time.", by: "Nandy", refersTo: request.id)
                if missing != .adviceAnswer {
                    try await enter(cast, id, .adviceAnswer, "It ends on Monday.", refersTo: advice.id, accepted: true)
                }
            }
        }
        if missing != .decision, missing != .termsOfReference {
            try await enter(cast, id, .decision, "Uphold to Monday, no renewal without Gold.")
        }
        let action = try await enter(
            cast, id, .action, "Brief all inspectors.", person: "Marsh", dueOn: Day(year: 2027, month: 1, day: 1))
        if missing != .actionDone { try await enter(cast, id, .actionDone, "Briefed.", refersTo: action.id) }
        if missing != .learning { try await enter(cast, id, .learning, "Choose reliefs from a wider pool.") }
    }

    @Test("with everything there a case closes, and its numbered log says all of it")
    func closes() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            try await GoldCaseTests.enter(cast, id, .claim)
            try await GoldCaseTests.prepare(cast, id)
            try await GoldCaseTests.enter(
                cast, id, .positionStatement, "One officer, one week, one post.", asOf: cast.now)
            #expect(try await cast.queue.missingForClosure(id) == [])
            try await GoldCaseTests.enter(
                cast, id, .outcome, "Explained; the record was limited in time.", outcome: .explained)
            let detail = try await cast.queue.detail(id)
            #expect(detail.summary.state == .closed)
            #expect(detail.summary.claimedBy == nil)
            #expect(detail.entries.map(\.number) == Array(1...detail.entries.count))
            #expect(
                detail.entries.map(\.kind) == [
                    .flag, .claim, .termsOfReference, .adviceRequest, .advice, .adviceAnswer, .decision, .action,
                    .actionDone, .learning,
                    .positionStatement, .outcome,
                ])
            #expect(detail.entries[4].text == "Limit it in time.")
            #expect(detail.entries[4].writtenBy?.name == "Nandy")
            #expect(detail.entries[0].writtenBy == nil)
            #expect(detail.summary.revision == detail.entries.count + 1)
            #expect(try await cast.queue.list().items.isEmpty)
        }
    }

    @Test(
        "each requirement alone keeps a case open, and is named",
        arguments: [
            (CaseEntryKind.termsOfReference, "terms of reference"), (.decision, "a decision in the log"),
            (.adviceRequest, "independent advice, or the reason why none was sought"),
            (.advice, "advice that was asked for"),
            (.adviceAnswer, "an answer to the advice"), (.actionDone, "every action done"),
            (.learning, "a learning line"),
        ])
    func requirement(left: CaseEntryKind, name: String) async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            try await GoldCaseTests.prepare(cast, id, without: left)
            let missing = try await cast.queue.missingForClosure(id)
            #expect(missing.contains(name))
            // without terms there is no decision, and without advice or its answer none was answered
            #expect(missing.count == ([.termsOfReference, .advice, .adviceAnswer].contains(left) ? 2 : 1))
            await expectRefused(.closure, "closure") {
                try await GoldCaseTests.enter(cast, id, .outcome, "Closed all the same.", outcome: .explained)
            }
            #expect(try await cast.queue.detail(id).summary.state != .closed)
        }
    }

    @Test("a recorded reason why no advice was sought is enough")
    func noAdvice() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            try await GoldCaseTests.prepare(cast, id, without: .adviceRequest)
            try await GoldCaseTests.enter(cast, id, .noAdvice, "The facts are plain and public.")
            try await GoldCaseTests.enter(cast, id, .outcome, "Explained.", outcome: .explained)
            #expect(try await cast.queue.detail(id).summary.state == .closed)
        }
    }

    @Test("nobody in the line of the decision claims, convenes, decides or closes")
    func outsideLine() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            // Marsh decided; Stone is in the officer's team; both are made Gold group members here
            for name in ["Marsh", "Hale", "Stone", "Tate"] {
                try await Accounts(pool: cast.database.pool).grant(.gold, to: cast.id(name))
                await expectRefused(.twoPairsOfEyes, "outside_line") {
                    try await GoldCaseTests.enter(cast, id, .claim, by: name)
                }
                await expectRefused(.twoPairsOfEyes, "outside_line") {
                    try await GoldCaseTests.enter(cast, id, .termsOfReference, "Mine.", by: name)
                }
            }
            // What clears a condition of closing is no business of theirs either; a note is.
            for kind in [CaseEntryKind.noAdvice, .learning] {
                await expectRefused(.twoPairsOfEyes, "outside_line") {
                    try await GoldCaseTests.enter(cast, id, kind, "Not needed here.", by: "Marsh")
                }
            }
            await expectRefused(.twoPairsOfEyes, "outside_line") {
                try await GoldCaseTests.enter(cast, id, .member, person: "Marsh")
            }
            _ = try await GoldCaseTests.enter(cast, id, .note, "I decided this at night.", by: "Marsh")
            try await GoldCaseTests.prepare(cast, id)
            await expectRefused(.twoPairsOfEyes, "outside_line") {
                try await GoldCaseTests.enter(cast, id, .outcome, "All was well.", by: "Marsh", outcome: .explained)
            }
            await expectRefused(.twoPairsOfEyes, "outside_line") {
                try await GoldCaseTests.enter(cast, id, .decision, "All was well.", by: "Marsh")
            }
        }
    }

    @Test("an entry that a closing rests on needs words")
    func emptyEntries() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            for kind in [CaseEntryKind.termsOfReference, .noAdvice, .learning] {
                await expectRefused(.bareDecision, "entry_empty") {
                    try await GoldCaseTests.enter(cast, id, kind, "-.")
                }
            }
        }
    }

    @Test("only Gold group members write, and advice comes from the adviser who was asked")
    func writers() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            for name in ["Kerr", "Vale", "Nandy"] {
                await expectRefused(.twoPairsOfEyes, "gold_only") {
                    try await GoldCaseTests.enter(cast, id, .note, "A note.", by: name)
                }
            }
            await expectRefused(.twoPairsOfEyes, "adviser_only") {
                try await GoldCaseTests.enter(cast, id, .adviceRequest, "What do you think?", person: "Vale")
            }
            let request = try await GoldCaseTests.enter(cast, id, .adviceRequest, "What do you see?", person: "Nandy")
            await expectRefused(.twoPairsOfEyes, "adviser_only") {
                try await GoldCaseTests.enter(cast, id, .advice, "I see nothing.", by: "Quist", refersTo: request.id)
            }
            await expectRefused(.unknown, "entry_refers") {
                try await GoldCaseTests.enter(
                    cast, id, .adviceAnswer, "Accepted.", refersTo: request.id, accepted: true)
            }
            try await GoldCaseTests.enter(cast, id, .advice, "I see nothing.", by: "Nandy", refersTo: request.id)
            await expectConflict("advice_once") {
                try await GoldCaseTests.enter(cast, id, .advice, "I see something.", by: "Nandy", refersTo: request.id)
            }
        }
    }

    @Test("no decision before the terms of reference, no entry after the outcome")
    func order() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            await expectRefused(.closure, "terms_first") {
                try await GoldCaseTests.enter(cast, id, .decision, "Too early.")
            }
            try await GoldCaseTests.prepare(cast, id)
            try await GoldCaseTests.enter(cast, id, .outcome, "Explained.", outcome: .explained)
            await expectRefused(.arrow, "case_closed") {
                try await GoldCaseTests.enter(cast, id, .note, "One more thing.")
            }
        }
    }

    @Test("new evidence re-opens a closed case, which then needs its own decision and learning")
    func reopens() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            try await GoldCaseTests.prepare(cast, id)
            try await GoldCaseTests.enter(cast, id, .outcome, "Explained.", outcome: .explained)
            // the review date passes without a review: a second flag about the same record
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(400)) == 1)
            let detail = try await cast.queue.detail(id)
            #expect(detail.summary.state == .raised)
            #expect(detail.summary.priority == .medium, "the clock and priority of the new evidence")
            #expect(detail.flags.map(\.kind) == ["selective_scope", "review_missed"])
            #expect(detail.missing == ["a decision in the log", "a learning line"])
            #expect(detail.entries.last?.kind == .flag)
        }
    }

    @Test("one open case per subject; the nearer clock and the higher priority win")
    func oneCase() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted(cast.terms(.sites(["S014"]), from: -30, to: 50), reason: "Too short a reason")
            let items = try await cast.queue.list().items
            #expect(items.count == 1)
            let item = try #require(items.first)
            #expect(item.flags == 3)
            #expect(item.priority == .high)
            #expect(abs(item.dueAt.timeIntervalSince(cast.hours(24))) < 60)
            #expect(
                try await cast.queue.detail(item.id).flags.map(\.kind) == [
                    "selective_scope", "recorded_late", "reason_too_short",
                ])
        }
    }

    @Test("a claim keeps others out until it is released or half an hour idle")
    func claims() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            try await GoldCaseTests.enter(cast, id, .claim)
            await expectRefused(.arrow, "already_claimed") {
                try await GoldCaseTests.enter(cast, id, .claim, by: "Osei")
            }
            await expectRefused(.arrow, "not_claimed") { try await GoldCaseTests.enter(cast, id, .release, by: "Osei") }
            try await GoldCaseTests.enter(cast, id, .release)
            try await GoldCaseTests.enter(cast, id, .claim, by: "Osei")
            #expect(try await cast.queue.detail(id).summary.claimedBy?.name == "Osei")
            // half an hour passes: only the superuser, with the triggers off, can make a claim look old
            try await cast.database.admin.transaction { connection in
                try await connection.script(
                    """
                    ALTER TABLE gold_case DISABLE TRIGGER hold;
                    UPDATE gold_case SET claimed_at = now() - interval '31 minutes';
                    ALTER TABLE gold_case ENABLE ALWAYS TRIGGER hold;
                    """)
            }
            // what keeps nobody out is nobody's, in the case and in the queue
            let idle = try await cast.queue.detail(id).summary
            #expect(idle.claimedBy == nil && idle.claimedAt == nil)
            var free = GoldQueue.Filter()
            free.isUnclaimed = true
            #expect(try await cast.queue.list(free).items.map(\.id) == [id])
            var own = GoldQueue.Filter()
            own.claimedBy = cast.id("Osei")
            #expect(try await cast.queue.list(own).items.isEmpty)
            try await GoldCaseTests.enter(cast, id, .claim)
            #expect(try await cast.queue.detail(id).summary.claimedBy?.name == "Ashby")
            #expect(try await cast.queue.list(free).items.isEmpty)
        }
    }

    @Test("who has not seen the newest revision is told so, and nothing is written")
    func revision() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            let seen = try await cast.queue.detail(id).summary.revision
            let first = try await cast.queue.enter(
                NewCaseEntry(.note, text: "One."), in: id, by: cast.id("Ashby"), expectedRevision: seen)
            #expect(first.revision == seen + 1)
            await expectConflict("revision") {
                try await cast.queue.enter(
                    NewCaseEntry(.note, text: "Two."), in: id, by: cast.id("Osei"), expectedRevision: seen)
            }
            #expect(try await cast.queue.detail(id).entries.compactMap(\.text) == ["One."])
        }
    }

    @Test("two who write at the same moment on the same revision: one is told")
    func race() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            let seen = try await cast.queue.detail(id).summary.revision
            func write(_ name: String) async -> Bool {
                do {
                    _ = try await cast.queue.enter(
                        NewCaseEntry(.note, text: name), in: id, by: cast.id(name), expectedRevision: seen)
                    return true
                } catch { return false }
            }
            async let one = write("Ashby")
            async let two = write("Osei")
            let wrote = await [one, two]
            #expect(wrote.filter(\.self).count == 1)
            #expect(try await cast.queue.detail(id).entries.compactMap(\.text).count == 1)
        }
    }

    @Test("an adviser sees the cases in which they were asked, and of those only what concerns the advice")
    func adviserView() async throws {
        try await Cast.with { cast in
            let id = try await GoldCaseTests.raised(cast)
            try await GoldCaseTests.enter(cast, id, .note, "Internal: media interest.")
            #expect(try await cast.queue.list(forAdviser: cast.id("Nandy")).items.isEmpty)
            await #expect(throws: RecordError.notFound("case G-\(id)")) {
                try await cast.queue.detail(id, forAdviser: cast.id("Nandy"))
            }
            try await GoldCaseTests.prepare(cast, id)
            #expect(try await cast.queue.list(forAdviser: cast.id("Nandy")).items.map(\.id) == [id])
            #expect(try await cast.queue.list(forAdviser: cast.id("Quist")).items.isEmpty)
            let view = try await cast.queue.detail(id, forAdviser: cast.id("Nandy"))
            #expect(view.entries.map(\.kind) == [.flag, .termsOfReference, .adviceRequest, .advice, .adviceAnswer])
        }
    }

    @Test("the queue is ordered by priority and clock, filtered, and read in pages")
    func order2() async throws {
        try await Cast.with { cast in
            await expectRefused(.twoPairsOfEyes, "self_draft") { try await cast.drafted(by: "Tate") }
            let high = try await cast.granted(officer: Cast.rowe)
            let later = try await cast.granted(officer: Cast.other, reason: Words.reason + " And more.")
            let all = try await cast.queue.list().items
            #expect(all.map(\.subjectID) == [String(high), String(later), String(cast.id("Tate"))])
            #expect(all.map(\.priority) == [.high, .high, .medium])
            var pages: [GoldCaseSummary] = []
            var cursor: String?
            repeat {
                let page = try await cast.queue.list(after: cursor, limit: 1)
                pages += page.items
                cursor = page.next
            } while cursor != nil
            #expect(pages == all)

            func ids(_ change: (inout GoldQueue.Filter) -> Void) async throws -> [String] {
                var filter = GoldQueue.Filter()
                change(&filter)
                return try await cast.queue.list(filter).items.map(\.subjectID)
            }
            _ = try await cast.queue.enter(NewCaseEntry(.claim), in: all[0].id, by: cast.id("Ashby"))
            #expect(try await ids { $0.priority = .medium } == [String(cast.id("Tate"))])
            #expect(try await ids { $0.claimedBy = cast.id("Ashby") } == [String(high)])
            #expect(try await ids { $0.isUnclaimed = true }.count == 2)
            #expect(try await ids { $0.overdueAsOf = cast.hours(23) } == [])
            #expect(try await ids { $0.overdueAsOf = cast.hours(25) }.count == 2)
            #expect(try await ids { $0.flagKind = "refused_attempt" } == [String(cast.id("Tate"))])
            #expect(try await ids { $0.subjectID = String(later) } == [String(later)])
            #expect(try await ids { $0.states = [.closed] } == [])
            await #expect(throws: RecordError.self) { try await cast.queue.list(after: "9.x.1") }
        }
    }

    @Test("an entry whose parts do not fit its kind is refused with a pointer to each")
    func parts() {
        #expect(NewCaseEntry(.note, text: "A note.").problems == [])
        #expect(NewCaseEntry(.note).problems.map(\.pointer) == ["/text"])
        #expect(NewCaseEntry(.flag, text: "A flag.").problems.map(\.pointer) == ["/kind"])
        #expect(NewCaseEntry(.action, text: "Do it.").problems.map(\.pointer) == ["/person", "/dueOn"])
        #expect(
            NewCaseEntry(.outcome, text: "Done.", accepted: true).problems.map(\.pointer) == ["/accepted", "/outcome"])
        #expect(NewCaseEntry(.claim, person: 1).problems.map(\.pointer) == ["/person"])
    }
}
