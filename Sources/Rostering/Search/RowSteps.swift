/// The row automaton laid out for the searches: each state's steps together for a walk along a row, and each choice's together
/// for a look at all states at once.
final class RowSteps {
    /// Steps of a state: a power of two of places, the day off first, then one a shift.
    let steps: Flat<RowAutomaton.Step>
    /// A place in `steps` shifted right by this is the number of its state.
    let log: Int
    /// Of each state, whether the day before was worked.
    let worked: Flat<Bool>
    let states: Int
    let choices: Int
    /// The states by choice: index choice x states + state; -1 where the choice is not lawful.
    let next: Flat<Int16>
    /// What they cost, and behind that what they cost officers who want whole weekends on a Sunday.
    let cost: Flat<Int16>
    /// Of each officer, the states of his contract.
    let firstState: Flat<Int32>
    let stateCount: Flat<Int32>
    /// Most states of one contract.
    let mostStates: Int

    init(_ problem: Problem, _ automaton: RowAutomaton) {
        let width = automaton.width
        let states = automaton.steps.count / width
        let log = (0...).first { 1 << $0 >= width } ?? 0
        (self.log, self.states, choices) = (log, states, width)
        var steps = [RowAutomaton.Step](repeating: RowAutomaton.Step(next: -1, cost: 0), count: states << log)
        var next = [Int16](repeating: -1, count: states * width)
        var cost = [Int16](repeating: 0, count: states * width * 2)
        for (place, step) in automaton.steps.enumerated() {
            let (state, choice) = place.quotientAndRemainder(dividingBy: width)
            let following = step.next < 0 ? -1 : Int(step.next) / width
            steps[state << log + choice] = RowAutomaton.Step(
                next: following < 0 ? -1 : Int32(following << log), cost: step.cost)
            next[choice * states + state] = Int16(clamping: following)
            cost[choice * states + state] = Int16(clamping: step.cost)
            let split = automaton.worked[state] != (choice > 0) ? Int32(problem.weights.splitWeekend) : 0
            cost[(width + choice) * states + state] = Int16(clamping: Int(step.cost) + Int(split))
        }
        self.steps = Flat(steps)
        self.next = Flat(next)
        self.cost = Flat(cost)
        worked = Flat(automaton.worked)
        let ranges = (0..<problem.officers.count).map { automaton.ranges[problem.officers.contract[$0]] }
        firstState = Flat(ranges.map { Int32($0.lowerBound / width) })
        stateCount = Flat(ranges.map { Int32($0.count / width) })
        mostStates = automaton.ranges.map { $0.count / width }.max() ?? 0
    }

    /// Where an officer's rows begin, as a place in `steps`.
    func start(_ automaton: RowAutomaton, _ officer: Int) -> Int32 {
        Int32((Int(automaton.start[officer]) / automaton.width) << log)
    }

    deinit {
        steps.free()
        worked.free()
        next.free()
        cost.free()
        firstState.free()
        stateCount.free()
    }
}
