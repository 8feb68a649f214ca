/// The first roster: most constrained duty first, each to the officer whose row it makes least expensive.
///
/// Minima go before targets and officers whose pattern has the shift before the others.
struct Construction {
    private enum Pass: CaseIterable {
        case minimaOnPattern, minimaByAnyone, targetsOnPattern, targetsByAnyone
    }

    private let order: [Int]
    private var pass = 0
    private var place = 0
    /// Most officers looked at for one vacancy: fewer where there are more vacancies, so that a country is built in seconds.
    private let width: Int

    init(_ tables: Tables) {
        let places = (0..<tables.dutyCount).reduce(0) { $0 + Int(tables.duty[$1].target) }
        width = min(400, max(32, 4_000_000 / max(1, places)))
        var scarcity = [Int](repeating: 0, count: tables.dutyCount)
        for index in 0..<tables.dutyCount {
            let group = Int(tables.duty[index].group)
            let holders = Int(tables.holderStart[group + 1] - tables.holderStart[group])
            scarcity[index] = holders * 12 / max(1, Int(tables.duty[index].target))
        }
        order = (0..<tables.dutyCount).sorted { left, right in
            let (weighed, other) = (tables.duty[left].targetPrice, tables.duty[right].targetPrice)
            if weighed != other { return weighed > other }
            return (scarcity[left], left) < (scarcity[right], right)
        }
    }

    /// Looks at the next `count` duties; false when the roster is built.
    mutating func step(_ search: inout Search, _ count: Int) -> Bool {
        for _ in 0..<count {
            if place == order.count {
                place = 0
                pass += 1
            }
            guard pass < Pass.allCases.count, !order.isEmpty else { return false }
            staff(order[place], Pass.allCases[pass], &search)
            place += 1
        }
        return true
    }

    private func staff(_ index: Int, _ pass: Pass, _ search: inout Search) {
        let facts = search.tables.duty[index]
        let minima = pass == .minimaOnPattern || pass == .minimaByAnyone
        let wanted = minima ? facts.min : facts.target
        while search.board.filled[index] < wanted {
            guard let officer = cheapest(index, pass, search.tables, &search.board) else { return }
            search.board.put(officer, Int(facts.day), Int32(truncatingIfNeeded: index))
            _ = search.board.settle(officer, Int(facts.day), Int(facts.day))
            search.board.keep()
        }
    }

    /// The officer free that day whom the duty costs least, where filling it is worth that at all.
    private func cheapest(_ index: Int, _ pass: Pass, _ tables: Tables, _ board: inout Board) -> Int? {
        let facts = tables.duty[index]
        let day = Int(facts.day)
        let cell = day * tables.shifts + Int(facts.shift)
        let group = Int(facts.group)
        let onPattern = pass == .minimaOnPattern || pass == .targetsOnPattern
        let list = onPattern ? tables.onPattern : tables.holders
        let starts = onPattern ? tables.patternStart : tables.holderStart
        let key = onPattern ? cell : group
        let start = Int(starts[key])
        let length = Int(starts[key + 1]) - start
        var best: (delta: Int, officer: Int)?
        var looked = 0
        for step in 0..<length {
            let officer = Int(list[start + (step + index * 7) % length])
            guard board.duty[officer * tables.days + day] < 0, board.may(officer, index) else { continue }
            board.put(officer, day, Int32(truncatingIfNeeded: index))
            if board.settle(officer, day, day), board.delta < best?.delta ?? 0 { best = (board.delta, officer) }
            board.takeBack()
            looked += 1
            if looked == width { break }
        }
        return best?.officer
    }
}
