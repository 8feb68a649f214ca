import Deployment

extension MasterFile {
    /// Reads a file against its table's description: header, fields, single values, rules within a row, keys.
    init(_ table: MasterTable, bytes: [UInt8], problems: inout ImportProblems) {
        self.init(table)
        guard bytes.count <= MasterData.fileLimit else {
            problems.add(table, line: 0, rule: "a file has at most \(MasterData.fileLimit >> 20) MiB")
            return
        }
        var reader = CSVReader(bytes, fieldLimit: MasterData.valueLimit)
        guard let order = MasterFile.header(table, &reader, &problems) else { return }
        hasHeader = true
        var firstLines: [String: Int] = [:]
        while reader.next() {
            read += 1
            guard reader.isSound else {
                note(unsound: reader, order)
                continue
            }
            let row = MasterFile.row(table, reader, order, &problems)
            guard let key = row.key else {
                hasUnreadableKeys = true
                rows.append(row)
                continue
            }
            keys.insert(key)
            if let first = firstLines[key] {
                problems.add(
                    table, line: row.line, column: table.key.last, value: key,
                    rule: "one row for each \(table.key.joined(separator: ", ")); line \(first) has the same")
            } else {
                firstLines[key] = row.line
                rows.append(row)
            }
        }
        MasterFile.report(reader, table, order.map { table.columns[$0].name }, &problems)
    }

    /// Keeps the key of a row that cannot be divided into fields, where it shows.
    private mutating func note(unsound reader: CSVReader, _ order: [Int]) {
        guard table.keyPositions.count == 1, let field = order.firstIndex(of: table.keyPositions[0]),
            field < reader.fields.count,
            let key = table.columns[table.keyPositions[0]].type.canonical(reader.text(field))
        else {
            hasUnreadableKeys = true
            return
        }
        keys.insert(key)
    }

    private static func row(
        _ table: MasterTable, _ reader: CSVReader, _ order: [Int], _ problems: inout ImportProblems
    ) -> MasterRow {
        var values = [String?](repeating: nil, count: table.columns.count)
        var unreadable: Set<Int> = []
        for (field, position) in order.enumerated() {
            let column = table.columns[position]
            let text = reader.text(field)
            if text.isEmpty, column.isNullable { continue }
            values[position] = column.type.canonical(text)
            if values[position] == nil {
                unreadable.insert(position)
                problems.add(
                    table, line: reader.fields[field].line, column: column.name, value: text,
                    rule: text.isEmpty ? "a value is required: \(column.type.sentence)" : column.type.sentence)
            }
        }
        let key = table.keyPositions.allSatisfy { !unreadable.contains($0) } ? table.key(of: values) : nil
        let row = MasterRow(line: reader.line, values: values, unreadable: unreadable, key: key)
        for rule in table.rules { rule.check(row, of: table, &problems) }
        return row
    }

    private static func report(
        _ reader: CSVReader, _ table: MasterTable, _ names: [String], _ problems: inout ImportProblems
    ) {
        for fault in reader.faults {
            var column = fault.field < names.count ? names[fault.field] : nil
            if case .ragged = fault.reason { column = nil }
            problems.add(
                table, line: fault.line, column: column, rule: "\(fault.sentence) (byte \(fault.byte) of the line)")
        }
        problems.add(uncounted: reader.faultCount - reader.faults.count)
    }
}

extension MasterFile {
    /// The table's column for each field, from the first record; nil when the header cannot be taken.
    private static func header(
        _ table: MasterTable, _ reader: inout CSVReader, _ problems: inout ImportProblems
    ) -> [Int]? {
        let expected = table.columns.map(\.name).joined(separator: ",")
        guard reader.next() else {
            problems.add(table, line: 1, rule: "the first line is the header \(expected)")
            return nil
        }
        let names = reader.fields.indices.map { reader.text($0) }
        let before = problems.count
        // Guarantee 9 before anything else that is wrong with the header.
        var refused: Set<String> = []
        for name in names {
            guard let word = ProtectedCharacteristic.word(in: name) else { continue }
            refused.insert(name)
            problems.add(
                table, line: 1, value: name,
                rule: "a column for a protected characteristic (\(word)) is never taken")
        }
        guard reader.isSound else {
            report(reader, table, names, &problems)
            return nil
        }
        let order = names.map { table.position($0) }
        for (field, name) in names.enumerated() where !refused.contains(name) {
            if order[field] == nil {
                problems.add(table, line: 1, value: name, rule: "an unknown column; the header is \(expected)")
            } else if names[..<field].contains(name) {
                problems.add(table, line: 1, column: name, rule: "a column stands in the header once")
            }
        }
        for column in table.columns where !names.contains(column.name) {
            problems.add(table, line: 1, column: column.name, rule: "the column is missing; the header is \(expected)")
        }
        return problems.count == before ? order.compactMap { $0 } : nil
    }
}
