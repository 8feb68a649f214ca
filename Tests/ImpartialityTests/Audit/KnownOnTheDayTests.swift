import Deployment
import Testing

@testable import Impartiality

@Suite("What the audit may know on a day")
struct KnownOnTheDayTests {
    /// A team of two years with every pattern planted strongly, and rule plants: flags of most kinds.
    private static let sample = SampleHistory(
        seed: 11, size: .team, days: 620,
        plants: SamplePlant.every(.strong, from: 120) + [
            .selectiveScope(from: 200), .undocumentedAbsence(from: 210), .shortReason(from: 220),
        ]
    ).history

    /// The rows of a flags file without their numbers, up to a day.
    private func rows(_ flags: [AuditFlag], of history: History, until day: Int32) -> [String] {
        let csv = String(decoding: FlagsFile(history).csv(flags.filter { $0.raisedOn <= day }), as: UTF8.self)
        return csv.split(separator: "\n").map { $0.split(separator: ",", maxSplits: 1).last.map(String.init) ?? "" }
    }

    @Test("flags raised by a day are the same with and without the days behind it, and on the history cut there")
    func lookAhead() async throws {
        let history = Self.sample
        let budget = ErrorBudget(flagsAYear: 20)
        let all = try await Audit.flags(of: history, budget: budget)
        #expect(Set(all.map(\.pattern)).count >= 7, "\(Set(all.map(\.pattern)))")
        var random = SampleRandom(seed: 3)
        for _ in 0..<6 {
            let day = Int32(40 + random.below(560))
            let wanted = rows(all, of: history, until: day)
            #expect(
                rows(try await Audit.flags(of: history, until: day, budget: budget), of: history, until: day) == wanted)
            let cut = history.truncated(to: day)
            #expect(rows(try await Audit.flags(of: cut, budget: budget), of: cut, until: day) == wanted, "day \(day)")
        }
    }

    @Test("a history that grows day by day raises the same flags as the whole one")
    func growing() async throws {
        let whole = Self.sample
        let budget = ErrorBudget(flagsAYear: 20)
        var growing = whole
        growing.published = Postings()
        growing.worked = Postings()
        (growing.swaps, growing.decisions, growing.abstractions) = ([], [], [])
        var audit = Audit(growing, budget: budget)
        var flags: [AuditFlag] = []
        for day in 0..<Int32(400) {
            growing.published.add(day, of: whole.published)
            growing.worked.add(day, of: whole.worked)
            growing.swaps = whole.swaps.filter { $0.knownOn <= day }
            growing.decisions = whole.decisions.prefix { $0.recorded <= day }.map { $0.known(on: day) }
            growing.abstractions = whole.abstractions.prefix { $0.recorded <= day }.map { $0.known(on: day) }
            flags += audit.close(day, of: growing)
        }
        #expect(
            rows(flags, of: whole, until: 399)
                == rows(try await Audit.flags(of: whole, until: 399, budget: budget), of: whole, until: 399))
    }

    @Test("an empty command and a single officer raise nothing and stop nothing")
    func smallest() async throws {
        #expect(try await Audit.flags(of: History(firstDay: Day(number: 19_000), lastDay: 400)).isEmpty)
        var one = Self.sample
        one.officers = [one.officers[0]]
        one.currencies = one.currencies.filter { $0.officer == 0 }
        (one.published, one.worked) = (Postings(), Postings())
        (one.swaps, one.decisions, one.abstractions) = ([], [], [])
        for day in 0..<Int32(100) {
            one.published.beginDay()
            one.worked.beginDay()
            one.published.append(officer: 0, shift: UInt8(day % 3), post: day % 4 == 0 ? History.none : 1)
            one.worked.append(officer: 0, shift: UInt8(day % 3), post: day % 4 == 0 ? History.none : 1)
        }
        #expect(try await Audit.flags(of: one).isEmpty)
    }
}

extension Postings {
    /// Adds a day of others.
    fileprivate mutating func add(_ day: Int32, of other: Postings) {
        beginDay()
        for row in other.rows(day) {
            append(officer: other.officer[row], shift: other.shift[row], post: other.post[row])
        }
    }
}

extension History.Decision {
    fileprivate func known(on day: Int32) -> History.Decision {
        var known = self
        if reviewed > day { known.reviewed = History.never }
        return known
    }
}

extension History.Abstraction {
    fileprivate func known(on day: Int32) -> History.Abstraction {
        var known = self
        if kind.isOpenEnded, to > day { known.to = History.never }
        return known
    }
}
