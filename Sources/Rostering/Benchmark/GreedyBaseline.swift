/// The floor that a search is measured against: most constrained duty first, each to the officer who adds least.
///
/// What a careful person does by hand: minima before targets, officers on pattern before others, no look back. A duty's price
/// is what is easily seen of its cost (pattern, requests, burdens, sites, shifts over the most, a day worked alone); the runs
/// and weekends of the whole row are not. Its own state throughout, so that it owes the search nothing. Deterministic.
struct GreedyBaseline {
    let problem: Problem
    let candidates: GreedyCandidates
    /// Duty of each officer and day, -1 for none: officer x days + day.
    var plan: [Int32]
    /// Officers on each duty.
    var filled: [Int]
    /// Duties of each officer.
    private var worked: [Int]
    /// Loads in the order of `Burden`: officer x burdens + burden.
    private var load: [Int]
    private var visits: [Int32]

    init(_ problem: Problem) {
        self.problem = problem
        candidates = GreedyCandidates(problem)
        plan = [Int32](repeating: -1, count: problem.officers.count * problem.days)
        filled = [Int](repeating: 0, count: problem.duties.count)
        worked = [Int](repeating: 0, count: problem.officers.count)
        load = problem.officers.history.flatMap(\.load)
        visits = problem.officers.siteHistory
    }

    /// Fills minima, then targets, each first on pattern, then at any price that filling is worth.
    mutating func run() {
        let weights = problem.weights
        let order = problem.duties.indices.sorted { left, right in
            let (first, second) = (problem.duties[left], problem.duties[right])
            if first.weight != second.weight { return first.weight > second.weight }
            let scarcity = Double(candidates.counts[left]) / Double(first.target)
            let other = Double(candidates.counts[right]) / Double(second.target)
            return scarcity != other ? scarcity < other : left < right
        }
        for (goal, price) in [(\Problem.Duty.min, weights.belowMin), (\Problem.Duty.target, weights.belowTarget)] {
            for isOnPattern in [true, false] {
                for index in order {
                    let duty = problem.duties[index]
                    let worth = price * duty.weight
                    let limit = isOnPattern ? min(worth, weights.changedShift[duty.day]) : worth
                    while filled[index] < duty[keyPath: goal], place(index, below: limit) {}
                }
            }
        }
    }

    var placements: [Placement] {
        plan.indices.filter { plan[$0] >= 0 }.map { Placement(problem, $0 / problem.days, Int(plan[$0])) }
    }

    /// Gives the duty to its cheapest officer; false where nobody costs less than the limit.
    private mutating func place(_ index: Int, below limit: Int) -> Bool {
        var best = (cost: limit, width: Int.min, worked: Int.min, officer: -1)
        for place in candidates.holders(of: index) {
            let officer = Int(place)
            guard candidates.may(officer, index), isLawful(officer, index) else { continue }
            let cost = price(officer, index)
            let found = (cost: cost, width: candidates.width[officer], worked: worked[officer], officer: officer)
            if found < best { best = found }
        }
        guard best.officer >= 0 else { return false }
        take(best.officer, index)
        return true
    }

    private mutating func take(_ officer: Int, _ index: Int) {
        let duty = problem.duties[index]
        plan[problem.cell(officer, duty.day)] = Int32(index)
        filled[index] += 1
        worked[officer] += 1
        for burden in burdens(duty) { load[officer * Burden.allCases.count + burden.rawValue] += 1 }
        visits[officer * problem.officers.siteCount + problem.posts.site[duty.post]] += 1
    }

    private func burdens(_ duty: Problem.Duty) -> [Burden] {
        Burden.allCases.filter { has(duty, $0) }
    }

    private func has(_ duty: Problem.Duty, _ burden: Burden) -> Bool {
        switch burden {
        case .night: problem.shifts.isNight[duty.shift]
        case .weekend: isWeekend(duty.day)
        case .high: duty.isHigh
        }
    }

    /// One duty a day, the rest to the duties before and after, and the days in a row.
    private func isLawful(_ officer: Int, _ index: Int) -> Bool {
        let (duty, first) = (problem.duties[index], officer * problem.days)
        guard plan[first + duty.day] < 0 else { return false }
        let (shifts, reach) = (problem.shifts, problem.shifts.reach)
        if let before = (max(0, duty.day - reach)..<duty.day).last(where: { plan[first + $0] >= 0 }) {
            let earlier = problem.duties[Int(plan[first + before])].shift
            if shifts.gap[earlier * shifts.count + duty.shift] > duty.day - before { return false }
        }
        if let after = (duty.day + 1..<min(problem.days, duty.day + reach + 1)).first(where: { plan[first + $0] >= 0 })
        {
            let later = problem.duties[Int(plan[first + after])].shift
            if shifts.gap[duty.shift * shifts.count + later] > after - duty.day { return false }
        }
        var start = duty.day
        while start > 0, plan[first + start - 1] >= 0 { start -= 1 }
        var end = duty.day
        while end + 1 < problem.days, plan[first + end + 1] >= 0 { end += 1 }
        let run = end - start + 1 + (start == 0 ? problem.officers.history[officer].work : 0)
        return run <= problem.contract(officer).maxConsecutiveWork
    }

    private func price(_ officer: Int, _ index: Int) -> Int {
        let (duty, weights) = (problem.duties[index], problem.weights)
        let cell = problem.cell(officer, duty.day)
        let rostered = Int(problem.officers.rostered[cell])
        var cost = 0
        if rostered < 0 {
            cost = weights.workedRestDay[duty.day]
        } else if rostered != duty.shift {
            cost = weights.changedShift[duty.day]
        }
        for request in problem.officers.requests[officer]
        where request.day == duty.day && (request.shift == nil || request.shift == duty.shift) {
            cost += weights.request * request.weight
        }
        let cap = problem.officers.history[officer].cap
        for burden in Burden.allCases where has(duty, burden) {
            let count = load[officer * Burden.allCases.count + burden.rawValue]
            cost += weights.burden * max(0, count + 1 - cap[burden.rawValue])
        }
        let visited = Int(visits[officer * problem.officers.siteCount + problem.posts.site[duty.post]])
        cost += weights.siteRepeat * max(0, visited + 1 - problem.siteCap)
        if worked[officer] >= problem.contract(officer).maxShifts { cost += weights.shifts }
        let isAlone =
            (duty.day == 0 || plan[cell - 1] < 0) && (duty.day == problem.days - 1 || plan[cell + 1] < 0)
        return isAlone ? cost + weights.minRun / 2 : cost
    }
}

/// A roster built by the greedy baseline, its cost counted from scratch. Seconds at the size of a whole country.
package func greedyRoster(_ problem: Problem) -> Roster {
    let start = ContinuousClock.now
    var greedy = GreedyBaseline(problem)
    greedy.run()
    return Roster(problem, greedy.placements, seconds: (ContinuousClock.now - start) / .seconds(1))
}
