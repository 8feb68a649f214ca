/// A roster taken apart by officer, to price one officer's change term by term; rows are counted when first asked for.
package struct RowPricer {
    package let problem: Problem
    /// Officers on each duty.
    private(set) var staffing: [Int]
    /// The duty of each officer and day by index, -1 for none: officer x days + day.
    private(set) var duties: [Int32]
    /// Officers with two duties on a day, or one that nobody wants: their rows stay as they are.
    private(set) var isOdd: [Bool]
    private var prices: RowPrices
    private var counted: [RowPrices.Price?]

    /// Takes apart any list of placements. Linear in placements.
    package init(_ problem: Problem, _ placements: [Placement]) {
        self.problem = problem
        let posts = problem.postIDs.count
        var known = [Int32](repeating: -1, count: problem.days * problem.shifts.count * posts)
        for (index, duty) in problem.duties.enumerated() {
            known[(duty.day * problem.shifts.count + duty.shift) * posts + duty.post] = Int32(index)
        }
        staffing = [Int](repeating: 0, count: problem.duties.count)
        duties = [Int32](repeating: -1, count: problem.officerIDs.count * problem.days)
        isOdd = [Bool](repeating: false, count: problem.officerIDs.count)
        for placement in placements {
            let duty = known[(placement.day * problem.shifts.count + placement.shift) * posts + placement.post]
            let cell = problem.cell(placement.officer, placement.day)
            if duty >= 0 { staffing[Int(duty)] += 1 }
            if duty < 0 || duties[cell] >= 0 {
                isOdd[placement.officer] = true
            } else {
                duties[cell] = duty
            }
        }
        prices = RowPrices(problem)
        counted = [RowPrices.Price?](repeating: nil, count: problem.officerIDs.count)
    }

    /// The officer's duty of a day.
    func duty(of officer: Int, on day: Int) -> Int? {
        let duty = Int(duties[problem.cell(officer, day)])
        return duty < 0 ? nil : duty
    }

    /// The row as it is.
    mutating func price(of officer: Int) -> RowPrices.Price {
        if let known = counted[officer] { return known }
        let price = prices.price(officer, duties)
        counted[officer] = price
        return price
    }

    /// The row with this duty instead of whatever that day has.
    mutating func price(of officer: Int, taking index: Int) -> RowPrices.Price {
        prices.price(officer, duties, changing: (problem.duties[index].day, index))
    }

    /// What the cost changes by if the officer's row comes to this price by taking one duty and leaving another.
    mutating func change(_ officer: Int, _ after: RowPrices.Price, takes: Int, leaves: Int?) -> TermCosts {
        var change = after.costs - price(of: officer).costs
        addCoverage(takes, by: 1, to: &change)
        if let leaves { addCoverage(leaves, by: -1, to: &change) }
        return change
    }

    /// Makes the change of a link and says what it cost.
    package mutating func make(officer: Int, takes: Int, leaves: Int?) -> TermCosts {
        let after = price(of: officer, taking: takes)
        let change = self.change(officer, after, takes: takes, leaves: leaves)
        staffing[takes] += 1
        if let leaves { staffing[leaves] -= 1 }
        duties[problem.cell(officer, problem.duties[takes].day)] = Int32(takes)
        counted[officer] = after
        return change
    }

    /// Officers on a duty now.
    package func filled(_ duty: Int) -> Int {
        staffing[duty]
    }

    private func addCoverage(_ index: Int, by difference: Int, to change: inout TermCosts) {
        let duty = problem.duties[index]
        let (before, after) = (staffing[index], staffing[index] + difference)
        let missing = max(0, duty.min - after) - max(0, duty.min - before)
        let short = max(0, duty.target - max(after, duty.min)) - max(0, duty.target - max(before, duty.min))
        if missing != 0 { change[.belowMin] += problem.weights.belowMin * duty.weight * missing }
        if short != 0 { change[.belowTarget] += problem.weights.belowTarget * duty.weight * short }
    }
}
