/// Prices rows of days over and over without allocating: the terms of `Evaluation` in one walk over small arrays.
///
/// The tests compare it with `evaluate`.
struct RowPrices {
    let problem: Problem
    /// What the walk works on: the duty of each day, by index, or -1.
    private var duty: [Int]
    private var shift: [Int]
    private var visits: [Int32]

    /// The costs of a row and how often it breaks the rest and the days in a row.
    struct Price {
        var costs = TermCosts()
        var rest = 0
        var run = 0
    }

    init(_ problem: Problem) {
        self.problem = problem
        duty = [Int](repeating: -1, count: problem.days)
        shift = duty
        visits = [Int32](repeating: 0, count: problem.posts.siteIDs.count)
    }

    /// The price of an officer's row in the duties of all (officers x days, -1 for none), with one day changed where told.
    mutating func price(_ officer: Int, _ duties: [Int32], changing: (day: Int, duty: Int)? = nil) -> Price {
        for day in 0..<problem.days { put(Int(duties[problem.cell(officer, day)]), on: day) }
        if let changing { put(changing.duty, on: changing.day) }
        var price = Price()
        walk(officer, &price)
        loads(officer, &price)
        return price
    }

    /// The same of the sequence of shifts alone, without burdens and sites; a day changed to a shift, or to -1 for off.
    mutating func sequence(_ officer: Int, _ duties: [Int32], changing: (day: Int, shift: Int)? = nil) -> Price {
        for day in 0..<problem.days { put(Int(duties[problem.cell(officer, day)]), on: day) }
        if let changing { shift[changing.day] = changing.shift }
        var price = Price()
        walk(officer, &price)
        return price
    }

    private mutating func put(_ index: Int, on day: Int) {
        duty[day] = index
        shift[day] = index < 0 ? -1 : problem.duties[index].shift
    }

    /// Runs, nights, weekends, rest, and what each day costs by itself.
    private func walk(_ officer: Int, _ price: inout Price) {
        let rules = problem.rules(officer)
        let history = problem.officers.history[officer]
        let weights = problem.weights
        var before = history.last
        var isWorking: Bool? = history.work > 0 ? true : history.off > 0 ? false : nil
        var length = history.work > 0 ? history.work : history.off
        var kind = history.same > 0 ? history.last.map { problem.shifts.kind[$0.shift] } ?? -1 : -1
        var (inARow, same, count, weekends) = (history.work, history.same, history.shifts, history.weekends)
        var (short, long, over, split, changed, restDays, unwished) = (0, 0, 0, 0, 0, 0, 0)
        for day in 0..<problem.days {
            let now = shift[day]
            let works = now >= 0
            if works == isWorking {
                length += 1
            } else {
                if let isWorking { short += (isWorking ? rules.work : rules.off).endCost(length) }
                isWorking = works
                length = 1
            }
            long += (works ? rules.work : rules.off).dayCost(length) ?? 0
            inARow = works ? inARow + 1 : 0
            if rules.work.dayCost(inARow) == nil { price.run += 1 }
            let newKind = works ? problem.shifts.kind[now] : -1
            if newKind != kind {
                if kind >= 0 { short += rules.kinds[kind].endCost(same) }
                (kind, same) = (newKind, 0)
            }
            same += 1
            if kind >= 0 { over += rules.kinds[kind].dayCost(same) ?? 0 }
            if day % 7 == 5 {
                let sunday = day + 1 < problem.days ? shift[day + 1] >= 0 : nil
                if works || sunday == true { weekends += 1 }
                if let sunday, sunday != works { split += 1 }
            }
            guard works else { continue }
            count += 1
            if let before, problem.shifts.forbids(now, on: day, after: before) { price.rest += 1 }
            before = (now, day)
            let rostered = Int(problem.officers.rostered[problem.cell(officer, day)])
            if rostered < 0 {
                restDays += weights.workedRestDay[day]
            } else if rostered != now {
                changed += weights.changedShift[day]
            }
        }
        for request in problem.officers.requests[officer] where shift[request.day] >= 0 {
            if request.shift == nil || request.shift == shift[request.day] { unwished += request.weight }
        }
        price.costs[.shifts] = weights.shifts * max(0, rules.shifts.lowerBound - count, count - rules.shifts.upperBound)
        price.costs[.minRun] = short + long
        price.costs[.maxNights] = over
        price.costs[.splitWeekend] = rules.completeWeekends ? weights.splitWeekend * split : 0
        price.costs[.maxWeekends] = weights.maxWeekends * max(0, weekends - rules.maxWeekends)
        price.costs[.request] = weights.request * unwished
        price.costs[.changedShift] = changed
        price.costs[.workedRestDay] = restDays
    }

    /// Burdens and sites, history included.
    private mutating func loads(_ officer: Int, _ price: inout Price) {
        let history = problem.officers.history[officer]
        var (night, weekend, high) = (history.load[0], history.load[1], history.load[2])
        for day in 0..<problem.days where duty[day] >= 0 {
            if problem.shifts.isNight[shift[day]] { night += 1 }
            if isWeekend(day) { weekend += 1 }
            if problem.duties[duty[day]].isHigh { high += 1 }
            visits[problem.posts.site[problem.duties[duty[day]].post]] += 1
        }
        let cap = history.cap
        price.costs[.burden] =
            problem.weights.burden * (triangle(night - cap[0]) + triangle(weekend - cap[1]) + triangle(high - cap[2]))
        let first = officer * problem.officers.siteCount
        var excess = problem.officers.strandedExcess[officer]
        for site in visits.indices {
            let count = problem.officers.siteHistory[first + site] + visits[site]
            if Int(count) > problem.siteCap { excess += triangle(Int(count) - problem.siteCap) }
            visits[site] = 0
        }
        price.costs[.siteRepeat] = problem.weights.siteRepeat * excess
    }
}
