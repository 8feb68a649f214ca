import Deployment
import Testing

@testable import Impartiality

@Suite("Undocumented changes")
struct UndocumentedTests {
    /// Officer 0 is published on a post on day 5; officer 1 works so that the day has rows.
    private func history(published: Int32 = 2, worked: Int32? = nil) -> History {
        var history = RuleHistory.empty()
        history.published = RuleHistory.postings(day: 5, of: 31, [(0, published), (1, 3)])
        var duties: [(officer: Int32, post: Int32)] = [(1, 3)]
        if let worked { duties.insert((0, worked), at: 0) }
        history.worked = RuleHistory.postings(day: 5, of: 31, duties)
        return history
    }

    private func details(_ history: History) -> [String] {
        let flags = RuleWatch.flags(history)
        #expect(flags.allSatisfy { $0.raisedOn == 8 && $0.firstEvent == 5 && $0.lastEvent == 5 })
        return flags.map(\.detail)
    }

    @Test("an officer absent or elsewhere is flagged three days later with the post, from the reserve without one")
    func bare() {
        #expect(details(history()) == ["absent"])
        #expect(details(history(worked: 1)) == ["moved"])
        #expect(details(history(worked: History.none)) == ["moved"])
        #expect(details(history(published: History.none)) == ["absent"])
        #expect(RuleWatch.flags(history()).map(\.subjects) == [[.officer(0), .post(2)]])
        #expect(RuleWatch.flags(history(published: History.none)).map(\.subjects) == [[.officer(0)]])
        #expect(RuleWatch.flags(history(), until: 7).isEmpty)
    }

    @Test("who works as published, or is called from the reserve, is not flagged")
    func asPublished() {
        #expect(details(history(worked: 2)).isEmpty)
        #expect(details(history(published: History.none, worked: 1)).isEmpty)
        #expect(details(history(published: History.none, worked: History.none)).isEmpty)
    }

    @Test(
        "every kind of abstraction explains an absence, illness and leave alike, and none a move",
        arguments: [
            History.Abstraction.Kind.leave, .course, .court, .lieu, .sickness, .recuperative, .restricted,
        ])
    func abstraction(kind: History.Abstraction.Kind) {
        func with(_ worked: Int32?, from: Int32, to: Int32, recorded: Int32) -> [String] {
            var history = history(worked: worked)
            history.abstractions = [
                .init(id: "A1", officer: 0, from: from, to: to, kind: kind, recorded: recorded)
            ]
            return details(history)
        }
        #expect(with(nil, from: 5, to: 5, recorded: 8).isEmpty)
        #expect(with(nil, from: 1, to: History.never, recorded: -20).isEmpty)
        #expect(with(nil, from: 5, to: 5, recorded: 9) == ["absent"])
        #expect(with(nil, from: 6, to: 9, recorded: 5) == ["absent"])
        #expect(with(nil, from: 1, to: 4, recorded: 1) == ["absent"])
        #expect(with(1, from: 5, to: 5, recorded: 5) == ["moved"])
    }

    @Test(
        "a granted decision explains when it covers the post, the shift and the day and is recorded within three days")
    func decision() {
        func with(_ worked: Int32? = nil, recorded: Int32 = 4, _ change: (inout History.Decision) -> Void) -> Bool {
            var history = history(worked: worked)
            var decision = RuleHistory.decision(0, recorded: recorded)
            decision.from = 4
            change(&decision)
            history.decisions = [decision]
            return !RuleWatch.flags(history).contains { $0.pattern == .undocumented }
        }
        #expect(with { _ in })
        #expect(with(1) { _ in })
        #expect(with(recorded: 8) { _ in })
        #expect(!with(recorded: 9) { _ in })
        #expect(!with { $0.isGranted = false })
        #expect(!with { $0.to = 4 })
        #expect(with { $0.to = 5 })
        #expect(!with { $0.from = 6 })
        #expect(!with { $0.officer = 1 })
        #expect(with { $0.scope = .missions([0]) })
        #expect(!with { $0.scope = .missions([1]) })
        #expect(with { $0.scope = .sites([1]) })
        #expect(!with { $0.scope = .sites([0, 2]) })
        #expect(with { $0.scope = .posts([2]) })
        #expect(!with { $0.scope = .posts([0, 1, 3]) })
        #expect(with { $0.scope = .shifts(1) })
        #expect(!with { $0.scope = .shifts(6) })
    }

    @Test("a swap or move of that day explains for the officer on either side, if recorded within three days")
    func swap() {
        func with(officer: Int32, other: Int32, day: Int32 = 5, recorded: Int32 = 5) -> [String] {
            var history = history()
            history.swaps = [
                .init(
                    id: "X1", day: day, shift: 0, isAsked: other >= 0, officer: officer, from: 2, other: other, to: 1,
                    approver: 0, recorded: recorded, reason: "")
            ]
            return details(history)
        }
        #expect(with(officer: 0, other: 1).isEmpty)
        #expect(with(officer: 1, other: 0).isEmpty)
        #expect(with(officer: 0, other: History.none, recorded: 8).isEmpty)
        #expect(with(officer: 0, other: History.none, recorded: -3).isEmpty)
        #expect(with(officer: 0, other: History.none, recorded: 9) == ["absent"])
        #expect(with(officer: 0, other: 1, day: 4) == ["absent"])
        #expect(with(officer: 0, other: 1, day: 6) == ["absent"])
        #expect(with(officer: 1, other: 2) == ["absent"])
    }
}
