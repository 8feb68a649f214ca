/// The order in which links can be made, and the links that a person has chosen.
extension RepairSearch {
    /// The links so that each follows the one before it in its chain and, where that can be, leaves its officer's row lawful.
    ///
    /// To be called with the links unmade; leaves them unmade.
    mutating func sequence(of chains: [[Link]]) -> [Link] {
        var next = [Int](repeating: 0, count: chains.count)
        var out: [Link] = []
        var isMoving = true
        while isMoving {
            isMoving = false
            for index in chains.indices {
                while next[index] < chains[index].count, make(chains[index][next[index]]) {
                    out.append(chains[index][next[index]])
                    next[index] += 1
                    isMoving = true
                }
            }
        }
        for link in out.reversed() { _ = unmake([link]) }
        for index in chains.indices { out += chains[index][next[index]...] }
        return out
    }

    /// All links in an order in which they can be made.
    mutating func inOrder() -> [RepairLink] {
        var heads: [[Int32]: (vacancy: Int, depth: Int)] = [:]
        for (vacancy, chain) in chains.enumerated() {
            for (depth, link) in chain.enumerated() { heads[[link.officer, link.takes]] = (vacancy, depth) }
        }
        unmakeAll()
        return sequence(of: chains).map { link in
            let head = heads[[link.officer, link.takes], default: (0, 0)]
            return RepairLink(
                officer: Int(link.officer), takes: Int(link.takes), leaves: link.leaves < 0 ? nil : Int(link.leaves),
                vacancy: head.vacancy, depth: head.depth)
        }
    }

    /// Takes every link back; each chain from its end, the chains in whatever order keeps the rows lawful.
    mutating func unmakeAll() {
        var made = chains.map(\.count)
        var isMoving = true
        while isMoving {
            isMoving = false
            for index in chains.indices {
                while made[index] > 0, unmake([chains[index][made[index] - 1]]) {
                    made[index] -= 1
                    isMoving = true
                }
            }
        }
    }

    /// Makes the links that are chosen, and closes the vacancies that a person wants left open.
    mutating func choose() throws(ChoiceRefused) {
        var current: Int?
        for (place, choice) in order.choices.enumerated() {
            // A choice follows the chain before it where that has just left this duty; else it heads a chain.
            let follows = current.flatMap { chains[$0].last }.map { Int($0.leaves) == choice.duty } ?? false
            let index: Int
            if follows, let current {
                index = current
            } else if let free = vacancies.indices.first(where: { vacancies[$0] == choice.duty && chosen[$0] == 0 }) {
                index = free
            } else {
                throw ChoiceRefused(index: place)
            }
            chosen[index] += 1
            current = index
            guard let officer = choice.officer else {
                current = nil
                continue
            }
            guard mayBeChosen(officer, choice.duty) else { throw ChoiceRefused(index: place) }
            let link = Link(
                officer: Int32(officer), takes: Int32(choice.duty), leaves: standing(officer, choice.duty))
            guard make(link) else { throw ChoiceRefused(index: place) }
            chains[index].append(link)
        }
        finishChosen()
    }

    /// A person may call in an officer at short notice where the search by itself would not.
    private func mayBeChosen(_ officer: Int, _ duty: Int) -> Bool {
        let cell = officer * tables.days + Int(tables.duty[duty].day)
        let now = board.duty[cell]
        return board.may(officer, duty) && !isPinned[officer] && !isChanged[cell] && now != Int32(duty)
            && (now < 0 || !isBegun[Int(now)]) && !isBegun[duty] && board.filled[duty] < tables.duty[duty].target
    }

    /// Fills what the last chosen link of each chain leaves, where that is worth it and was not decided.
    private mutating func finishChosen() {
        let decided = Set(order.choices.filter { $0.officer == nil }.map(\.duty))
        for index in vacancies.indices {
            guard let last = chains[index].last, last.leaves >= 0, !decided.contains(Int(last.leaves)) else { continue }
            var rest: [Link] = []
            _ = bestChain(
                Int(last.leaves), depth: min(chains[index].count, order.chain - 1), longest: order.chain, &rest)
            chains[index] += makeAll(rest)
        }
    }
}
