/// What duties want at lower levels, as far as the problem says so of other days, and what lowering a site for a day saves.
struct LowerLevels {
    private struct Key: Hashable {
        var post: Int
        var shift: Int
        var weight: Int
    }

    private struct Want {
        var day: Int
        var min: Int
        var target: Int
    }

    private let wants: [Key: [Want]]

    init(_ problem: Problem) {
        var wants: [Key: [Want]] = [:]
        for duty in problem.duties {
            wants[Key(post: duty.post, shift: duty.shift, weight: duty.weight), default: []].append(
                Want(day: duty.day, min: duty.min, target: duty.target))
        }
        self.wants = wants
    }

    /// The lower levels of the duty's site for its day: each that the problem knows of this duty, else the next one.
    func remedies(_ explainer: Explainer, _ index: Int) -> [Remedy] {
        let problem = explainer.problem
        let duty = problem.duties[index]
        let lower = [2, 1].filter { $0 < duty.weight }
        var weights = lower.filter { want(duty, $0) != nil }
        if weights.isEmpty { weights = Array(lower.prefix(1)) }
        return weights.map { weight in
            let known = want(duty, weight)
            let target = known?.target ?? duty.target
            let change = Remedy.LowerLevel(
                site: problem.posts.siteIDs[problem.posts.site[duty.post]], from: duty.weight, to: weight,
                min: known?.min ?? duty.min, target: target, isKnown: known != nil)
            let open = max(0, target - explainer.filled[index])
            return Remedy(
                change: .lowerLevel(change), places: max(0, duty.target - explainer.filled[index] - open),
                cost: saving(explainer, duty, weight))
        }
    }

    /// What the duty wants at another level on the nearest such day, weekends by weekends.
    private func want(_ duty: Problem.Duty, _ weight: Int) -> Want? {
        wants[Key(post: duty.post, shift: duty.shift, weight: weight)]?.min { left, right in
            func distance(_ want: Want) -> (Int, Int, Int) {
                (isWeekend(want.day) == isWeekend(duty.day) ? 0 : 1, abs(want.day - duty.day), want.day)
            }
            return distance(left) < distance(right)
        }
    }

    /// The change of the cost were all duties of the site and day that have this level lowered, and nobody moved.
    private func saving(_ explainer: Explainer, _ lowered: Problem.Duty, _ weight: Int) -> TermCosts {
        let problem = explainer.problem
        var costs = TermCosts()
        let first = problem.dutyRange(day: lowered.day, shift: 0).lowerBound
        let end = problem.dutyRange(day: lowered.day, shift: problem.shifts.count - 1).upperBound
        for index in first..<end {
            let duty = problem.duties[index]
            guard duty.weight == lowered.weight, problem.posts.site[duty.post] == problem.posts.site[lowered.post]
            else { continue }
            let known = want(duty, weight)
            let (min, target) = (known?.min ?? duty.min, known?.target ?? duty.target)
            let filled = explainer.filled[index]
            let missing = weight * max(0, min - filled) - duty.weight * max(0, duty.min - filled)
            let short =
                weight * max(0, target - max(filled, min)) - duty.weight * max(0, duty.target - max(filled, duty.min))
            costs[.belowMin] += problem.weights.belowMin * missing
            costs[.belowTarget] += problem.weights.belowTarget * short
            guard duty.isHigh else { continue }
            for officer in explainer.officers(on: index) where !explainer.isOdd[officer] {
                costs[.burden] += explainer.choices.withoutHigh(officer)
            }
        }
        return costs
    }
}
