import Deployment
import Testing

@Suite("State machines")
struct StateMachineTests {
    private static func reachable<Machine: StateMachine>(_: Machine.Type) -> Set<Machine> {
        var seen = Machine.initial
        var open = Array(seen)
        while let state = open.popLast() {
            for next in state.next where seen.insert(next).inserted { open.append(next) }
        }
        return seen
    }

    @Test("every state can be reached")
    func everyStateIsReached() {
        #expect(StateMachineTests.reachable(JobState.self) == Set(JobState.allCases))
        #expect(StateMachineTests.reachable(NonDeploymentState.self) == Set(NonDeploymentState.allCases))
        #expect(StateMachineTests.reachable(CaseState.self) == Set(CaseState.allCases))
    }

    @Test("what is finished stays finished, and a case can always be opened again")
    func ends() {
        #expect(JobState.allCases.filter(\.next.isEmpty) == [.succeeded, .failed, .cancelled])
        #expect(NonDeploymentState.allCases.filter(\.next.isEmpty) == [.refused, .ended, .withdrawn])
        #expect(CaseState.allCases.filter(\.next.isEmpty) == [])
    }

    @Test("a draft is the only beginning of a non-deployment, and only a decision leads to granted")
    func draft() {
        #expect(NonDeploymentState.initial == [.draft])
        #expect(NonDeploymentState.allCases.filter { $0.next.contains(.granted) } == [.draft, .shortForm])
    }

    @Test("arrows are listed once, sorted, with an empty beginning")
    func arrows() {
        #expect(
            CaseState.arrows == [
                ["", "raised"], ["closed", "raised"], ["convened", "closed"], ["raised", "convened"],
            ])
    }
}
