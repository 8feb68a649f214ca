/// Explains every duty of the roster that is below its target, in the order of day, shift and post.
///
/// Takes some microseconds for each officer who could work a duty.
package func explain(_ problem: Problem, _ roster: Roster) -> [DutyExplanation] {
    let explainer = Explainer(problem, roster.placements(in: problem))
    return problem.duties.indices
        .filter { explainer.staffing.filled[$0] < problem.duties[$0].target }
        .map(explainer.explanation)
}

/// A roster taken apart by officer, so that one officer's change can be priced alone.
struct Explainer {
    private static let mostCandidates = 8

    let problem: Problem
    let staffing: Staffing
    private let rows: [OfficerRow]
    private let costs: [TermCosts]

    private struct Nearest {
        var officer: Int
        var left: Placement?
        var change: TermCosts
        var total: Int
    }

    init(_ problem: Problem, _ placements: [Placement]) {
        self.problem = problem
        staffing = Staffing(problem, placements)
        var duties = [[Placement]](repeating: [], count: problem.officerIDs.count)
        for placement in placements { duties[placement.officer].append(placement) }
        rows = duties.indices.map { OfficerRow(problem, $0, duties[$0]) }
        costs = rows.map { $0.costs() }
    }

    func explanation(_ index: Int) -> DutyExplanation {
        let duty = problem.duties[index]
        var counts: [Standing: Int] = [:]
        var lacking: [Int: Int] = [:]
        var lapsed: [Int: Int] = [:]
        var free: [Nearest] = []
        var elsewhere: [Int] = []
        for officer in rows.indices {
            let (standing, skill) = standing(officer, duty)
            counts[standing, default: 0] += 1
            switch standing {
            case .lacksSkill: lacking[skill ?? 0, default: 0] += 1
            case .lapsed: lapsed[skill ?? 0, default: 0] += 1
            case .free: free += [candidate(officer, index)].compactMap(\.self)
            case .onAnotherDuty: elsewhere.append(officer)
            default: break
            }
        }
        free.sort { $0.total < $1.total }
        var nearest = free.prefix(Explainer.mostCandidates)
        if nearest.count < Explainer.mostCandidates {
            let movable = elsewhere.compactMap { candidate($0, index) }.sorted { $0.total < $1.total }
            nearest += movable.prefix(Explainer.mostCandidates - nearest.count)
        }
        return DutyExplanation(
            post: problem.postIDs[duty.post], day: duty.day, shift: problem.shiftIDs[duty.shift], required: duty.target,
            min: duty.min, filled: staffing.filled[index], counts: counts, lacking: bySkill(lacking),
            lapsed: bySkill(lapsed), cheapestFree: free.first?.total,
            candidates: nearest.map { candidate in
                DutyExplanation.Candidate(
                    officer: problem.officerIDs[candidate.officer],
                    leaves: candidate.left.map { (problem.postIDs[$0.post], problem.shiftIDs[$0.shift]) },
                    change: candidate.change)
            })
    }

    private func bySkill(_ counts: [Int: Int]) -> [DutyExplanation.SkillCount] {
        counts.sorted { $0.key < $1.key }.map {
            DutyExplanation.SkillCount(skill: problem.skillIDs[$0.key], officers: $0.value)
        }
    }

    /// The first standing that applies, with the skill where one decides.
    private func standing(_ officer: Int, _ duty: Problem.Duty) -> (Standing, skill: Int?) {
        let today = rows[officer].duties.filter { $0.day == duty.day }
        if today.contains(where: { $0.post == duty.post && $0.shift == duty.shift }) { return (.onThisDuty, nil) }
        let requires = problem.posts.requires[duty.post]
        let held = requires.map { problem.officers.lastDay[officer * problem.officers.skillCount + $0] }
        if let place = held.firstIndex(of: OfficerTable.notHeld) { return (.lacksSkill, requires[place]) }
        if let place = held.firstIndex(where: { $0 < duty.day }) { return (.lapsed, requires[place]) }
        if problem.officers.isUnavailable[problem.cell(officer, duty.day)] { return (.unavailable, nil) }
        if problem.officers.nonDeployments[officer].contains(where: {
            $0.covers(post: duty.post, day: duty.day, shift: duty.shift)
        }) {
            return (.excluded, nil)
        }
        if !today.isEmpty { return (.onAnotherDuty, nil) }
        let changed = changedRow(officer, duty)
        if HardRule.restBetweenDuties(changed).count > HardRule.restBetweenDuties(rows[officer]).count {
            return (.resting, nil)
        }
        if HardRule.daysInARow(changed).count > HardRule.daysInARow(rows[officer]).count { return (.runLimit, nil) }
        return (.free, nil)
    }

    /// The officer's row with this duty instead of whatever that day has.
    private func changedRow(_ officer: Int, _ duty: Problem.Duty) -> OfficerRow {
        let others = rows[officer].duties.filter { $0.day != duty.day }
        let taken = Placement(officer: officer, day: duty.day, shift: duty.shift, post: duty.post)
        return OfficerRow(problem, officer, others + [taken])
    }

    /// The change of the cost if the officer took the duty; nil where the row would break the rest or the days in a row.
    private func candidate(_ officer: Int, _ index: Int) -> Nearest? {
        let duty = problem.duties[index]
        let changed = changedRow(officer, duty)
        guard HardRule.restBetweenDuties(changed).isEmpty, HardRule.daysInARow(changed).isEmpty else { return nil }
        var change = changed.costs() - costs[officer]
        change += coverage(index, from: staffing.filled[index], to: staffing.filled[index] + 1)
        let left = rows[officer].duties.first { $0.day == duty.day }
        if let left, let freed = problem.duty(post: left.post, day: left.day, shift: left.shift) {
            change += coverage(freed, from: staffing.filled[freed], to: staffing.filled[freed] - 1)
        }
        return Nearest(officer: officer, left: left, change: change, total: change.total)
    }

    private func coverage(_ index: Int, from before: Int, to after: Int) -> TermCosts {
        let duty = problem.duties[index]
        func short(_ count: Int) -> TermCosts {
            var costs = TermCosts()
            costs[.belowMin] = problem.weights.belowMin * duty.weight * max(0, duty.min - count)
            costs[.belowTarget] = problem.weights.belowTarget * duty.weight * max(0, duty.target - max(count, duty.min))
            return costs
        }
        return short(after) - short(before)
    }
}
