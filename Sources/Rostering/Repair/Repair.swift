/// The smallest lawful change found that fills what an event has left open.
///
/// A repair is a set of chains along a day: an officer takes a vacant place and may leave a duty for it, which the next
/// officer takes, and so on. Of all such sets it looks for the one with the least weight short of the minima, and among these
/// the least cost plus price for each officer-day changed. Every other placement stays.
package struct Repair: Sendable {
    /// The vacancies, one entry a place: those of weight first, then by day.
    package var vacancies: [Int]
    /// The links in an order in which they can be made one by one, each lawful when made.
    package var links: [RepairLink]
    /// The roster after them.
    package var placements: [Placement]
    /// Weight short of the minima before the event's vacancies were filled, and after.
    package var uncovered: (before: Int, after: Int)
    /// Cost of the roster with the vacancies open, and after the repair.
    package var cost: (before: TermCosts, after: TermCosts)
    /// Price of each officer-day that the links change, as the order gave it.
    package var pricePerChange: Int
    /// Whether every set of chains was looked at: there is no better one.
    package var isExact: Bool
    /// Trials made.
    package var trials: Int

    /// What the search weighed: the change of the cost and the price of the officer-days changed; below zero is worth it.
    package var value: Int {
        cost.after.total - cost.before.total + pricePerChange * links.count
    }

    /// Places that stay open, as duties.
    package var unfilled: [Int] {
        let headed = Set(links.filter { $0.depth == 0 }.map(\.vacancy))
        return vacancies.indices.filter { !headed.contains($0) }.map { vacancies[$0] }
    }
}

/// A choice that cannot be kept: the officer cannot lawfully take the duty, or no such place is open.
package struct ChoiceRefused: Error, Sendable, Equatable {
    /// Which of the order's choices.
    package var index: Int
}

/// Repairs a roster after an event; the same input gives the same repair.
///
/// Takes at most `order.work` trials, each about a third of a microsecond, besides some tens of milliseconds for tables at the
/// size of a whole command.
/// - Throws: `ChoiceRefused` for the first of the order's choices that cannot be kept.
package func repair(_ problem: Problem, _ base: [Placement], _ order: RepairOrder) throws(ChoiceRefused) -> Repair {
    var search = RepairSearch(problem, base, order)
    defer { search.free() }
    try search.choose()
    search.fillAll()
    let isExact = search.enumerate()
    let links = search.inOrder()
    let withdrawn = Set(order.withdrawn)
    let open = base.filter { !withdrawn.contains($0) }
    let placements = applied(links, to: open, problem)
    return Repair(
        vacancies: search.vacancies, links: links, placements: placements,
        uncovered: (uncovered(problem, open), uncovered(problem, placements)),
        cost: (evaluate(problem, open).costs, evaluate(problem, placements).costs),
        pricePerChange: order.pricePerChange, isExact: isExact,
        trials: search.trials)
}

/// The roster with the links made.
private func applied(_ links: [RepairLink], to base: [Placement], _ problem: Problem) -> [Placement] {
    var left: Set<Placement> = []
    var taken: [Placement] = []
    for link in links {
        if let leaves = link.leaves { left.insert(Placement(problem, link.officer, leaves)) }
        taken.append(Placement(problem, link.officer, link.takes))
    }
    return base.filter { !left.contains($0) } + taken
}

/// Weight times officers short of the minima.
private func uncovered(_ problem: Problem, _ placements: [Placement]) -> Int {
    zip(problem.duties, Staffing(problem, placements).filled).reduce(0) { $0 + $1.0.weight * max(0, $1.0.min - $1.1) }
}

extension Placement {
    /// An officer on a duty of the problem.
    package init(_ problem: Problem, _ officer: Int, _ duty: Int) {
        let wanted = problem.duties[duty]
        self.init(officer: officer, day: wanted.day, shift: wanted.shift, post: wanted.post)
    }
}
