/// What each officer's row would cost and break with another duty, or none, on one day; counted on flat arrays.
///
/// A change of one day moves the sequence of shifts (priced by `RowPrices`, once for each officer, day and shift) and the
/// officer's counts (burdens and sites, a few additions). The tests compare both with `evaluate`.
struct RowChoices {
    /// What a row's cost would change by, and whether it would break the rest or the days in a row anew.
    struct Choice {
        var change: Int
        var breaksRest: Bool
        var breaksRun: Bool

        var isLawful: Bool { !breaksRest && !breaksRun }
    }

    /// What of a duty a row's counts depend on.
    private struct DutyFacts {
        var site: Int32
        var shift: Int32
        var isNight: Bool
        var isHigh: Bool
    }

    /// The duty of each officer and day by index, -1 for none: officer x days + day.
    let duties: [Int32]
    private let facts: [DutyFacts]
    private let days: Int
    private let shifts: Int
    private let sites: Int
    private let siteCap: Int
    private let prices: (burden: Int, site: Int)
    private var rows: RowPrices
    /// The row as it is, by officer: cost of the sequence and what it breaks; `unknown` until asked for.
    private var now: [Sequence]
    /// The row with another shift on a day, the last for a day off: (officer x days + day) x (shifts + 1) + shift.
    private var then: [Sequence]
    /// Load less cap, by officer and burden.
    private var excess: [Int32]
    /// Deployments by officer and site, history included.
    private var visits: [Int32]

    fileprivate struct Sequence {
        var cost: Int
        var rest: Int32
        var run: Int32

        static let unknown = Sequence(cost: .min, rest: 0, run: 0)
    }

    /// Linear in officers x (days x shifts + sites).
    init(_ problem: Problem, duties: [Int32]) {
        self.duties = duties
        days = problem.days
        siteCap = problem.siteCap
        prices = (problem.weights.burden, problem.weights.siteRepeat)
        shifts = problem.shifts.count
        sites = problem.officers.siteCount
        rows = RowPrices(problem)
        facts = problem.duties.map {
            DutyFacts(
                site: Int32(problem.posts.site[$0.post]), shift: Int32($0.shift),
                isNight: problem.shifts.isNight[$0.shift],
                isHigh: $0.isHigh)
        }
        now = [Sequence](repeating: .unknown, count: problem.officers.count)
        then = [Sequence](repeating: .unknown, count: duties.count * (shifts + 1))
        excess = problem.officers.history.flatMap { history in
            zip(history.load, history.cap).map { Int32($0 - $1) }
        }
        visits = problem.officers.siteHistory
        for officer in 0..<problem.officers.count {
            for day in 0..<problem.days {
                let duty = Int(duties[officer * problem.days + day])
                guard duty >= 0 else { continue }
                if facts[duty].isNight { excess[officer * 3] += 1 }
                if isWeekend(day) { excess[officer * 3 + 1] += 1 }
                if facts[duty].isHigh { excess[officer * 3 + 2] += 1 }
                visits[officer * sites + Int(facts[duty].site)] += 1
            }
        }
    }

    /// The officer's row with this duty (nil: a day off) instead of whatever that day has.
    mutating func choice(_ officer: Int, _ day: Int, _ index: Int?) -> Choice {
        let cell = officer * days + day
        let shift = index.map { Int(facts[$0].shift) } ?? shifts
        let before = current(officer)
        let place = cell * (shifts + 1) + shift
        if then[place].cost == .min {
            then[place] = Sequence(rows.sequence(officer, duties, changing: (day, shift == shifts ? -1 : shift)))
        }
        let after = then[place]
        return Choice(
            change: after.cost - before.cost + counts(officer, day, from: Int(duties[cell]), to: index ?? -1),
            breaksRest: after.rest > before.rest, breaksRun: after.run > before.run)
    }

    /// The change of a choice's cost term by term, counted anew.
    mutating func costs(_ officer: Int, taking day: Int, _ index: Int) -> TermCosts {
        rows.price(officer, duties, changing: (day, index)).costs - rows.price(officer, duties).costs
    }

    /// What the officer's burden `high` would change by with one high duty less.
    func withoutHigh(_ officer: Int) -> Int {
        step(officer * 3 + 2, by: -1) * prices.burden
    }

    private mutating func current(_ officer: Int) -> Sequence {
        if now[officer].cost == .min { now[officer] = Sequence(rows.sequence(officer, duties)) }
        return now[officer]
    }

    /// Burdens and sites.
    private func counts(_ officer: Int, _ day: Int, from before: Int, to after: Int) -> Int {
        var burden = 0
        let wasNight = before >= 0 && facts[before].isNight
        let wasHigh = before >= 0 && facts[before].isHigh
        let isNight = after >= 0 && facts[after].isNight
        let isHigh = after >= 0 && facts[after].isHigh
        if wasNight != isNight { burden += step(officer * 3, by: isNight ? 1 : -1) }
        if (before >= 0) != (after >= 0), isWeekend(day) { burden += step(officer * 3 + 1, by: after >= 0 ? 1 : -1) }
        if wasHigh != isHigh { burden += step(officer * 3 + 2, by: isHigh ? 1 : -1) }
        let left = before >= 0 ? facts[before].site : -1
        let taken = after >= 0 ? facts[after].site : -1
        var site = 0
        if left != taken {
            if left >= 0 { site -= max(0, Int(visits[officer * sites + Int(left)]) - siteCap) }
            if taken >= 0 { site += max(0, Int(visits[officer * sites + Int(taken)]) + 1 - siteCap) }
        }
        return burden * prices.burden + site * prices.site
    }

    /// What the triangle of a burden's excess changes by with one duty more or less.
    @inline(__always)
    private func step(_ place: Int, by sign: Int) -> Int {
        let excess = Int(excess[place])
        return sign > 0 ? max(0, excess + 1) : -max(0, excess)
    }
}

extension RowChoices.Sequence {
    fileprivate init(_ price: RowPrices.Price) {
        self.init(cost: price.costs.total, rest: Int32(price.rest), run: Int32(price.run))
    }
}
