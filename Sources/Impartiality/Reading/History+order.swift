extension History {
    /// The history with its rows in the order that the type promises, whatever the order of the files.
    func inOrder() -> History {
        var history = self
        history.currencies = History.sorted(currencies) { ($0.knownOn, "") }
        history.levels = History.sorted(levels) { ($0.from, "") }
        history.seasons = History.sorted(seasons) { ($0.from, $0.label) }
        history.swaps = History.sorted(swaps) { ($0.knownOn, $0.id) }
        history.abstractions = History.sorted(abstractions) { ($0.recorded, $0.id) }
        let order = decisions.indices.sorted {
            (decisions[$0].recorded, decisions[$0].id) < (decisions[$1].recorded, decisions[$1].id)
        }
        var place = [Int32](repeating: History.none, count: order.count)
        for (new, old) in order.enumerated() { place[old] = Int32(new) }
        history.decisions = order.map { old in
            var decision = decisions[old]
            if decision.extends >= 0 { decision.extends = place[Int(decision.extends)] }
            return decision
        }
        return history
    }

    /// Sorted by day and name; rows that are equal in both stay in their order. O(n) where they are sorted.
    private static func sorted<Row>(_ rows: [Row], by key: (Row) -> (Int32, String)) -> [Row] {
        let isInOrder = zip(rows, rows.dropFirst()).allSatisfy { key($0) <= key($1) }
        guard !isInOrder else { return rows }
        return rows.enumerated().sorted { left, right in
            let (a, b) = (key(left.element), key(right.element))
            return a == b ? left.offset < right.offset : a < b
        }.map(\.element)
    }
}
