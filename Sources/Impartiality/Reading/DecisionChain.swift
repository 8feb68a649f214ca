/// Which decision extends which, while decisions.csv is read: a row may name one further down.
struct DecisionChain {
    private var extended: [String] = []
    private var lines: [Int] = []

    /// Notes what the next decision extends; empty for a first one.
    mutating func note(extends id: String, line: Int) {
        extended.append(id)
        lines.append(line)
    }

    /// Links the decisions, which are in the order of their places in `ids`, and notes what cannot be extended.
    func link(
        _ decisions: inout [History.Decision], ids: IdTable, _ table: inout HistoryTable, _ column: HistoryTable.Column
    ) {
        for (place, id) in extended.enumerated() where !id.isEmpty {
            let target = ids.place(of: Array(id.utf8)[...])
            guard target >= 0 else {
                if ids.isWhole { note(place, "is no \(ids.noun)", &table, column) }
                continue
            }
            let first = decisions[Int(target)]
            if min(first.officer, decisions[place].officer) < 0 {
                continue
            } else if first.officer != decisions[place].officer {
                note(place, "is a decision on another officer", &table, column)
            } else if first.recorded > decisions[place].recorded {
                note(place, "was recorded later than the decision that extends it", &table, column)
            } else {
                decisions[place].extends = target
            }
        }
        for place in cyclic(decisions) { note(place, "leads back to the decision itself", &table, column) }
    }

    private func note(
        _ place: Int, _ message: String, _ table: inout HistoryTable, _ column: HistoryTable.Column
    ) {
        table.problem(line: lines[place], column, value: extended[place], message)
    }

    /// The decisions that extend themselves, through others or at once. O(decisions).
    private func cyclic(_ decisions: [History.Decision]) -> [Int] {
        /// The walk that came by; 0 for none.
        var walk = [Int](repeating: 0, count: decisions.count)
        var found: [Int] = []
        for start in decisions.indices where walk[start] == 0 {
            var place = start
            while walk[place] == 0 {
                walk[place] = start + 1
                guard decisions[place].extends >= 0 else { break }
                place = Int(decisions[place].extends)
            }
            guard walk[place] == start + 1, decisions[place].extends >= 0 else { continue }
            // The walk ended where it had been: go round once more.
            let entry = place
            repeat {
                found.append(place)
                place = Int(decisions[place].extends)
            } while place != entry
        }
        return found
    }
}
