/// What the bound reads and never writes: the automata of the contracts, the officers in batches and their counters.
final class BoundModel: @unchecked Sendable {  // filled in init, only read afterwards
    /// Officers of one contract whose lines are found together.
    struct Batch {
        var contract: Int32
        /// First place in `members`, and how many.
        var first: Int32
        var count: Int32
    }

    /// One contract's states in the flat tables.
    struct Contract {
        /// Place of its first state; a state's entries in `next` and `cost` begin at place x width.
        var first: Int32
        /// States; the state after them is that of lines that broke a rule.
        var states: Int32
        var completeWeekends: Bool
    }

    let tables: Tables
    /// Fixed point: one cost unit is this many units of prices, multipliers and the bound.
    let scale: Int
    /// Shifts and the day off.
    let width: Int
    /// No day of a line costs more or is worth more in each of prices, multipliers and runs; what would cost more is lowered.
    let mostDayCost: Int
    /// Cost that no roster changes, in fixed point.
    let constant: Int
    let contracts: [Contract]
    let mostStates: Int
    /// Next state by state and choice, counted within the contract.
    let next: Flat<Int32>
    /// Cost of the choice in a state, scaled.
    let cost: Flat<Int32>
    /// Whether the day before the state was worked.
    let worked: Flat<Bool>
    let start: Flat<Int32>
    let batches: [Batch]
    let members: Flat<Int32>
    let counters: Flat<BoundCounter>
    /// Where each officer's counters begin; one more at the end.
    let counterStart: Flat<Int32>
    /// Whether the officer may work any duty of a shift on a day: index officer x cells + day x shifts + shift.
    let isOpen: Flat<Bool>
    let cells: Int
    /// Where the duties of a day and shift begin; one more at the end.
    let cellStart: Flat<Int32>
    let isNight: [Bool]
    /// What no lawful choice costs; sums of what lawful days cost stay below half of it.
    static let never: Int32 = 1 << 29
    /// Officers in a batch.
    static let lanes = 8

    init(_ tables: Tables) {
        self.tables = tables
        let problem = tables.problem
        width = tables.shifts + 1
        cells = tables.days * tables.shifts
        isNight = problem.shifts.isNight
        cellStart = Flat(problem.dutyStart.map { Int32($0) })
        isOpen = BoundModel.open(tables)
        (counters, counterStart) = BoundModel.counters(tables, isOpen)
        let automaton = RowAutomaton(problem)
        scale = BoundModel.scale(tables, automaton, counters)
        let most = Int(BoundModel.never) / 4 / max(1, tables.days)
        mostDayCost = most
        constant = problem.officers.strandedExcess.reduce(0, +) * tables.weights.siteRepeat * scale
        var contracts: [Contract] = []
        var next: [Int32] = []
        var cost: [Int32] = []
        var worked: [Bool] = []
        for (index, range) in automaton.ranges.enumerated() {
            let states = range.count / width
            contracts.append(
                Contract(
                    first: Int32(worked.count), states: Int32(states),
                    completeWeekends: problem.rules[index].completeWeekends))
            let first = worked.count
            worked += [Bool](repeating: false, count: states)
            for (place, step) in automaton.steps[range].enumerated() {
                let state = step.next < 0 ? states : (Int(step.next) - range.lowerBound) / width
                next.append(Int32(state))
                cost.append(Int32(min(Int(step.cost) * scale, most)))
                if step.next >= 0, place % width > 0 { worked[first + state] = true }
            }
        }
        self.contracts = contracts
        mostStates = contracts.map { Int($0.states) }.max() ?? 0
        self.next = Flat(next)
        self.cost = Flat(cost)
        self.worked = Flat(worked)
        start = Flat(
            (0..<tables.officers).map { officer in
                let range = automaton.ranges[problem.officers.contract[officer]]
                return Int32((Int(automaton.start[officer]) - range.lowerBound) / automaton.width)
            })
        var batches: [Batch] = []
        var members: [Int32] = []
        for contract in contracts.indices {
            let officers = (0..<tables.officers).filter { problem.officers.contract[$0] == contract }
            for first in stride(from: 0, to: officers.count, by: BoundModel.lanes) {
                let count = min(BoundModel.lanes, officers.count - first)
                batches.append(
                    Batch(contract: Int32(contract), first: Int32(members.count), count: Int32(count)))
                members += officers[first..<first + count].map { Int32($0) }
            }
        }
        self.batches = batches
        self.members = Flat(members)
    }

    deinit {
        next.free()
        cost.free()
        worked.free()
        start.free()
        members.free()
        counters.free()
        counterStart.free()
        isOpen.free()
        cellStart.free()
    }

    /// Whether an officer may work a duty.
    @inline(__always)
    func may(_ officer: Int, _ duty: Int) -> Bool {
        tables.eligible[officer * tables.words + duty >> 6] >> UInt64(duty & 63) & 1 != 0
    }

    private static func open(_ tables: Tables) -> Flat<Bool> {
        let cells = tables.days * tables.shifts
        let open = Flat(repeating: false, count: tables.officers * cells)
        for officer in 0..<tables.officers {
            for word in 0..<tables.words {
                var bits = tables.eligible[officer * tables.words + word]
                while bits != 0 {
                    let duty = tables.duty[word * 64 + bits.trailingZeroBitCount]
                    open[officer * cells + Int(duty.day) * tables.shifts + Int(duty.shift)] = true
                    bits &= bits - 1
                }
            }
        }
        return open
    }

    /// The largest power of two up to 1024 with which no line's cost outgrows 32 bits.
    private static func scale(_ tables: Tables, _ automaton: RowAutomaton, _ counters: Flat<BoundCounter>) -> Int {
        var day = 0
        for index in 0..<tables.dutyCount {
            day = max(day, Int(max(tables.duty[index].minPrice, tables.duty[index].targetPrice)))
        }
        var multiplier = 0
        for index in 0..<counters.count {
            let range = counters[index].range(scale: 1)
            multiplier = max(multiplier, range.upperBound, -range.lowerBound)
        }
        day += multiplier * (BoundCounter.Kind.allCases.count + 1) + tables.weights.splitWeekend
        day += (0..<tables.price.count).reduce(0) { max($0, Int(tables.price[$1])) }
        day += automaton.steps.reduce(0) { max($0, Int($1.cost)) }
        var scale = 1024
        while scale > 1, day * scale * tables.days > Int(never) / 4 { scale /= 2 }
        return scale
    }
}
