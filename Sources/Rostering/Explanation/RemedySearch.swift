/// Looks for single changes outside the roster that would bring an officer to a duty, or take its need away.
struct RemedySearch {
    private struct Found {
        var officer: Int
        var total: Int
    }

    private let index: Int
    private let duty: Problem.Duty
    private var renewals = RemedySearch.cheapest
    private var absences = RemedySearch.cheapest
    private var others = RemedySearch.cheapest

    /// A longer abstraction is leave or illness, not a course day or a court date that somebody could move.
    static let mostDaysMoved = 7

    private static var cheapest: Nearest<Found> {
        Nearest(Explainer.mostRemedies) { ($0.total, $0.officer) < ($1.total, $1.officer) }
    }

    init(_ explainer: Explainer, _ index: Int) {
        self.index = index
        duty = explainer.problem.duties[index]
    }

    /// Takes note of an officer whom one change would bring to the duty; `gain` is what one officer more saves there.
    ///
    /// Whoever a non-deployment covers is passed over: it is never proposed to lift one.
    mutating func consider(_ explainer: inout Explainer, _ holder: Explainer.Holder, _ gain: Int) {
        let officer = holder.officer
        switch holder.standing {
        case .lapsed:
            let problem = explainer.problem
            let lapsed = problem.posts.requires[duty.post].count { explainer.lapses(officer, $0) < duty.day }
            guard lapsed == 1, !problem.officers.isUnavailable[problem.cell(officer, duty.day)],
                !explainer.isExcluded(officer, duty), let change = explainer.room(officer, index)
            else { return }
            renewals.add(Found(officer: officer, total: change + gain))
        case .unavailable:
            let away = absence(explainer.problem, officer)
            guard away.count <= RemedySearch.mostDaysMoved, explainer.mayMove(officer, away),
                !explainer.isExcluded(officer, duty), let change = explainer.room(officer, index)
            else { return }
            absences.add(Found(officer: officer, total: change + gain))
        case .free:
            guard let choice = holder.choice, explainer.teams.isElsewhere(officer, duty, explainer.problem) else {
                return
            }
            let total = choice.change + gain - patternPrice(explainer.problem, officer)
            others.add(Found(officer: officer, total: total))
        default: return
        }
    }

    /// The remedies: those that fill a place first, then cheapest first.
    func found(_ explainer: inout Explainer) -> [Remedy] {
        let problem = explainer.problem
        var out: [Remedy] = []
        for found in renewals.items {
            let skill = problem.posts.requires[duty.post].first { explainer.lapses(found.officer, $0) < duty.day }
            guard let skill else { continue }
            let change = Remedy.Change.renewCurrency(
                officer: problem.officerIDs[found.officer], skill: problem.skillIDs[skill],
                lapsedAfter: explainer.lapses(found.officer, skill))
            out.append(Remedy(change: change, places: 1, cost: cost(&explainer, found.officer)))
        }
        for found in absences.items {
            let days = absence(problem, found.officer)
            let change = Remedy.Change.moveAbstraction(
                officer: problem.officerIDs[found.officer], from: days.lowerBound, to: days.upperBound)
            out.append(Remedy(change: change, places: 1, cost: cost(&explainer, found.officer)))
        }
        for found in others.items {
            let rostered = Int(problem.officers.rostered[problem.cell(found.officer, duty.day)])
            let change = Remedy.Change.bringIn(
                officer: problem.officerIDs[found.officer], team: problem.officers.team[found.officer],
                rostered: rostered < 0 ? nil : problem.shiftIDs[rostered])
            var costs = cost(&explainer, found.officer)
            costs[rostered < 0 ? .workedRestDay : .changedShift] -= patternPrice(problem, found.officer)
            out.append(Remedy(change: change, places: 1, cost: costs))
        }
        out += explainer.levels.remedies(explainer, index)
        return out.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if (first.places > 0) != (second.places > 0) { return first.places > 0 }
            return (first.cost.total, left.offset) < (second.cost.total, right.offset)
        }.map(\.element)
    }

    /// What working the duty costs by the rostered pattern alone.
    private func patternPrice(_ problem: Problem, _ officer: Int) -> Int {
        let rostered = Int(problem.officers.rostered[problem.cell(officer, duty.day)])
        if rostered < 0 { return problem.weights.workedRestDay[duty.day] }
        return rostered == duty.shift ? 0 : problem.weights.changedShift[duty.day]
    }

    private func cost(_ explainer: inout Explainer, _ officer: Int) -> TermCosts {
        var costs = TermCosts(explainer.coverage(index, by: 1))
        costs += explainer.choices.costs(officer, taking: duty.day, index)
        return costs
    }

    /// The days in a row, within the horizon, that an abstraction covers around the duty.
    private func absence(_ problem: Problem, _ officer: Int) -> ClosedRange<Int> {
        var (from, to) = (duty.day, duty.day)
        while from > 0, problem.officers.isUnavailable[problem.cell(officer, from - 1)] { from -= 1 }
        while to + 1 < problem.days, problem.officers.isUnavailable[problem.cell(officer, to + 1)] { to += 1 }
        return from...to
    }
}

/// Which teams are rostered for a shift of a day: those of which more than half of the officers are.
struct TeamPattern {
    private let team: [Int]
    /// (team x days + day) x shifts + shift.
    private let isOn: [Bool]
    /// Whether any team is: day x shifts + shift.
    private let isAnyOn: [Bool]

    init(_ problem: Problem) {
        var known: [String: Int] = [:]
        var sizes: [Int] = []
        team = problem.officers.team.map { id in
            let place = known[id] ?? sizes.count
            if place == sizes.count {
                known[id] = place
                sizes.append(0)
            }
            sizes[place] += 1
            return place
        }
        let shifts = problem.shifts.count
        var counts = [Int](repeating: 0, count: sizes.count * problem.days * shifts)
        for officer in team.indices {
            for day in 0..<problem.days {
                let shift = Int(problem.officers.rostered[problem.cell(officer, day)])
                if shift >= 0 { counts[(team[officer] * problem.days + day) * shifts + shift] += 1 }
            }
        }
        let cells = problem.days * shifts
        isOn = counts.enumerated().map { $1 * 2 > sizes[$0 / cells] }
        var any = [Bool](repeating: false, count: cells)
        for (place, on) in isOn.enumerated() where on { any[place % cells] = true }
        isAnyOn = any
    }

    /// Whether another team than the officer's is rostered for the duty's shift, and the officer is not.
    func isElsewhere(_ officer: Int, _ duty: Problem.Duty, _ problem: Problem) -> Bool {
        let shifts = problem.shifts.count
        return isAnyOn[duty.day * shifts + duty.shift]
            && !isOn[(team[officer] * problem.days + duty.day) * shifts + duty.shift]
            && Int(problem.officers.rostered[problem.cell(officer, duty.day)]) != duty.shift
    }
}
