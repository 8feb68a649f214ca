import Deployment

/// One file of a history while it is read: its rows, its columns by name, and its problems.
struct HistoryTable {
    /// A column and the field in which it stands.
    struct Column {
        let name: String
        let field: Int
    }

    /// The longest field in bytes: a text of 100 kB is an ordinary one.
    static let fieldLimit = 1 << 20

    private var reader: CSVReader
    private let fields: [String: Int]
    private let header: [String]
    /// Whether every column is there, so that rows can be read.
    let isReadable: Bool
    private var faultsTaken = 0
    private(set) var problems: ProblemList
    /// False when a row was lost.
    private(set) var isWhole: Bool

    /// The table of a file; without bytes it has one problem and no row.
    init(_ file: HistoryFile, _ bytes: [UInt8]?) {
        var reader = CSVReader(bytes ?? [], fieldLimit: HistoryTable.fieldLimit)
        problems = ProblemList(file)
        var header: [String] = []
        if bytes == nil {
            problems.add(line: nil, column: nil, "the file is missing")
        } else if reader.next() {
            header = reader.fields.indices.map { reader.text($0) }
        }
        let isMissing = bytes == nil
        self.reader = reader
        self.header = header
        fields = HistoryTable.places(header, of: file, isMissing: isMissing, &problems)
        isReadable = fields.count == file.columns.count
        isWhole = isReadable
        takeFaults()
    }

    private static func places(
        _ header: [String], of file: HistoryFile, isMissing: Bool, _ problems: inout ProblemList
    ) -> [String: Int] {
        var places: [String: Int] = [:]
        for (field, name) in header.enumerated() {
            if let word = ProtectedCharacteristic.word(in: name) {
                problems.add(
                    line: 1, column: name, "names a protected characteristic (\(word)), which a history must not hold")
            } else if !file.columns.contains(name) {
                problems.add(line: 1, column: "field \(field + 1)", value: name, "is no column of \(file.fileName)")
            } else if places.updateValue(field, forKey: name) != nil {
                problems.add(line: 1, column: name, "stands twice in the header")
            }
        }
        guard !isMissing else { return places }
        for name in file.columns where places[name] == nil {
            problems.add(line: 1, column: name, header.isEmpty ? "is missing: the file is empty" : "is missing")
        }
        return places
    }

    /// A column of the file; its name is one of the schema.
    func column(_ name: String) -> Column {
        precondition(problems.file.columns.contains(name), "no column \(name) in \(problems.file.fileName)")
        return Column(name: name, field: fields[name] ?? 0)
    }

    /// Goes to the next row that has all its fields; false at the end.
    mutating func next() -> Bool {
        while reader.next() {
            takeFaults()
            if !reader.isSound { isWhole = false }
            if isReadable, reader.fields.count == header.count { return true }
        }
        problems.count(more: reader.faultCount - faultsTaken)
        faultsTaken = reader.faultCount
        return false
    }

    private mutating func takeFaults() {
        for fault in reader.faults[faultsTaken...] {
            var column: String?
            if case .ragged = fault.reason {
            } else {
                column =
                    header.indices.contains(fault.field) && fault.line > 1
                    ? header[fault.field] : "field \(fault.field + 1)"
            }
            problems.add(line: fault.line, column: column, fault.sentence)
        }
        faultsTaken = reader.faults.count
    }

    /// The line of the file on which the row begins.
    var line: Int { reader.line }

    /// The line of the file on which a field of the row begins.
    func line(of column: Column) -> Int { reader.fields[column.field].line }

    func isEmpty(_ column: Column) -> Bool { bytes(column).isEmpty }

    func text(_ column: Column) -> String { reader.text(column.field) }

    func bytes(_ column: Column) -> ArraySlice<UInt8> { reader.bytes(column.field) }

    /// Notes a problem with a field of the row.
    mutating func problem(_ column: Column, _ message: String) {
        problem(column, value: isEmpty(column) ? nil : text(column), message)
    }

    /// Notes a problem with a part of a field of the row.
    mutating func problem(_ column: Column, value: String?, _ message: String) {
        problems.add(line: line(of: column), column: column.name, value: value, message)
    }

    /// Notes a problem with the row as a whole.
    mutating func problem(ofRow message: String) {
        problems.add(line: line, column: nil, message)
    }

    /// Notes a problem with a row that has gone by.
    mutating func problem(line: Int, _ column: Column, value: String?, _ message: String) {
        problems.add(line: line, column: column.name, value: value, message)
    }
}
