import Testing

@testable import Impartiality

@Suite("Rules over random histories")
struct RuleWatchPropertyTests {
    private static let seeds = Array(UInt64(1)...40)

    @Test("the flags are those of the rules written down once more", arguments: seeds)
    func oracle(seed: UInt64) {
        let history = RuleHistory.random(seed: seed)
        let flags = RuleWatch.flags(history).map(Self.text)
        #expect(Set(flags) == RuleOracle.flags(history))
        #expect(Set(flags).count == flags.count)
        #expect(flags.count > 20)
    }

    @Test("a history that grows by what becomes known each day raises the same rows as the whole", arguments: seeds)
    func growing(seed: UInt64) {
        let history = RuleHistory.random(seed: seed)
        var watch = RuleWatch()
        var flags: [AuditFlag] = []
        for day in 0...history.lastDay { watch.close(day, of: history.known(on: day), into: &flags) }
        #expect(flags == RuleWatch.flags(history))
    }

    @Test(
        "a run stopped on a day and a history cut at that day raise the rows of the whole run by then", arguments: seeds
    )
    func noLookAhead(seed: UInt64) {
        let history = RuleHistory.random(seed: seed)
        var random = SplitMix(state: seed ^ 0x5DEE_CE66)
        let day = Int32.random(in: 0...history.lastDay, using: &random)
        let flags = RuleWatch.flags(history)
        #expect(RuleWatch.flags(history, until: day) == flags.filter { $0.raisedOn <= day })
        #expect(RuleWatch.flags(history.known(on: day)) == flags.filter { $0.raisedOn <= day })
    }

    private static func text(_ flag: AuditFlag) -> String {
        let detail = flag.pattern == .selectiveScope ? "selective" : flag.detail
        var subject = ""
        switch flag.subjects[0] {
        case .decision(let decision): subject = "D\(decision)"
        case .officer(let officer): subject = "W\(officer) P-1"
        default: Issue.record("a rule asks about decisions and officers")
        }
        if flag.subjects.count == 2, case .officer(let officer) = flag.subjects[0],
            case .post(let post) = flag.subjects[1]
        {
            subject = "W\(officer) P\(post)"
        }
        return "\(flag.raisedOn) \(detail) \(subject)"
    }
}
