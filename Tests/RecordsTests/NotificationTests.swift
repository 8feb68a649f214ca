import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Notifications as rows")
struct NotificationTests {
    /// Sets the cast up with the tests' own kinds.
    nonisolated(nonsending) private func with(
        _ body: nonisolated(nonsending) (Cast) async throws -> Void
    ) async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            try await body(cast)
        }
    }

    @Test("the same thing is told to the same person once, and to each of several")
    func once() async throws {
        try await with { cast in
            let first = try await cast.tell(officer: Cast.tate, occurrence: "change 1")
            #expect(try await cast.tell(officer: Cast.tate, occurrence: "change 1") == first)
            let other = try await cast.tell(officer: Cast.rowe, occurrence: "change 1")
            let account = try await cast.tell(account: cast.id("Hale"), occurrence: "change 1")
            let again = try await cast.tell(officer: Cast.tate)
            #expect(Set([first, other, account, again]).count == 4)
            #expect(try await cast.outgoingStates() == ["waiting", "waiting", "waiting", "waiting"])
        }
    }

    @Test("a notification that cannot be one is refused")
    func refused() async throws {
        try await with { cast in
            let hale = cast.id("Hale")
            await expectRefused(.unknown, "notification_kind_known") {
                try await cast.tell(officer: Cast.tate, kind: "no_such")
            }
            await expectRefused(.unknown, "notification_recipient") { try await cast.tell() }
            await expectRefused(.unknown, "notification_recipient") {
                try await cast.tell(officer: Cast.tate, account: hale)
            }
            await expectRefused(.unknown, "notification_day") {
                try await cast.notifications.tell(officer: Cast.tate, kind: "t_duty", about: ("change", "1"))
            }
            for about in ["a name", "", "x\ny", "<b>"] {
                await expectInvalid { try await cast.tell(officer: Cast.tate, about: about) }
            }
        }
    }

    @Test("a message that needs an answer always has a time for it: three days, the morning of the duty, four hours")
    func answerBy() async throws {
        try await with { cast in
            func due(_ id: Int64) async throws -> Double {
                try await cast.database.admin.value(
                    "SELECT extract(epoch FROM answer_by - created_at)::float8 / 3600 FROM notification WHERE notification_id = \(id)"
                )
            }
            let far = try await cast.tell(officer: Cast.tate, in: 20)
            #expect(abs(try await due(far) - 72) < 0.01)
            let past = try await cast.tell(officer: Cast.tate, in: -1)
            #expect(abs(try await due(past) - 4) < 0.01)
            let soon = try await cast.tell(officer: Cast.tate, in: 2)
            let hours = try await due(soon)
            #expect(hours > 4 && hours < 60)
            let said = try await cast.tell(officer: Cast.tate, answerBy: cast.hours(30))
            #expect(abs(try await due(said) - 30) < 0.01)
            let news = try await cast.tell(officer: Cast.tate, kind: "t_news")
            let none: Bool = try await cast.database.admin.value(
                "SELECT answer_by IS NULL FROM notification WHERE notification_id = \(news)")
            #expect(none)
        }
    }

    @Test("everybody reads their own, as account and as officer, and what was read is seen")
    func reading() async throws {
        try await with { cast in
            let tate = cast.id("Tate")
            let byOfficer = try await cast.tell(officer: Cast.tate, in: 1)
            let byAccount = try await cast.tell(account: tate, kind: "t_news")
            try await cast.tell(officer: Cast.rowe)
            let page = try await cast.notifications.read(account: tate)
            #expect(page.items.map(\.id) == [byAccount, byOfficer])
            #expect(page.items[1].body.contains(NotificationText.words(cast.today.adding(1))))
            #expect(page.items.allSatisfy { $0.standing == .notSeen })
            let again = try await cast.notifications.read(account: tate, isOpen: true, limit: 1)
            #expect(again.items.first?.standing == .seen && again.next != nil)
            let rest = try await cast.notifications.read(account: tate, cursor: again.next)
            #expect(rest.items.map(\.id) == [byOfficer])
            #expect(try await cast.notifications.read(account: cast.id("Hale")).items.isEmpty)
        }
    }

    @Test("only the person told acknowledges, and a reminder stands for what it reminds of")
    func acknowledging() async throws {
        try await with { cast in
            let (tate, hale) = (cast.id("Tate"), cast.id("Hale"))
            let id = try await cast.tell(officer: Cast.tate)
            await #expect(throws: RecordError.notFound("notification \(id)")) {
                try await cast.notifications.acknowledge(id, by: hale)
            }
            await #expect(throws: RecordError.notFound("notification 999")) {
                try await cast.notifications.acknowledge(999, by: hale)
            }
            #expect(try await cast.due.remindDue(asOf: cast.hours(25)) == 1)
            let reminder: Int64 = try await cast.database.admin.value(
                "SELECT notification_id FROM notification WHERE reminds = \(id)")
            #expect(try await cast.notifications.acknowledge(reminder, by: tate))
            #expect(try await !cast.notifications.acknowledge(id, by: tate))
            let standing: String = try await cast.database.pool.value(
                "SELECT standing FROM notification_standing WHERE notification_id = \(id)")
            #expect(standing == "acknowledged")
            #expect(try await cast.outgoingStates() == ["withdrawn", "withdrawn"])
            #expect(try await cast.due.remindDue(asOf: cast.hours(500)) == 0)
        }
    }

    @Test(
        "what is done or no longer matters is neither sent nor reminded of", arguments: ["told_done", "told_cancelled"])
    func settled(_ function: String) async throws {
        try await with { cast in
            try await cast.tell(officer: Cast.tate, about: "7")
            try await cast.tell(account: cast.id("Hale"), kind: "t_legal", about: "7")
            try await cast.tell(officer: Cast.tate, about: "8")
            func settle(_ kind: String) async throws -> Int {
                try await cast.database.pool.value(
                    Statement(unsafe: "SELECT \(function)('change', '7', \(kind), \(cast.id("Kerr")))"))
            }
            #expect(try await settle("'t_legal'") == 1)
            #expect(try await cast.outgoingStates() == ["waiting", "withdrawn", "waiting"])
            #expect(try await settle("NULL") == 1)
            #expect(try await settle("NULL") == 0)
            #expect(try await cast.outgoingStates() == ["withdrawn", "withdrawn", "waiting"])
            #expect(try await cast.due.remindDue(asOf: cast.hours(30)) == 1)
            #expect(try await cast.told("reminds IS NOT NULL") == ["officer W00417 reminder"])
        }
    }

    @Test("who was told sees what happens next: seen, acknowledged, reminded, overdue, the next rank")
    func acknowledgements() async throws {
        try await with { cast in
            let tate = cast.id("Tate")
            let id = try await cast.tell(officer: Cast.tate, about: "9", in: 30)
            try await cast.tell(officer: Cast.rowe, about: "9", in: 30)
            func list(_ hours: Double) async throws -> [Acknowledgement] {
                try await cast.notifications.acknowledgements(about: ("change", "9"), asOf: cast.hours(hours)).items
            }
            #expect(try await list(1).map(\.standing) == [.notSeen, .notSeen])
            #expect(try await list(1).map(\.next) == ["reminder", "reminder"])
            #expect(try await list(60).map(\.next) == ["overdue", "overdue"])
            _ = try await cast.due.remindDue(asOf: cast.hours(73))
            #expect(try await list(74).map(\.next) == ["next_rank", "next_rank"])
            _ = try await cast.notifications.read(account: tate)
            #expect(try await list(74).map(\.standing) == [.seen, .notSeen])
            try await cast.notifications.acknowledge(id, by: tate)
            #expect(try await list(74).map(\.standing) == [.acknowledged, .notSeen])
            #expect(try await list(74).map(\.next) == [nil, "next_rank"])
            let page = try await cast.notifications.acknowledgements(about: ("change", "9"), asOf: cast.now, limit: 1)
            #expect(page.items.count == 1 && page.next != nil)
        }
    }

    @Test("a preference is checked, kept and replaced; a pause has an end")
    func preferences() async throws {
        try await with { cast in
            let tate = cast.id("Tate")
            #expect(try await cast.notifications.preference(of: tate) == nil)
            let wish = NotificationPreference(
                channel: .email, address: "tate@duties.example", pausedUntil: cast.hours(48))
            try await cast.notifications.prefer(wish, for: tate)
            #expect(try await cast.notifications.preference(of: tate) == wish)
            try await cast.notifications.prefer(.init(channel: .nothing), for: tate)
            #expect(try await cast.notifications.preference(of: tate) == .init(channel: .nothing))
            for address in [
                "tate", "a@b@c", "a b@c.example", "a@b.example\r\nRCPT TO:<x@y>", "<a@b.example>", "a@-b", "@b", "a@",
                "a\u{0}@b.example", "ä@b.example", String(repeating: "a", count: 65) + "@b.example",
            ] {
                await #expect(throws: (any Error).self, "\(address)") {
                    try await cast.notifications.prefer(.init(channel: .email, address: address), for: tate)
                }
            }
            await expectInvalid { try await cast.notifications.prefer(.init(channel: .email), for: tate) }
            await expectRefused(.unknown, "pause_limit") {
                try await cast.notifications.prefer(
                    .init(channel: .nothing, pausedUntil: cast.hours(24 * 200)), for: tate)
            }
        }
    }

    @Test("the records tell people by themselves: a publication, a decision, a short form that is owed in full")
    func byThemselves() async throws {
        try await with { cast in
            try await cast.publish(
                [
                    (Cast.tate, "2027-06-07", "D", "P027"), (Cast.tate, "2027-06-08", "D", "P027"),
                    (Cast.rowe, "2027-06-07", "D", "P027"),
                ], from: "2027-06-07")
            #expect(
                try await cast.told().sorted() == [
                    "officer W00417 roster_published", "officer W00418 roster_published",
                ])
            let record = try await cast.records.recordShortForm(cast.short(), by: cast.id("Stone"))
            let stone = "account \(cast.id("Stone"))"
            #expect(
                try await cast.told("kind IN ('decision_about_you', 'full_form_owed')")
                    == ["officer W00417 decision_about_you", "\(stone) full_form_owed"])
            #expect(try await cast.due.remindDue(asOf: cast.hours(25)) == 1)
            _ = try await cast.records.amend(
                record, terms: cast.terms(from: 0.5, to: 12), grounds: Words.grounds, by: cast.id("Stone"))
            try await cast.records.assess(record, .welfare, text: Words.welfare, by: cast.id("Stone"))
            try await cast.records.assess(record, .impartiality, text: Words.impartiality, by: cast.id("Stone"))
            try await cast.records.decide(record, cast.full(), by: cast.id("Marsh"))
            #expect(try await cast.due.remindDue(asOf: cast.hours(60)) == 0)
            try await expectPlainTexts(cast.database.admin)
        }
    }

    @Test("every text of every migration, and whatever a full day tells, holds a day and a time and nothing else")
    func texts() async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            #expect(try await !cast.told().isEmpty)
            _ = try await cast.due.remindDue(asOf: cast.hours(25))
            _ = try await cast.due.remindDue(asOf: cast.hours(50))
            try await expectPlainTexts(cast.database.admin)
        }
    }
}

/// Expects the records to find fault with the input.
nonisolated(nonsending) func expectInvalid<R>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: nonisolated(nonsending) () async throws -> R
) async {
    do {
        _ = try await body()
        Issue.record("this went through", sourceLocation: sourceLocation)
    } catch RecordError.invalid {
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
