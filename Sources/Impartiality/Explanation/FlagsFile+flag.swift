import Deployment

extension FlagsFile {
    /// The flag that a file of these flags has under an id such as `F00012`; nil where it has none. O(n log n).
    ///
    /// Found by its row, so that the file alone says how flags are numbered.
    package func flag(_ id: String, among flags: [AuditFlag]) -> AuditFlag? {
        guard let row = rows(csv(flags)).first(where: { $0.first == id })?.dropFirst() else { return nil }
        return flags.first { rows(csv([$0])).last?.dropFirst() == row }
    }

    private func rows(_ csv: [UInt8]) -> [[String]] {
        var reader = CSVReader(csv)
        var rows: [[String]] = []
        while reader.next() { rows.append(reader.fields.indices.map { reader.text($0) }) }
        return rows
    }
}
