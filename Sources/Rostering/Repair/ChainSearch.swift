/// The best chain for one vacancy, given all other links.
extension RepairSearch {
    /// Duties left that are followed up, by depth: those that promise most.
    private static let width = [24, 8]
    /// One part in this many of the work is kept for the full search.
    private static let kept = 4
    /// Rounds of looking at each chain again.
    private static let rounds = 4

    /// A link of the first kind that is worth following: the officer who leaves this duty at the least cost.
    private struct Lead {
        var link: Link
        /// Value of the link alone.
        var value: Int
        /// Value if the duty left were filled again for the price of a change.
        var hope: Int
    }

    /// Fills every vacancy that one officer can fill, then looks at each again, chains too, with the others in place.
    mutating func fillAll() {
        for index in vacancies.indices where chosen[index] == 0 { refill(index, longest: 1) }
        for _ in 0..<Self.rounds {
            var isBetter = false
            for index in vacancies.indices where chosen[index] == 0 {
                guard trials < order.work - order.work / Self.kept else { return }
                if refill(index) { isBetter = true }
            }
            if !isBetter { return }
        }
    }

    /// Replaces the chain of a vacancy by a better one; false where there is none.
    @discardableResult
    mutating func refill(_ index: Int, longest: Int? = nil) -> Bool {
        let old = chains[index]
        let before = board.cost
        guard unmake(old[...]) else { return false }
        let worth = before - board.cost + order.pricePerChange * old.count
        var best: [Link] = []
        let value = bestChain(vacancies[index], depth: 0, longest: longest ?? order.chain, &best)
        if value < min(worth, 0) {
            chains[index] = makeAll(best)
            return true
        }
        if worth > 0 {
            chains[index] = []
            return !old.isEmpty
        }
        chains[index] = makeAll(old)
        return false
    }

    mutating func makeAll(_ links: [Link]) -> [Link] {
        links.filter { make($0) }
    }

    /// Value of the best chain that begins with this duty (below 0 where filling is worth it), and its links.
    ///
    /// Looks at every officer who may take the duty, and follows the most promising duties that they would leave.
    mutating func bestChain(_ duty: Int, depth: Int, longest: Int, _ best: inout [Link]) -> Int {
        best = []
        let facts = tables.duty[duty]
        guard board.filled[duty] < facts.target, depth < longest else { return 0 }
        let day = Int(facts.day)
        var least = 0
        var leads: [Int32: Lead] = [:]
        let group = Int(facts.group)
        for place in Int(tables.holderStart[group])..<Int(tables.holderStart[group + 1]) {
            let officer = Int(tables.holders[place])
            guard trials < order.work - order.work / Self.kept, mayTake(officer, duty) else { continue }
            trials += 1
            let now = standing(officer, duty)
            board.put(officer, day, Int32(truncatingIfNeeded: duty))
            let isLawful = board.settle(officer, day, day)
            let value = board.delta + order.pricePerChange
            board.takeBack()
            guard isLawful else { continue }
            let link = Link(
                officer: Int32(truncatingIfNeeded: officer), takes: Int32(truncatingIfNeeded: duty), leaves: now)
            if value < least {
                least = value
                best = [link]
            }
            guard now >= 0, depth + 1 < longest else { continue }
            let hope = value - relief(Int(now)) + order.pricePerChange
            if hope < leads[now]?.hope ?? Int.max { leads[now] = Lead(link: link, value: value, hope: hope) }
        }
        guard !leads.isEmpty else { return least }
        let ordered = leads.values.sorted { ($0.hope, $0.link.leaves) < ($1.hope, $1.link.leaves) }
        for lead in ordered.prefix(Self.width[min(depth, Self.width.count - 1)]) where lead.hope < least {
            guard trials < order.work - order.work / Self.kept, make(lead.link) else { break }
            var rest: [Link] = []
            let value = lead.value + bestChain(Int(lead.link.leaves), depth: depth + 1, longest: longest, &rest)
            _ = unmake([lead.link])
            if value < least {
                least = value
                best = [lead.link] + rest
            }
        }
        return least
    }

    /// What one officer fewer on the duty costs in coverage.
    private func relief(_ duty: Int) -> Int {
        let facts = tables.duty[duty]
        let count = board.filled[duty]
        return count <= facts.min ? Int(facts.minPrice) : Int(facts.targetPrice)
    }
}
