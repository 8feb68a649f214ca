/// Explains every duty of the roster that is below its target, in the order of day, shift and post.
///
/// Takes some nanoseconds for each officer and duty, and some microseconds for each candidate named.
package func explain(_ problem: Problem, _ roster: Roster) -> [DutyExplanation] {
    var explainer = Explainer(problem, roster.placements(in: problem))
    return explainer.dutiesBelowTarget()
}

/// A roster taken apart so that every officer's change can be priced at once. Reasons may be asked of any duty and deployment.
///
/// The roster may break any rule; an officer with two duties on a day, or one that nobody wants, is counted but never
/// proposed. `duty` and `deployment` take some milliseconds at the size of a command.
package struct Explainer {
    static let mostCandidates = 8
    static let mostNearMisses = 4
    /// Of each kind.
    static let mostRemedies = 3

    /// The problem.
    package let problem: Problem
    /// Officers on each duty.
    let filled: [Int]
    let holders: Holders
    var choices: RowChoices
    /// Officers with two duties on a day, or one that nobody wants.
    let isOdd: [Bool]
    /// Their duties, by officer.
    let oddRows: [Int: [Placement]]
    let hasDecision: [Bool]
    /// Officers on each duty: those of duty i begin at `onDutyStart[i]`.
    let onDuty: [Int32]
    let onDutyStart: [Int]
    let levels: LowerLevels
    let teams: TeamPattern
    /// Days away that nobody may move, by cell; empty where all may be.
    private let fixed: [Bool]
    private var known: [[Charge]?]

    /// Takes a roster apart. Linear in placements and in officers x (days x shifts + sites + skills).
    ///
    /// `fixed` says of each officer and day (officer x days + day) whether it is a day away that nobody may move, such as
    /// one of recuperative duty: no remedy then names it. Where it is empty, as of a problem that says nothing of kinds of
    /// absence, all may be moved.
    package init(_ problem: Problem, _ placements: [Placement], fixed: [Bool] = []) {
        precondition(fixed.isEmpty || fixed.count == problem.officers.count * problem.days, "not one for each day")
        self.problem = problem
        self.fixed = fixed
        let pricer = RowPricer(problem, placements)
        filled = pricer.staffing
        isOdd = pricer.isOdd
        choices = RowChoices(problem, duties: pricer.duties)
        holders = Holders(problem)
        hasDecision = problem.officers.nonDeployments.map { !$0.isEmpty }
        levels = LowerLevels(problem)
        teams = TeamPattern(problem)
        known = [[Charge]?](repeating: nil, count: problem.officers.count)
        var odd: [Int: [Placement]] = [:]
        for placement in placements where pricer.isOdd[placement.officer] {
            odd[placement.officer, default: []].append(placement)
        }
        oddRows = odd
        var starts = [Int](repeating: 0, count: problem.duties.count + 1)
        for duty in pricer.staffing.indices { starts[duty + 1] = starts[duty] + pricer.staffing[duty] }
        onDutyStart = starts
        var on = [Int32](repeating: 0, count: starts[problem.duties.count])
        for placement in placements {
            guard let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift) else {
                continue
            }
            on[starts[duty]] = Int32(placement.officer)
            starts[duty] += 1
        }
        onDuty = on
    }

    /// Why each duty below its target is so, in the order of day, shift and post.
    package mutating func dutiesBelowTarget() -> [DutyExplanation] {
        var out: [DutyExplanation] = []
        for index in problem.duties.indices where filled[index] < problem.duties[index].target {
            out.append(duty(index))
        }
        return out
    }

    /// Officers on a duty, each once.
    func officers(on index: Int) -> Set<Int> {
        Set(onDuty[onDutyStart[index]..<onDutyStart[index + 1]].map { Int($0) })
    }

    /// Whether an officer's days away may be moved, all of them.
    func mayMove(_ officer: Int, _ away: ClosedRange<Int>) -> Bool {
        fixed.isEmpty || !away.contains { fixed[problem.cell(officer, $0)] }
    }

    // MARK: Rows, for the few that are told in full

    /// The officer's duties as they are.
    func placements(of officer: Int) -> [Placement] {
        if isOdd[officer] { return oddRows[officer, default: []] }
        return (0..<problem.days).compactMap { day in
            let index = Int(choices.duties[problem.cell(officer, day)])
            return index < 0 ? nil : Placement(problem, officer, index)
        }
    }

    /// The officer's row with this duty (nil: a day off) instead of whatever that day has.
    func row(of officer: Int, on day: Int, taking index: Int?) -> OfficerRow {
        var duties = placements(of: officer)
        duties.removeAll { $0.day == day }
        if let index {
            let place = duties.firstIndex { $0.day > day } ?? duties.count
            duties.insert(Placement(problem, officer, index), at: place)
        }
        return OfficerRow(problem, officer, duties)
    }

    /// What the officer's row is charged as it is, counted when first asked for.
    mutating func charges(_ officer: Int) -> [Charge] {
        if let known = known[officer] { return known }
        let now = OfficerRow(problem, officer, placements(of: officer)).charges()
        known[officer] = now
        return now
    }

    // MARK: Coverage

    /// What a duty costs with this many officers, in all.
    func shortage(_ index: Int, _ count: Int) -> Int {
        let duty = problem.duties[index]
        return duty.weight
            * (problem.weights.belowMin * max(0, duty.min - count)
                + problem.weights.belowTarget * max(0, duty.target - max(count, duty.min)))
    }

    /// What a duty costs with this many officers, charge by charge.
    func shortageCharges(_ index: Int, _ count: Int) -> [Charge] {
        let duty = problem.duties[index]
        let name = problem.name(of: index)
        let missing = duty.weight * problem.weights.belowMin * max(0, duty.min - count)
        let short = duty.weight * problem.weights.belowTarget * max(0, duty.target - max(count, duty.min))
        return [
            Charge(fact: .belowMin(name, filled: count, min: duty.min), amount: missing),
            Charge(fact: .belowTarget(name, filled: count, target: duty.target), amount: short),
        ].filter { $0.amount != 0 }
    }
}

extension Problem {
    /// The ids of a duty.
    func name(of index: Int) -> DutyName {
        let duty = duties[index]
        return DutyName(post: postIDs[duty.post], day: duty.day, shift: shiftIDs[duty.shift])
    }

    /// The ids of a duty's post and shift.
    func ids(of index: Int) -> (post: String, shift: String) {
        (postIDs[duties[index].post], shiftIDs[duties[index].shift])
    }
}
