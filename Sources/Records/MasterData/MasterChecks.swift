/// The checks that need more than one row: references, and rules over tables as they would stand after the import.
struct MasterChecks {
    let files: [String: MasterFile]
    let state: MasterState
    var problems: ImportProblems

    /// Runs every check.
    mutating func run() {
        for table in MasterData.tables {
            if let file = files[table.name] { checkReferences(file) }
            for rule in table.rules { check(rule, table) }
        }
    }

    private mutating func check(_ rule: MasterRule, _ table: MasterTable) {
        switch rule {
        case .notBefore, .atMost: return
        case .noOverlap(let per, let from, let to):
            guard let file = files[table.name], let per = table.position(per), let from = table.position(from),
                let to = table.position(to)
            else { return }
            checkOverlap(rule, file, per: per, from: from, to: to)
        case .single(let column, let value):
            guard let file = files[table.name], let position = table.position(column) else { return }
            checkSingle(rule, file, position, value)
        case .completeCycle: checkCycles(rule)
        }
    }

    private mutating func checkReferences(_ file: MasterFile) {
        for (position, column) in file.table.columns.enumerated() {
            guard let target = column.references else { continue }
            let there = files[target]
            if let there, !there.hasHeader { continue }
            for row in file.rows {
                guard let value = row.values[position], there?.keys.contains(value) != true,
                    state.keys[target]?.contains(value) != true
                else { continue }
                problems.add(
                    file.table, line: row.line, column: column.name, value: value,
                    rule: "no such row in \(target).csv nor in the database")
            }
        }
    }

    /// Sweeps over the ranges of each group by first day, comparing with the range that reaches furthest so far.
    private mutating func checkOverlap(_ rule: MasterRule, _ file: MasterFile, per: Int, from: Int, to: Int) {
        let rows = MasterFile.merged(file.table, file, state, reading: [per, from, to])
        for group in Dictionary(grouping: rows, by: { $0.values[per] }).values {
            let sorted = group.sorted { ($0.values[from] ?? "", $0.line ?? 0) < ($1.values[from] ?? "", $1.line ?? 0) }
            var furthest: MergedRow?
            for row in sorted {
                guard let earlier = furthest else {
                    furthest = row
                    continue
                }
                // No end is later than every date.
                let end = earlier.values[to] ?? "9999"
                if let first = row.values[from], first <= end { blame(rule, file.table, row, earlier, from) }
                if row.values[to] ?? "9999" > end { furthest = row }
            }
        }
    }

    private mutating func blame(
        _ rule: MasterRule, _ table: MasterTable, _ row: MergedRow, _ other: MergedRow, _ column: Int
    ) {
        let (later, earlier) = (row.line ?? 0) >= (other.line ?? 0) ? (row, other) : (other, row)
        guard let line = later.line else { return }
        problems.add(
            table, line: line, column: table.columns[column].name, value: later.values[column],
            rule: "\(rule.sentence); this one overlaps \(earlier.place)")
    }

    private mutating func checkSingle(_ rule: MasterRule, _ file: MasterFile, _ position: Int, _ value: String) {
        let rows = MasterFile.merged(file.table, file, state, reading: [position])
            .filter { $0.values[position] == value }.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
        guard let first = rows.first else { return }
        for row in rows.dropFirst() {
            guard let line = row.line else { continue }
            problems.add(
                file.table, line: line, column: file.table.columns[position].name, value: value,
                rule: "\(rule.sentence); \(first.place) has it already")
        }
    }
}
