/// What a roster costs and which hard rules it breaks, counted from scratch; the twin of the search's own sums.
package struct Evaluation: Sendable {
    /// A hard rule broken.
    package struct Violation: Sendable, Equatable {
        /// The rule.
        package var rule: HardRule
        /// Who, where and why, with ids.
        package var text: String
    }

    /// The cost, term by term.
    package var costs = TermCosts()
    /// Every hard rule broken, as often as the referee counts it.
    package var violations: [Violation] = []

    /// The cost in all.
    package var total: Int {
        costs.total
    }

    /// Whether no hard rule is broken.
    package var isLawful: Bool {
        violations.isEmpty
    }
}

/// Evaluates any list of placements, lawful or not. Linear in placements and officers x days.
package func evaluate(_ problem: Problem, _ placements: [Placement]) -> Evaluation {
    var evaluation = Evaluation()
    let staffing = Staffing(problem, placements)
    evaluation.violations += HardRule.onlyWhatIsWanted(staffing)
    evaluation.costs[.belowMin] = Term.belowMin(staffing)
    evaluation.costs[.belowTarget] = Term.belowTarget(staffing)
    var rows = [[Placement]](repeating: [], count: problem.officerIDs.count)
    for placement in placements { rows[placement.officer].append(placement) }
    for officer in rows.indices {
        let row = OfficerRow(problem, officer, rows[officer])
        evaluation.violations += row.violations()
        evaluation.costs += row.costs()
    }
    return evaluation
}

/// How many officers each duty has, and the placements on duties that nobody wants.
struct Staffing {
    let problem: Problem
    var filled: [Int]
    private(set) var unwanted: [Placement] = []

    init(_ problem: Problem, _ placements: [Placement]) {
        self.problem = problem
        filled = [Int](repeating: 0, count: problem.duties.count)
        for placement in placements {
            if let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift) {
                filled[duty] += 1
            } else {
                unwanted.append(placement)
            }
        }
    }
}

/// One officer's duties in order, with what most rules ask of them.
struct OfficerRow {
    let problem: Problem
    let officer: Int
    /// By day, start of the shift, shift id and post id.
    let duties: [Placement]
    let worked: [Bool]
    /// Kind of the shift of each day, -1 for none (`ShiftTable.kind`).
    let kinds: [Int]

    init(_ problem: Problem, _ officer: Int, _ placements: [Placement]) {
        self.problem = problem
        self.officer = officer
        // Most rows come in order and have one duty a day; sorting them costs more than all else here.
        let isInOrder = zip(placements, placements.dropFirst()).allSatisfy { $0.day < $1.day }
        duties = isInOrder ? placements : placements.sorted { OfficerRow.precedes($0, $1, problem) }
        var worked = [Bool](repeating: false, count: problem.days)
        var kinds = [Int](repeating: -1, count: problem.days)
        for duty in duties {
            worked[duty.day] = true
            kinds[duty.day] = max(kinds[duty.day], problem.shifts.kind[duty.shift])
        }
        self.worked = worked
        self.kinds = kinds
    }

    var rules: RowRules { problem.rules(officer) }
    var history: OfficerTable.History { problem.officers.history[officer] }
    var id: String { problem.officerIDs[officer] }

    /// The hard rules of the row; `onlyWhatIsWanted` is the roster's.
    func violations() -> [Evaluation.Violation] {
        HardRule.skillsInCurrency(self) + HardRule.available(self) + HardRule.oneDutyADay(self)
            + HardRule.restBetweenDuties(self) + HardRule.daysInARow(self)
    }

    /// The cost terms of the row; coverage is the roster's.
    func costs() -> TermCosts {
        var costs = TermCosts()
        costs[.shifts] = Term.shifts(self)
        costs[.minRun] = Term.minRun(self)
        costs[.maxNights] = Term.maxNights(self)
        costs[.splitWeekend] = Term.splitWeekend(self)
        costs[.maxWeekends] = Term.maxWeekends(self)
        costs[.request] = Term.request(self)
        costs[.changedShift] = Term.changedShift(self)
        costs[.workedRestDay] = Term.workedRestDay(self)
        costs[.burden] = Term.burden(self)
        costs[.siteRepeat] = Term.siteRepeat(self)
        return costs
    }

    /// The referee's order; ids by code point.
    private static func precedes(_ left: Placement, _ right: Placement, _ problem: Problem) -> Bool {
        if left.day != right.day { return left.day < right.day }
        let begin = problem.shifts.begin
        if begin[left.shift] != begin[right.shift] { return begin[left.shift] < begin[right.shift] }
        if left.shift != right.shift {
            return problem.shiftIDs[left.shift].utf8.lexicographicallyPrecedes(problem.shiftIDs[right.shift].utf8)
        }
        return problem.postIDs[left.post].utf8.lexicographicallyPrecedes(problem.postIDs[right.post].utf8)
    }
}
