import Postgres

/// Writes the rows of an import that differ from the database's, a whole table at a time.
///
/// When the database refuses a batch it is halved until the refused rows stand alone, each with its line.
struct MasterWriter {
    let connection: Connection
    var problems: ImportProblems
    /// Whether the import was refused before anything was written: then only faults of single values are worth telling,
    /// because the refused rows are missing to all others.
    private let isRefused: Bool
    private var refusals = 0

    /// Rows that the database alone refuses are told up to this number.
    static let refusalsTold = 200

    init(_ connection: Connection, problems: ImportProblems) {
        self.connection = connection
        self.problems = problems
        isRefused = !problems.isEmpty
    }

    /// Adds and changes the rows of a file that need it, and says how many there were of each kind.
    mutating func write(_ file: MasterFile, over state: MasterState) async throws -> ImportReport.File {
        var report = ImportReport.File(name: file.table.file, read: file.read, new: 0, changed: 0, unchanged: 0)
        var (new, changed): ([MasterRow], [MasterRow]) = ([], [])
        for row in file.rows {
            guard let key = row.key, row.unreadable.isEmpty, !problems.touches(file.table, line: row.line) else {
                continue
            }
            guard let stored = state.row(file.table, key) else {
                new.append(row)
                continue
            }
            if zip(row.values, stored).allSatisfy({ MasterWriter.isSame($0, $1) }) {
                report.unchanged += 1
            } else {
                changed.append(row)
            }
        }
        report.new = new.count
        report.changed = changed.count
        // Changes first, so that a range that ends earlier makes room for a new one; and what gives up a value that
        // only one row may have before what takes it.
        for batch in MasterWriter.givingUpFirst(changed, file.table) {
            try await write(batch[...], file.table.update, file.table)
        }
        try await write(new[...], file.table.insert, file.table)
        return report
    }

    /// Byte for byte: Swift's `==` takes two spellings of an accented letter for one.
    private static func isSame(_ left: String?, _ right: String?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): left.utf8.elementsEqual(right.utf8)
        default: false
        }
    }

    private static func givingUpFirst(_ rows: [MasterRow], _ table: MasterTable) -> [[MasterRow]] {
        for case .single(let column, let value) in table.rules {
            guard let position = table.position(column) else { continue }
            return [rows.filter { $0.values[position] != value }, rows.filter { $0.values[position] == value }]
        }
        return [rows]
    }

    private mutating func write(_ rows: ArraySlice<MasterRow>, _ sql: String, _ table: MasterTable) async throws {
        guard !rows.isEmpty, refusals < MasterWriter.refusalsTold else { return }
        let values = table.columns.indices.map { column in rows.map { $0.values[column] }.postgresParameter }
        try await connection.execute("SAVEPOINT import_rows")
        do {
            try await connection.execute(Statement(unsafe: sql, parameters: values))
            try await connection.execute("RELEASE SAVEPOINT import_rows")
        } catch let error as PostgresError where MasterWriter.isRefusal(error) {
            try await connection.execute("ROLLBACK TO SAVEPOINT import_rows")
            try await connection.execute("RELEASE SAVEPOINT import_rows")
            guard rows.count == 1, let row = rows.first else {
                let middle = rows.startIndex + rows.count / 2
                try await write(rows[..<middle], sql, table)
                try await write(rows[middle...], sql, table)
                return
            }
            note(error, row, table)
        }
    }

    private mutating func note(_ error: PostgresError, _ row: MasterRow, _ table: MasterTable) {
        let follows: Set<SQLState> = [.foreignKeyViolation, .uniqueViolation, .exclusionViolation]
        if isRefused, let state = error.sqlState, follows.contains(state) { return }
        refusals += 1
        let position = error.column.flatMap { table.position($0) }
        problems.add(
            table, line: row.line, column: position.map { table.columns[$0].name },
            value: position.map { row.values[$0] ?? "" } ?? row.key, rule: error.readableMessage)
    }

    /// Whether an error is about the rows themselves: constraints, wrong values, our own triggers.
    private static func isRefusal(_ error: PostgresError) -> Bool {
        guard error.code == .server, let state = error.sqlState else { return false }
        return ["22", "23", "EV"].contains(state.category) || state == .raisedException
    }
}

extension MasterTable {
    /// SQL that adds rows given as one text array per column.
    var insert: String {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return "INSERT INTO evenhand.\"\(name)\" (\(names)) SELECT \(incomingValues) FROM \(incoming)"
    }

    /// SQL that changes rows given as one text array per column.
    var update: String {
        let isKey = Set(keyPositions)
        func pairs(_ positions: [Int], _ separator: String, _ left: String) -> String {
            positions.map { "\(left)\"\(columns[$0].name)\" = \(incomingValue($0))" }.joined(separator: separator)
        }
        let changes = pairs(columns.indices.filter { !isKey.contains($0) }, ", ", "")
        return
            "UPDATE evenhand.\"\(name)\" t SET \(changes) FROM \(incoming) WHERE \(pairs(keyPositions, " AND ", "t."))"
    }

    private var incoming: String {
        let arrays = columns.indices.map { "$\($0 + 1)::text[]" }.joined(separator: ", ")
        return "unnest(\(arrays)) AS r(\(columns.indices.map { "c\($0)" }.joined(separator: ", ")))"
    }

    private var incomingValues: String {
        columns.indices.map(incomingValue).joined(separator: ", ")
    }

    private func incomingValue(_ position: Int) -> String {
        let type = columns[position].type.sqlType
        return type == "text" ? "r.c\(position)" : "r.c\(position)::\(type)"
    }
}
