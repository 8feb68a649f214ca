import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Outgoing notifications")
struct NotificationOutgoingTests {
    private let lease = Duration.seconds(60)

    /// Later than any look that a test's messages wait for.
    private func soon(_ cast: Cast) -> Date { cast.hours(1) }

    @Test("a claim takes everything of a person, and nobody else gets it while the lease lasts")
    func claims() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            for number in 0..<3 { try await cast.tell(officer: Cast.tate, about: "\(number)") }
            try await cast.tell(officer: Cast.rowe)
            let first = try await cast.outgoing.claim(owner: "a", asOf: soon(cast), lease: lease, people: 1)
            #expect(first.map(\.officer) == ["W00417", "W00417", "W00417"])
            #expect(first.allSatisfy { $0.account == cast.id("Tate") && $0.attempts == 0 && $0.message == nil })
            let second = try await cast.outgoing.claim(owner: "b", asOf: soon(cast), lease: lease)
            #expect(second.map(\.officer) == ["W00418"])
            #expect(try await cast.outgoing.claim(owner: "c", asOf: soon(cast), lease: lease).isEmpty)
            let early = cast.now.addingTimeInterval(-3600)
            #expect(try await cast.outgoing.claim(owner: "c", asOf: early, lease: lease).isEmpty)
        }
    }

    @Test("claims made side by side never share a row")
    func sideBySide() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            for number in 0..<60 {
                try await cast.tell(officer: [Cast.tate, Cast.rowe, Cast.other][number % 3], about: "\(number)")
            }
            let at = soon(cast)
            let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for owner in 0..<6 {
                    group.addTask {
                        var mine: [Int64] = []
                        while true {
                            let more = try await cast.outgoing.claim(
                                owner: "\(owner)", asOf: at, lease: .seconds(60), people: 1)
                            if more.isEmpty { return mine }
                            mine += more.map(\.id)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 60 && Set(claimed).count == 60)
        }
    }

    @Test("whoever lost the lease cannot send, and the next one sends the same message under the same number")
    func lostLease() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            let id = try await cast.tell(officer: Cast.tate)
            _ = try await cast.outgoing.claim(owner: "a", asOf: soon(cast), lease: lease)
            let number = try #require(try await cast.outgoing.bundle([id], owner: "a", lease: .zero))
            #expect(try await cast.outgoing.bundle([id], owner: "a", lease: lease) == nil)
            let claimed = try await cast.outgoing.claim(owner: "b", asOf: soon(cast), lease: lease)
            #expect(claimed.map(\.message) == [number])
            #expect(try await cast.outgoing.bundle([id], owner: "a", lease: lease) == nil)
            #expect(try await cast.outgoing.bundle([id], owner: "b", lease: lease) == number)
            // The late word of the first: what it did is on record, and what the second does is untouched.
            try await cast.outgoing.settle(
                number, .failed("smtp_closed", retryAt: cast.hours(9)), by: .email, owner: "a")
            #expect(try await cast.outgoing.bundle([id], owner: "b", lease: lease) == number)
            try await cast.outgoing.settle(number, .sent, by: .email, owner: "b")
            #expect(try await cast.outgoingStates() == ["sent"])
            let attempts: [String] = try await cast.database.pool.value(
                "SELECT array_agg(state ORDER BY delivery_id) FROM delivery")
            #expect(attempts == ["failed", "sent"])
        }
    }

    @Test("every way an attempt can end is on record, and what did not get out is listed")
    func outcomes() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            let outcomes: [(DeliveryOutcome, String)] = [
                (.sent, "sent"), (.failed("smtp_450", retryAt: cast.hours(2)), "waiting"),
                (.givenUp("smtp_550"), "given_up"), (.noChannel, "no_channel"), (.onPage, "on_page"),
            ]
            for (index, (outcome, state)) in outcomes.enumerated() {
                let id = try await cast.tell(officer: Cast.tate, about: "\(index)")
                _ = try await cast.outgoing.claim(owner: "a", asOf: soon(cast), lease: lease)
                let number = try #require(try await cast.outgoing.bundle([id], owner: "a", lease: lease))
                try await cast.outgoing.settle(number, outcome, by: .email, owner: "a")
                #expect(try await cast.outgoingStates().last == state)
            }
            let page = try await cast.notifications.undelivered(limit: 1)
            #expect(page.items.map(\.state) == ["no_channel"] && page.next != nil)
            let rest = try await cast.notifications.undelivered(cursor: page.next)
            #expect(rest.items.map(\.error) == ["smtp_550"] && rest.items.first?.attempts == 1)
            let again = try await cast.outgoing.claim(owner: "b", asOf: cast.hours(3), lease: lease)
            #expect(again.map(\.attempts) == [1])
        }
    }

    @Test("what is put off waits, and a new preference has it looked at again")
    func postponed() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            let id = try await cast.tell(officer: Cast.tate, kind: "t_news")
            _ = try await cast.outgoing.claim(owner: "a", asOf: soon(cast), lease: lease)
            try await cast.outgoing.postpone([id], until: cast.hours(20), owner: "a")
            #expect(try await cast.outgoing.claim(owner: "a", asOf: cast.hours(19), lease: lease).isEmpty)
            try await cast.notifications.prefer(
                .init(channel: .email, address: "tate@duties.example"), for: cast.id("Tate"))
            let claimed = try await cast.outgoing.claim(owner: "a", asOf: soon(cast), lease: lease)
            #expect(claimed.map(\.address) == ["tate@duties.example"] && claimed.map(\.channel) == [.email])
        }
    }

    @Test("what the rule of dispatch needs is read: supervisor, next tour, what a reminder reminds of")
    func facts() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            try await cast.publish(
                [("W00450", cast.today.adding(1).description, "D", "P027")], from: cast.today.description)
            let legal = try await cast.tell(account: cast.id("Hale"), kind: "t_legal")
            _ = try await cast.due.remindDue(asOf: cast.hours(25))
            try await cast.tell(officer: "W00450", kind: "t_news")
            let claimed = try await cast.outgoing.claim(owner: "a", asOf: cast.hours(30), lease: lease)
            let mine = claimed.filter { $0.account == cast.id("Hale") }
            let first = try #require(mine.first { $0.id == legal })
            #expect(first.person.isSupervisor && first.person.nextTour != nil && !first.notice.isPausable)
            let reminder = try #require(mine.first { $0.kind == "reminder" })
            #expect(!reminder.notice.isPausable, "a reminder of what no pause holds is held by none")
            let own = try #require(mine.first { $0.kind == "t_news" })
            #expect(!own.person.isSupervisor, "of her own duty a supervisor is told as an officer")
        }
    }
}
