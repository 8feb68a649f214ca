/// A roster taken apart by officer, to price one officer's change term by term; rows are counted when first asked for.
package struct RowPricer {
    package let problem: Problem
    private(set) var staffing: Staffing
    /// Each officer's duties by index.
    private var rows: [[Int]]
    /// Officers with two duties on a day, or one that nobody wants: their rows stay as they are.
    private(set) var isOdd: [Bool]
    private var prices: RowPrices
    private var counted: [RowPrices.Price?]

    /// Takes apart any list of placements. Linear in placements.
    package init(_ problem: Problem, _ placements: [Placement]) {
        self.problem = problem
        staffing = Staffing(problem, placements)
        var rows = [[Int]](repeating: [], count: problem.officerIDs.count)
        var isOdd = [Bool](repeating: false, count: rows.count)
        for placement in placements {
            guard let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift) else {
                isOdd[placement.officer] = true
                continue
            }
            if rows[placement.officer].contains(where: { problem.duties[$0].day == placement.day }) {
                isOdd[placement.officer] = true
            }
            rows[placement.officer].append(duty)
        }
        self.rows = rows
        self.isOdd = isOdd
        prices = RowPrices(problem)
        counted = [RowPrices.Price?](repeating: nil, count: rows.count)
    }

    /// The officer's duty of a day.
    func duty(of officer: Int, on day: Int) -> Int? {
        rows[officer].first { problem.duties[$0].day == day }
    }

    /// The row as it is.
    mutating func price(of officer: Int) -> RowPrices.Price {
        if let known = counted[officer] { return known }
        let price = prices.price(officer, rows[officer])
        counted[officer] = price
        return price
    }

    /// The row with this duty instead of whatever that day has.
    mutating func price(of officer: Int, taking index: Int) -> RowPrices.Price {
        prices.price(officer, rows[officer], changing: (problem.duties[index].day, index))
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
        staffing.filled[takes] += 1
        if let leaves { staffing.filled[leaves] -= 1 }
        rows[officer].removeAll { $0 == leaves }
        rows[officer].append(takes)
        counted[officer] = after
        return change
    }

    /// Officers on a duty now.
    package func filled(_ duty: Int) -> Int {
        staffing.filled[duty]
    }

    private func addCoverage(_ index: Int, by difference: Int, to change: inout TermCosts) {
        let duty = problem.duties[index]
        let (before, after) = (staffing.filled[index], staffing.filled[index] + difference)
        let missing = max(0, duty.min - after) - max(0, duty.min - before)
        let short = max(0, duty.target - max(after, duty.min)) - max(0, duty.target - max(before, duty.min))
        if missing != 0 { change[.belowMin] += problem.weights.belowMin * duty.weight * missing }
        if short != 0 { change[.belowTarget] += problem.weights.belowTarget * duty.weight * short }
    }
}
