/// What each choice of one officer costs at the best prices beyond his best line, in fixed point.
///
/// Filled by `BoundSearch.reducedCosts`. With a bound B any lawful roster in which the officer makes the choice costs at least B plus the
/// choice's cost here.
struct ReducedCosts {
    private let model: BoundModel
    /// Least cost of a line with the choice less that of the best line: index day x (shifts + 1) + choice, a day off first;
    /// `BoundModel.never` where no lawful line makes it.
    let choice: Flat<Int32>
    /// What the best duty of a shift is worth: index day x shifts + shift.
    private let worth: Flat<Int32>
    private let forward: Flat<Int32>
    private let later: Flat<Int32>
    private(set) var officer = 0

    init(_ model: BoundModel) {
        self.model = model
        choice = Flat(repeating: 0, count: model.tables.days * model.width)
        worth = Flat(repeating: 0, count: model.cells)
        forward = Flat(repeating: 0, count: model.mostStates)
        later = Flat(repeating: 0, count: model.mostStates)
    }

    func free() {
        choice.free()
        worth.free()
        forward.free()
        later.free()
    }

    /// The cost of working the duty; `BoundModel.never` where he may not. Linear in his sites.
    func duty(_ index: Int, _ prices: BoundPrices) -> Int {
        let facts = model.tables.duty[index]
        let best = choice[Int(facts.day) * model.width + Int(facts.shift) + 1]
        if best == BoundModel.never || !model.may(officer, index) { return Int(BoundModel.never) }
        let own = model.worth(officer, index, prices)
        return Int(best) + Int(worth[Int(facts.day) * model.tables.shifts + Int(facts.shift)]) - own
    }

    /// Runs the dynamic program forwards over what `BatchProgram` found backwards for the officer in lane 0.
    mutating func fill(_ officer: Int, _ program: BatchProgram, _ prices: BoundPrices) {
        self.officer = officer
        let contract = model.contracts[model.tables.problem.officers.contract[officer]]
        let states = Int(contract.states)
        let never = BoundModel.never
        let least = program.value(0, Int(model.start[officer]), contract)
        for state in 0..<states { forward[state] = never }
        forward[Int(model.start[officer])] = 0
        for day in 0..<model.tables.days {
            for index in 0..<model.width { choice[day * model.width + index] = never }
            for state in 0..<states { later[state] = never }
            for state in 0..<states where forward[state] < never / 2 {
                for index in 0..<model.width {
                    let next = Int(model.next[(Int(contract.first) + state) * model.width + index])
                    if next == states { continue }
                    let cost = forward[state] + program.cost(day, state, index, contract)
                    if cost >= never / 2 { continue }
                    later[next] = min(later[next], cost)
                    let whole = cost + program.value(day + 1, next, contract)
                    if whole >= never / 2 { continue }
                    let place = day * model.width + index
                    choice[place] = min(choice[place], whole - least)
                }
            }
            for state in 0..<states { forward[state] = later[state] }
            for shift in 0..<model.tables.shifts {
                let cell = day * model.tables.shifts + shift
                let duty = program.pick(cell)
                worth[cell] = duty < 0 ? -never : Int32(model.worth(officer, duty, prices))
            }
        }
    }
}

extension BoundModel {
    /// What the duty's price leaves after the officer's multipliers of its site and, at Exceptional, of high duties.
    func worth(_ officer: Int, _ index: Int, _ prices: BoundPrices) -> Int {
        let facts = tables.duty[index]
        let first = Int(counterStart[officer])
        let last = Int(counterStart[officer + 1])
        var worth = Int(prices.duty[index])
        if facts.isHigh { worth -= Int(prices.multiplier[first + BoundCounter.Kind.highs.rawValue]) }
        for place in first + BoundCounter.Kind.allCases.count..<last where counters[place].site == facts.site {
            worth -= Int(prices.multiplier[place])
        }
        return worth
    }
}
