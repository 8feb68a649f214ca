import Deployment

/// The return of a shift as CSV: a header of `officer`, `status` and `post` in any order, one row an officer.
///
/// An officer may have a second row where one of them is at the post of a relief within the shift.
struct AttendanceFile: Sendable {
    /// The columns, in the order in which the reference names them.
    static let columns = ["officer", "status", "post"]

    /// The largest file in bytes: a thousand times the rows of a shift of the whole command.
    static let limit = 4 << 20

    /// A row that could be read.
    struct Row: Sendable {
        let line: Int
        let entry: AttendanceEntry
    }

    private(set) var rows: [Row] = []
    private(set) var problems: [ImportProblem] = []
    private let name: String

    /// Reads a file; what is wrong with it is in `problems`, with line, column, value and rule.
    init(_ bytes: [UInt8], name: String) {
        self.name = name
        guard bytes.count <= AttendanceFile.limit else {
            add(0, rule: "a file has at most \(AttendanceFile.limit >> 20) MiB")
            return
        }
        var reader = CSVReader(bytes, fieldLimit: 200)
        guard let order = header(&reader) else { return }
        while reader.next() {
            guard reader.isSound else { continue }
            read(reader, order)
        }
        note(reader, order)
    }

    /// Adds a problem of a row that only the records could find.
    mutating func add(_ line: Int, column: String? = nil, value: String? = nil, rule: String) {
        problems.append(ImportProblem(file: name, line: line, column: column, value: value, rule: rule))
    }

    /// The problems in the order of lines.
    var sorted: [ImportProblem] { problems.sorted { ($0.line, $0.column ?? "") < ($1.line, $1.column ?? "") } }

    /// The column of each field; nil where the header cannot be taken.
    private mutating func header(_ reader: inout CSVReader) -> [String]? {
        let expected = AttendanceFile.columns.joined(separator: ",")
        guard reader.next() else {
            add(1, rule: "the first line is the header \(expected)")
            return nil
        }
        let names = reader.fields.indices.map { reader.text($0) }
        for (field, column) in names.enumerated() {
            // Guarantee 9 before anything else that is wrong with the header.
            if let word = ProtectedCharacteristic.word(in: column) {
                add(1, value: column, rule: "a column for a protected characteristic (\(word)) is never taken")
            } else if !AttendanceFile.columns.contains(column) {
                add(1, value: column, rule: "an unknown column; the header is \(expected)")
            } else if names[..<field].contains(column) {
                add(1, column: column, rule: "a column stands in the header once")
            }
        }
        for column in AttendanceFile.columns where !names.contains(column) {
            add(1, column: column, rule: "the column is missing; the header is \(expected)")
        }
        note(reader, names)
        return problems.isEmpty ? names : nil
    }

    private mutating func read(_ reader: CSVReader, _ order: [String]) {
        let values = Dictionary(uniqueKeysWithValues: order.indices.map { (order[$0], reader.text($0)) })
        let (officer, word, post) = (values["officer"] ?? "", values["status"] ?? "", values["post"] ?? "")
        var isSound = true
        func wrong(_ column: String, _ value: String, _ rule: String) {
            isSound = false
            add(reader.line, column: column, value: value, rule: rule)
        }
        if officer.isEmpty { wrong("officer", officer, "an officer is required") }
        let status = AttendanceStatus(rawValue: word)
        if status == nil {
            wrong(
                "status", word, "one of \(AttendanceStatus.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        if status == .worked, post.isEmpty { wrong("post", post, "who worked, worked at a post") }
        if let status, status != .worked, !post.isEmpty { wrong("post", post, "only who worked has a post") }
        guard isSound, let status else { return }
        rows.append(
            Row(
                line: reader.line,
                entry: AttendanceEntry(officer: officer, status: status, post: post.isEmpty ? nil : post)))
    }

    private mutating func note(_ reader: CSVReader, _ names: [String]) {
        for fault in reader.faults {
            let column = fault.field < names.count ? names[fault.field] : nil
            add(fault.line, column: column, rule: "\(fault.sentence) (byte \(fault.byte) of the line)")
        }
    }
}
