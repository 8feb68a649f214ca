@testable import Rostering

/// The best repair by trying every roster there is; for problems with a handful of officer-days only.
struct RepairOracle {
    let problem: Problem
    let open: [Placement]
    let order: RepairOrder
    let vacancies: [Int]

    /// An officer of one day who takes a duty and may leave one.
    private struct Edge {
        var takes: Int
        var leaves: Int?
    }

    /// Rosters that differ from the base on days that may change.
    var size: Int {
        problem.officerIDs.indices.reduce(1) { size, _ in
            (0..<problem.days).reduce(size) { size, day in
                size > 100_000 ? size : size * (1 + problem.duties.count { $0.day == day })
            }
        }
    }

    /// Weight short of minima, and cost plus price of changes, of the best lawful roster that chains can reach.
    func best() -> (uncovered: Int, value: Int) {
        var days: [Int: Int] = [:]
        for placement in open {
            days[problem.cell(placement.officer, placement.day)] = problem.duty(
                post: placement.post, day: placement.day, shift: placement.shift)
        }
        var best = (uncovered: Int.max, value: Int.max)
        var roster = days
        func visit(_ cell: Int) {
            guard cell < problem.officerIDs.count * problem.days else {
                judge(days, roster, &best)
                return
            }
            visit(cell + 1)
            for (duty, facts) in problem.duties.enumerated() where facts.day == cell % problem.days {
                if days[cell] == duty || order.begun.contains(duty) || days[cell].map(order.begun.contains) == true {
                    continue
                }
                roster[cell] = duty
                visit(cell + 1)
                roster[cell] = days[cell]
            }
        }
        visit(0)
        return best
    }

    private func judge(_ base: [Int: Int], _ roster: [Int: Int], _ best: inout (uncovered: Int, value: Int)) {
        let changed = roster.filter { base[$0.key] != $0.value }
        let edges = changed.map { Edge(takes: $0.value, leaves: base[$0.key]) }
        guard isChains(edges) else { return }
        let placements = roster.map { cell, duty in Placement(problem, cell / problem.days, duty) }
        let evaluation = evaluate(problem, placements)
        guard evaluation.isLawful else { return }
        var filled = [Int](repeating: 0, count: problem.duties.count)
        for duty in roster.values { filled[duty] += 1 }
        let uncovered = zip(problem.duties, filled).reduce(0) { $0 + $1.0.weight * max(0, $1.0.min - $1.1) }
        let value = evaluation.total + order.pricePerChange * changed.count
        if (uncovered, value) < best { best = (uncovered, value) }
    }

    /// Whether the edges are chains of the allowed length that begin at vacancies.
    private func isChains(_ edges: [Edge]) -> Bool {
        var places = Dictionary(grouping: vacancies, by: \.self).mapValues(\.count)
        var depths = [Int](repeating: -1, count: edges.count)
        var isFollowed = [Bool](repeating: false, count: edges.count)
        func place() -> Bool {
            guard depths.contains(-1) else { return true }
            for edge in edges.indices where depths[edge] < 0 {
                if places[edges[edge].takes, default: 0] > 0 {
                    depths[edge] = 0
                    places[edges[edge].takes, default: 0] -= 1
                    if place() { return true }
                    places[edges[edge].takes, default: 0] += 1
                    depths[edge] = -1
                }
                for before in edges.indices
                where !isFollowed[before] && depths[before] >= 0 && depths[before] + 1 < order.chain
                    && edges[before].leaves == edges[edge].takes
                {
                    depths[edge] = depths[before] + 1
                    isFollowed[before] = true
                    if place() { return true }
                    isFollowed[before] = false
                    depths[edge] = -1
                }
            }
            return false
        }
        return place()
    }
}

/// A problem after an event, its roster before, and what is asked.
struct RepairCase {
    var document: ProblemDocument
    var problem: Problem
    var base: [Placement]
    var order: RepairOrder

    /// A random event on a random problem; nil where the roster has nothing that could fall out.
    init?(_ random: inout RandomProblem, officers: Int, days: Int? = nil) throws {
        var document = random.document(officers: officers)
        if let days, document.days > days { document.cut(to: days) }
        let before = try Problem(document)
        let roster = solve(before, limits: SolveLimits(iterations: 2000), progress: { _ in .goOn })
        let base = roster.placements(in: before)
        if random.chance(60) {
            guard !base.isEmpty else { return nil }
            let out = random.pick(base)
            let last = min(document.days - 1, out.day + random.number(0...3))
            document.officers[out.officer].unavailable.append(out.day...last)
            problem = try Problem(document)
            order = RepairOrder(problem: problem, base: base, without: out.officer, on: out.day...last)
        } else {
            let post = random.number(0...document.posts.count - 1)
            let first = random.number(0...document.days - 1)
            for index in document.demand.indices
            where document.demand[index].post == document.posts[post].id && document.demand[index].day >= first {
                document.demand[index].target += 1
                document.demand[index].min = document.demand[index].target - random.number(0...1)
                document.demand[index].weight = 4
            }
            problem = try Problem(document)
            order = RepairOrder(problem: problem, base: base, posts: [post], on: first...max(first, problem.days - 1))
        }
        let duties = problem.duties
        if random.chance(30), let begun = duties.indices.last(where: { duties[$0].day == 0 }) {
            order.begun.insert(begun)
        }
        order.pricePerChange = random.pick([0, 10, 25, 60])
        self.document = document
        self.base = base
    }

    /// The base without what fell out.
    var open: [Placement] {
        let withdrawn = Set(order.withdrawn)
        return base.filter { !withdrawn.contains($0) }
    }
}

extension ProblemDocument {
    /// The first days of the problem.
    mutating func cut(to count: Int) {
        days = count
        demand.removeAll { $0.day >= count }
        for index in officers.indices {
            officers[index].rostered = Array(officers[index].rostered.prefix(count))
            officers[index].requests.removeAll { $0.day >= count }
        }
        weights.changedShift = .everyDay(40)
        weights.workedRestDay = .everyDay(80)
    }
}
