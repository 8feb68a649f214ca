/// A roster taken apart by officer, to price one officer's change term by term; rows are counted when first asked for.
package struct RowPricer {
    package let problem: Problem
    private(set) var staffing: Staffing
    private var rows: [[Placement]]
    private var counted: [Counted?]

    private struct Counted {
        var costs: TermCosts
        var broken: Broken
    }

    /// How often a row breaks the rest, and the days in a row.
    struct Broken {
        var rest: Int
        var run: Int
    }

    /// Takes apart any list of placements. Linear in placements.
    package init(_ problem: Problem, _ placements: [Placement]) {
        self.problem = problem
        staffing = Staffing(problem, placements)
        var rows = [[Placement]](repeating: [], count: problem.officerIDs.count)
        for placement in placements { rows[placement.officer].append(placement) }
        self.rows = rows
        counted = [Counted?](repeating: nil, count: rows.count)
    }

    func placements(of officer: Int) -> [Placement] {
        rows[officer]
    }

    /// The officer's row with this duty instead of whatever that day has.
    func changedRow(_ officer: Int, _ index: Int) -> OfficerRow {
        let duty = problem.duties[index]
        return OfficerRow(
            problem, officer, rows[officer].filter { $0.day != duty.day } + [Placement(problem, officer, index)])
    }

    func broken(_ row: OfficerRow) -> Broken {
        Broken(rest: HardRule.restBetweenDuties(row).count, run: HardRule.daysInARow(row).count)
    }

    mutating func broken(of officer: Int) -> Broken {
        count(officer).broken
    }

    /// What the cost changes by if the officer's row becomes this one, who takes one duty and leaves another.
    mutating func change(_ officer: Int, _ row: OfficerRow, takes: Int, leaves: Int?) -> TermCosts {
        var change = row.costs() - count(officer).costs
        change += coverage(takes, by: 1)
        if let leaves { change += coverage(leaves, by: -1) }
        return change
    }

    /// Makes the change of a link and says what it cost.
    package mutating func make(officer: Int, takes: Int, leaves: Int?) -> TermCosts {
        let row = changedRow(officer, takes)
        let change = self.change(officer, row, takes: takes, leaves: leaves)
        staffing.filled[takes] += 1
        if let leaves { staffing.filled[leaves] -= 1 }
        rows[officer] = row.duties
        counted[officer] = Counted(costs: row.costs(), broken: broken(row))
        return change
    }

    /// Officers on a duty now.
    package func filled(_ duty: Int) -> Int {
        staffing.filled[duty]
    }

    private mutating func count(_ officer: Int) -> Counted {
        if let known = counted[officer] { return known }
        let row = OfficerRow(problem, officer, rows[officer])
        let count = Counted(costs: row.costs(), broken: broken(row))
        counted[officer] = count
        return count
    }

    private func coverage(_ index: Int, by difference: Int) -> TermCosts {
        let duty = problem.duties[index]
        func short(_ count: Int) -> TermCosts {
            var costs = TermCosts()
            costs[.belowMin] = problem.weights.belowMin * duty.weight * max(0, duty.min - count)
            costs[.belowTarget] = problem.weights.belowTarget * duty.weight * max(0, duty.target - max(count, duty.min))
            return costs
        }
        return short(staffing.filled[index] + difference) - short(staffing.filled[index])
    }
}
