/// A row of a table as it would stand after the import.
struct MergedRow: Sendable {
    let values: [String?]
    /// Line of the file; nil for a row that only the database has.
    let line: Int?

    /// The place in words, for reports about another row.
    var place: String {
        line.map { "line \($0)" } ?? "a row in the database"
    }
}

extension MasterFile {
    /// The rows of a table as they would stand after the import, those without readable values at `positions` left out.
    static func merged(
        _ table: MasterTable, _ file: MasterFile?, _ state: MasterState, reading positions: [Int]
    ) -> [MergedRow] {
        var result: [MergedRow] = []
        for row in file?.rows ?? [] where row.key != nil && row.canRead(positions) {
            result.append(MergedRow(values: row.values, line: row.line))
        }
        guard let stored = state.tables[table.name] else { return result }
        for (key, place) in stored.places where file?.keys.contains(key) != true {
            result.append(MergedRow(values: stored.rows[place], line: nil))
        }
        return result
    }
}
