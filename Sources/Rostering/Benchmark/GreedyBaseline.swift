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
    // Copies of what is asked for most often.
    private let days: Int
    private let shiftCount: Int
    private let reach: Int
    private let gap: [Int]
    private let rostered: [Int32]
    private let most: [(run: Int, shifts: Int)]

    init(_ problem: Problem) {
        self.problem = problem
        candidates = GreedyCandidates(problem)
        plan = [Int32](repeating: -1, count: problem.officers.count * problem.days)
        filled = [Int](repeating: 0, count: problem.duties.count)
        worked = [Int](repeating: 0, count: problem.officers.count)
        load = problem.officers.history.flatMap(\.load)
        visits = problem.officers.siteHistory
        days = problem.days
        shiftCount = problem.shifts.count
        reach = problem.shifts.reach
        gap = problem.shifts.gap
        rostered = problem.officers.rostered
        most = (0..<problem.officers.count).map { officer in
            (problem.rules(officer).work.most, problem.rules(officer).shifts.upperBound)
        }
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
        let duty = problem.duties[index]
        let burdens = Burden.allCases.filter { has(duty, $0) }
        var best = (cost: limit, width: Int.min, worked: Int.min, officer: -1)
        candidates.forEach(index) { officer in
            let cell = officer * days + duty.day
            guard plan[cell] < 0 else { return }
            // The pattern alone rules most officers out.
            let pattern = patternPrice(cell, duty)
            guard pattern <= best.cost else { return }
            let cost = pattern + price(officer, cell, duty, burdens)
            guard cost <= best.cost else { return }
            let found = (cost: cost, width: candidates.width[officer], worked: worked[officer], officer: officer)
            if found < best, isLawful(officer, duty) { best = found }
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
        for burden in Burden.allCases where has(duty, burden) {
            load[officer * Burden.allCases.count + burden.rawValue] += 1
        }
        visits[officer * problem.officers.siteCount + problem.posts.site[duty.post]] += 1
    }

    private func has(_ duty: Problem.Duty, _ burden: Burden) -> Bool {
        switch burden {
        case .night: problem.shifts.isNight[duty.shift]
        case .weekend: isWeekend(duty.day)
        case .high: duty.isHigh
        }
    }

    /// The rest to the duties before and after, and the days in a row; the day itself is free.
    private func isLawful(_ officer: Int, _ duty: Problem.Duty) -> Bool {
        let first = officer * days
        var start = duty.day
        while start > 0, plan[first + start - 1] >= 0 { start -= 1 }
        var end = duty.day
        while end + 1 < days, plan[first + end + 1] >= 0 { end += 1 }
        let run = end - start + 1 + (start == 0 ? problem.officers.history[officer].work : 0)
        guard run <= most[officer].run else { return false }
        var day = duty.day - 1
        while day >= 0, day >= duty.day - reach, plan[first + day] < 0 { day -= 1 }
        if day >= 0, day >= duty.day - reach {
            let earlier = problem.duties[Int(plan[first + day])].shift
            if gap[earlier * shiftCount + duty.shift] > duty.day - day { return false }
        }
        day = duty.day + 1
        while day < days, day <= duty.day + reach, plan[first + day] < 0 { day += 1 }
        if day < days, day <= duty.day + reach {
            let later = problem.duties[Int(plan[first + day])].shift
            if gap[duty.shift * shiftCount + later] > day - duty.day { return false }
        }
        return true
    }

    private func patternPrice(_ cell: Int, _ duty: Problem.Duty) -> Int {
        let shift = Int(rostered[cell])
        if shift == duty.shift { return 0 }
        return shift < 0 ? problem.weights.workedRestDay[duty.day] : problem.weights.changedShift[duty.day]
    }

    /// What the duty adds besides the pattern, as far as it is easily seen.
    private func price(_ officer: Int, _ cell: Int, _ duty: Problem.Duty, _ burdens: [Burden]) -> Int {
        var cost = 0
        for request in problem.officers.requests[officer]
        where request.day == duty.day && (request.shift == nil || request.shift == duty.shift) {
            cost += problem.weights.request * request.weight
        }
        for burden in burdens {
            let count = load[officer * Burden.allCases.count + burden.rawValue]
            cost +=
                problem.weights.burden
                * max(0, count + 1 - problem.officers.history[officer].cap[burden.rawValue])
        }
        let visited = Int(visits[officer * problem.officers.siteCount + problem.posts.site[duty.post]])
        cost += problem.weights.siteRepeat * max(0, visited + 1 - problem.siteCap)
        if worked[officer] >= most[officer].shifts { cost += problem.weights.shifts }
        let isAlone = (duty.day == 0 || plan[cell - 1] < 0) && (duty.day == days - 1 || plan[cell + 1] < 0)
        return isAlone ? cost + problem.weights.minRun / 2 : cost
    }
}

/// A roster built by the greedy baseline, its cost counted from scratch. Seconds at the size of a whole country.
package func greedyRoster(_ problem: Problem) -> Roster {
    let start = ContinuousClock.now
    var greedy = GreedyBaseline(problem)
    greedy.run()
    return Roster(problem, greedy.placements, seconds: (ContinuousClock.now - start) / .seconds(1))
}
