extension MasterRule {
    /// Checks a rule within a row; rules over several rows are not checked here.
    func check(_ row: MasterRow, of table: MasterTable, _ problems: inout ImportProblems) {
        switch self {
        case .notBefore(let later, let earlier):
            guard let last = value(row, table, later), let first = value(row, table, earlier) else { return }
            // ISO dates of four-digit years stand in the order of their texts.
            if last < first {
                problems.add(table, line: row.line, column: later, value: last, rule: "\(sentence) (\(first))")
            }
        case .atMost(let lesser, let greater):
            guard let small = value(row, table, lesser).flatMap({ Int($0) }),
                let large = value(row, table, greater).flatMap({ Int($0) })
            else { return }
            if small > large {
                problems.add(
                    table, line: row.line, column: lesser, value: String(small), rule: "\(sentence) (\(large))")
            }
        case .noOverlap, .single, .completeCycle: return
        }
    }

    private func value(_ row: MasterRow, _ table: MasterTable, _ column: String) -> String? {
        table.position(column).flatMap { row.values[$0] }
    }
}
