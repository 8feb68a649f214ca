/// Looks at every set of chains, where there are few enough.
///
/// The officers are put on the board without settling their rows; rest and runs are asked for when a set is whole, so that
/// two links of one officer that are lawful only together are found too.
extension RepairSearch {
    private struct Inquiry {
        var budget: Int
        var best: Int
        var bestChains: [[Link]]
        var found = false
        var links: [[Link]]
    }

    /// True where nothing better than the links can exist: the best set is made then.
    mutating func enumerate() -> Bool {
        if vacancies.isEmpty { return true }
        guard !chosen.contains(where: { $0 > 0 }) else { return false }
        let made = chains
        let before = board.cost
        unmakeAll()
        guard isSmall else {
            for link in sequence(of: made) { _ = make(link) }
            return false
        }
        let known = before - board.cost + order.pricePerChange * made.reduce(0) { $0 + $1.count }
        var inquiry = Inquiry(
            budget: order.work, best: known, bestChains: made,
            links: [[Link]](repeating: [], count: vacancies.count))
        let isWhole = look(at: 0, vacancies[0], depth: 0, &inquiry)
        if inquiry.found { chains = inquiry.bestChains }
        for link in sequence(of: chains) { _ = make(link) }
        return isWhole
    }

    /// Whether every set of chains could be looked at within the work that is left, at a rough count.
    private var isSmall: Bool {
        var sets = 1.0
        for duty in vacancies {
            let group = Int(tables.duty[duty].group)
            var free = 0.0
            var busy = 0.0
            for place in Int(tables.holderStart[group])..<Int(tables.holderStart[group + 1]) {
                let officer = Int(tables.holders[place])
                guard mayTake(officer, duty) else { continue }
                if standing(officer, duty) < 0 { free += 1 } else { busy += 1 }
            }
            var chains = 1.0
            for _ in 0..<order.chain { chains = 1 + free + busy * chains }
            sets *= chains
        }
        return min(sets, rosters) < Double(order.work - trials)
    }

    /// Rosters that differ from the base on the days of the vacancies only.
    private var rosters: Double {
        Set(vacancies.map { problem.duties[$0].day }).reduce(1) { rosters, day in
            let duties = Double(tables.dayStart[day + 1] - tables.dayStart[day])
            return (0..<tables.officers).reduce(rosters) { $1 < 64 ? $0 * (1 + duties) : .infinity }
        }
    }

    /// Tries everything for one open place and what follows it; false when the budget is used up.
    private mutating func look(at index: Int, _ duty: Int, depth: Int, _ inquiry: inout Inquiry) -> Bool {
        guard promises(from: index, duty, inquiry) else { return true }
        guard goOn(after: index, &inquiry) else { return false }
        let facts = tables.duty[duty]
        guard board.filled[duty] < facts.target, board.editCount < Board.mostEdits - 2 else { return true }
        let day = Int(facts.day)
        // Two places of one duty: the officers in rising order, so that each pair is looked at once.
        let twin = depth == 0 && index > 0 && vacancies[index - 1] == duty
        if twin, inquiry.links[index - 1].isEmpty { return true }
        let least = twin ? Int(inquiry.links[index - 1][0].officer) + 1 : 0
        let group = Int(facts.group)
        for place in Int(tables.holderStart[group])..<Int(tables.holderStart[group + 1]) {
            let officer = Int(tables.holders[place])
            guard officer >= least, mayTake(officer, duty) else { continue }
            guard trials < inquiry.budget else { return false }
            trials += 1
            let now = standing(officer, duty)
            let taken = Int32(truncatingIfNeeded: duty)
            inquiry.links[index].append(
                Link(officer: Int32(truncatingIfNeeded: officer), takes: taken, leaves: now))
            board.put(officer, day, taken)
            isChanged[officer * tables.days + day] = true
            let isWhole =
                now >= 0 && depth + 1 < order.chain
                ? look(at: index, Int(now), depth: depth + 1, &inquiry) : goOn(after: index, &inquiry)
            board.put(officer, day, now)
            board.editCount -= 2
            isChanged[officer * tables.days + day] = false
            inquiry.links[index].removeLast()
            if !isWhole { return false }
        }
        return true
    }

    private mutating func goOn(after index: Int, _ inquiry: inout Inquiry) -> Bool {
        if index + 1 < vacancies.count {
            return look(at: index + 1, vacancies[index + 1], depth: 0, &inquiry)
        }
        trials += 1
        judge(&inquiry)
        return trials < inquiry.budget
    }

    /// Whether the places still to look at could bring the coverage down to the best known.
    private func promises(from index: Int, _ duty: Int, _ inquiry: Inquiry) -> Bool {
        var most = Int(tables.duty[duty].minPrice)
        for later in vacancies.dropFirst(index + 1) { most += Int(tables.duty[later].minPrice) }
        // Costs other than coverage stay far below the price of one officer short.
        return board.delta - most < inquiry.best + Int(Self.shortPrice) / 2
    }

    /// Settles every row touched and keeps the set if it is lawful and the best so far.
    private mutating func judge(_ inquiry: inout Inquiry) {
        let coverage = board.delta
        defer {
            board.delta = coverage
            board.settledCount = 0
        }
        let links = inquiry.links.joined()
        for (place, link) in links.enumerated() {
            // Each officer once, from the first day changed to the last.
            if links.prefix(place).contains(where: { $0.officer == link.officer }) { continue }
            var first = Int(tables.duty[Int(link.takes)].day)
            var last = first
            for other in links where other.officer == link.officer {
                first = min(first, Int(tables.duty[Int(other.takes)].day))
                last = max(last, Int(tables.duty[Int(other.takes)].day))
            }
            if !board.settle(Int(link.officer), first, last) { return }
        }
        let value = board.delta + order.pricePerChange * links.count
        if value < inquiry.best {
            inquiry.best = value
            inquiry.bestChains = inquiry.links
            inquiry.found = true
        }
    }
}
