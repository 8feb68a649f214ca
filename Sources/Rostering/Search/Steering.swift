/// Which officers are worth trying on which duties, by the bound's prices.
///
/// What a choice costs beyond the officer's best line adds to the bound: where it comes to the cost of the roster known, no
/// better roster makes it, and where it comes near, few do. So the searches try the others only, cheapest first.
struct Steering {
    private let tables: Tables
    private let search: BoundSearch
    private var costs: ReducedCosts
    /// Highest reduced cost that is tried, in the bound's units.
    private let limit: Int
    /// Officers of each duty, each with his reduced cost above 32 bits.
    private var found: [[UInt64]]
    private var officer = 0

    init(_ tables: Tables, _ search: BoundSearch, upperBound: Int) {
        self.tables = tables
        self.search = search
        costs = ReducedCosts(search.model)
        let scale = search.model.scale
        let gap = upperBound * scale - search.bestValue
        let dearest = Steering.dearest * tables.problem.weights.belowTarget * scale
        limit = min(max(gap - scale, 0), dearest)
        found = [[UInt64]](repeating: [], count: tables.dutyCount)
    }

    /// Officers short of target, at weight 1, that a choice may cost to be tried.
    private static let dearest = 2

    func free() {
        costs.free()
    }

    /// Asks for some more officers; false when all are done.
    mutating func step(_ count: Int) -> Bool {
        for _ in 0..<count where officer < tables.officers {
            search.reducedCosts(officer, into: &costs)
            for word in 0..<tables.words {
                var bits = tables.eligible[officer * tables.words + word]
                var kept: UInt64 = 0
                while bits != 0 {
                    let bit = bits & (~bits + 1)
                    let duty = word * 64 + bits.trailingZeroBitCount
                    let cost = costs.duty(duty, search.best)
                    if cost <= limit {
                        kept |= bit
                        found[duty].append(UInt64(cost) << 32 | UInt64(officer))
                    }
                    bits &= bits - 1
                }
                tables.likely.bits[officer * tables.words + word] = kept
            }
            officer += 1
        }
        return officer < tables.officers
    }

    /// Gives the searches the lists.
    mutating func apply(_ tables: Tables) {
        tables.likely.list(
            found.map { list in list.sorted().map { Int32(truncatingIfNeeded: $0 & 0xFFFF_FFFF) } })
    }
}
