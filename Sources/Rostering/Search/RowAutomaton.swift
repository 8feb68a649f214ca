/// The rules of rows as one finite automaton: what a day's choice costs and which state it leads to.
///
/// A state knows all that the past of a row says about its future: the run of work or days off, the run on one kind of shift,
/// and the last shift as long as its rest can still forbid another. Lengths beyond which nothing changes are one state, so there
/// are some tens of states a contract. The search's walk, the dynamic program of the bound and the tests read the same table.
struct RowAutomaton {
    /// What a choice on a day leads to.
    struct Step {
        /// Place of the next state's first step in `steps`; negative where the choice is not lawful.
        var next: Int32
        /// Cost of the runs that the day ends or lengthens.
        var cost: Int32
    }

    /// Steps of a state: `width` entries, the day off first, then one a shift.
    private(set) var steps: [Step] = []
    /// Shifts and the day off.
    let width: Int
    /// First and one past the last place of each contract's states in `steps`.
    private(set) var ranges: [Range<Int>] = []
    /// Of each state, whether the day before was worked.
    private(set) var worked: [Bool] = []
    /// Place of the state that each officer begins in.
    private(set) var start: [Int32]

    /// The state of a row before a day.
    private struct State: Hashable {
        /// Days worked in a row (above 0) or days off (below 0); 0 where nothing is known.
        var run: Int
        /// Kind of shift of the run, and its length; none where it is 0.
        var kind = -1
        var same = 0
        /// The last shift and the days since it began; none where its rest forbids nothing any more.
        var last = -1
        var since = 0
    }

    /// Builds the states that can be reached from the officers' histories. Takes time linear in states x shifts.
    init(_ problem: Problem) {
        width = problem.shifts.count + 1
        start = [Int32](repeating: -1, count: problem.officers.count)
        var members = [[Int]](repeating: [], count: problem.rules.count)
        for officer in 0..<problem.officers.count { members[problem.officers.contract[officer]].append(officer) }
        for (contract, officers) in members.enumerated() {
            let first = steps.count
            add(ContractStates(problem, contract), officers, problem)
            ranges.append(first..<steps.count)
        }
    }

    private mutating func add(_ contract: ContractStates, _ officers: [Int], _ problem: Problem) {
        var known: [State: Int] = [:]
        var queue: [State] = []
        // How many days a state takes to reach: what only the end of the horizon reaches needs no steps of its own.
        var depths: [Int] = []
        let first = steps.count
        func place(_ state: State, _ depth: Int) -> Int32 {
            let index = known[state] ?? queue.count
            if index == queue.count {
                known[state] = index
                queue.append(state)
                depths.append(depth)
            }
            return Int32(first + index * width)
        }
        for officer in officers { start[officer] = place(contract.first(problem.officers.history[officer]), 0) }
        var read = 0
        while read < queue.count {
            let (state, depth) = (queue[read], depths[read])
            read += 1
            worked.append(state.run > 0)
            for choice in -1..<width - 1 {
                if depth < problem.days, let (next, cost) = contract.step(state, choice) {
                    steps.append(Step(next: place(next, depth + 1), cost: Int32(cost)))
                } else {
                    steps.append(Step(next: -1, cost: 0))
                }
            }
        }
    }

    /// The rules of one contract, applied to states.
    private struct ContractStates {
        let rules: RowRules
        let shifts: ShiftTable
        let workCap: Int
        let offCap: Int
        let kindCaps: [Int]

        init(_ problem: Problem, _ contract: Int) {
            rules = problem.rules[contract]
            shifts = problem.shifts
            // No run that matters is longer than the horizon and the longest history.
            let past = problem.officers.history.map { max($0.work, $0.off, $0.same) }.max() ?? 0
            let longest = problem.days + min(past, 1_000_000)
            workCap = rules.work.cap(longest: longest)
            offCap = rules.off.cap(longest: longest)
            kindCaps = rules.kinds.map { $0.cap(longest: longest) }
        }

        func first(_ history: OfficerTable.History) -> State {
            var state = State(run: history.work > 0 ? min(history.work, workCap) : -min(history.off, offCap))
            if history.same > 0, let kind = history.last.map({ shifts.kind[$0.shift] }), kind >= 0 {
                state.kind = kind
                state.same = min(history.same, kindCaps[kind])
            }
            if let last = history.last {
                state.last = last.shift
                state.since = min(-last.day, shifts.reach + 1)
            }
            return forgetting(state)
        }

        /// The next state and the cost of the day; nil where the choice (-1 is a day off) is not lawful.
        func step(_ state: State, _ choice: Int) -> (State, Int)? {
            choice < 0 ? dayOff(state) : day(state, choice)
        }

        private func dayOff(_ state: State) -> (State, Int)? {
            var cost = state.run > 0 ? rules.work.endCost(state.run) : 0
            if state.kind >= 0 { cost += rules.kinds[state.kind].endCost(state.same) }
            let length = state.run < 0 ? 1 - state.run : 1
            guard let price = rules.off.dayCost(length) else { return nil }
            let next = State(run: -min(length, offCap), last: state.last, since: state.last < 0 ? 0 : state.since + 1)
            return (forgetting(next), cost + price)
        }

        private func day(_ state: State, _ shift: Int) -> (State, Int)? {
            if state.last >= 0, shifts.gap[state.last * shifts.count + shift] > state.since { return nil }
            var cost = state.run < 0 ? rules.off.endCost(-state.run) : 0
            let length = state.run > 0 ? state.run + 1 : 1
            guard let price = rules.work.dayCost(length) else { return nil }
            cost += price
            var next = State(run: min(length, workCap), last: shift, since: 1)
            let kind = shifts.kind[shift]
            if state.kind >= 0, state.kind != kind { cost += rules.kinds[state.kind].endCost(state.same) }
            if kind >= 0 {
                let same = state.kind == kind ? state.same + 1 : 1
                guard let price = rules.kinds[kind].dayCost(same) else { return nil }
                cost += price
                next.kind = kind
                next.same = min(same, kindCaps[kind])
            }
            return (forgetting(next), cost)
        }

        /// The state without a last shift that forbids nothing any more.
        private func forgetting(_ state: State) -> State {
            var state = state
            if state.last >= 0 {
                let row = state.last * shifts.count
                if !(0..<shifts.count).contains(where: { shifts.gap[row + $0] > state.since }) {
                    state.last = -1
                    state.since = 0
                }
            }
            return state
        }
    }
}
