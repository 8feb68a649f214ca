import Deployment
import Testing

@testable import Impartiality

@Suite("Selective scopes")
struct SelectiveScopeTests {
    private func kind(_ scope: History.Decision.Scope) -> String? {
        let flags = RuleWatch.flags(RuleHistory.deciding { $0.scope = scope })
        #expect(flags.count <= 1)
        #expect(flags.allSatisfy { $0.pattern == .selectiveScope && $0.raisedOn == 2 && $0.finding == nil })
        #expect(flags.allSatisfy { $0.subjects == [.decision(0), .officer(0), .supervisor(1)] })
        return flags.first?.detail
    }

    @Test("a grant for some posts, sites or missions is flagged with the kind of its scope")
    func selective() {
        #expect(kind(.posts([3])) == "post")
        #expect(kind(.posts([0, 1, 2])) == "post")
        #expect(kind(.sites([0, 2])) == "site")
        #expect(kind(.missions([1])) == "mission")
    }

    @Test("only the set of posts counts: all of them one by one, all sites, all missions and shifts are not selective")
    func whole() {
        #expect(kind(.allArmed) == nil)
        #expect(kind(.shifts(4)) == nil)
        #expect(kind(.posts([3, 2, 1, 0, 0])) == nil)
        #expect(kind(.sites([2, 1, 0])) == nil)
        #expect(kind(.missions([0, 1])) == nil)
        #expect(kind(.posts([])) == nil)
    }

    @Test("a refusal relieves nobody of a place")
    func refused() {
        let history = RuleHistory.deciding {
            $0.scope = .missions([1])
            $0.isGranted = false
        }
        #expect(RuleWatch.flags(history).isEmpty)
    }

    @Test("the posts of another command are not missed, but a grant for some of them is selective")
    func otherCommand() {
        var history = RuleHistory.deciding { $0.scope = .missions([0, 1]) }
        history.commands.append("C2")
        history.missions.append(.init(id: "M3", command: 1))
        history.sites.append(.init(id: "S4", mission: 2))
        history.posts.append(.init(id: "P4", site: 3, requires: 0, targets: [1, 1, 1]))
        #expect(RuleWatch.flags(history).isEmpty)
        history.decisions[0].scope = .missions([2])
        #expect(RuleWatch.flags(history).map(\.detail) == ["mission"])
    }
}
