/// A place in an import that cannot be taken, and the rule it breaks.
package struct ImportProblem: Codable, Hashable, Sendable {
    /// The name of the file.
    package let file: String
    /// Line of the file, from 1; 0 when the file as a whole is meant.
    package let line: Int
    /// The column's name; nil when a whole row or file is meant.
    package let column: String?
    /// The value as it was found, shortened to 80 characters; nil when there is none to show.
    package let value: String?
    /// What must hold, in words.
    package let rule: String

    /// Values are shown with at most this many characters.
    package static let shownCharacters = 80

    init(file: String, line: Int, column: String? = nil, value: String? = nil, rule: String) {
        self.file = file
        self.line = line
        self.column = column
        self.value = value.map(ImportProblem.shortened)
        self.rule = rule
    }

    private static func shortened(_ value: String) -> String {
        let scalars = value.unicodeScalars
        guard scalars.count > shownCharacters else { return value }
        return String(String.UnicodeScalarView(scalars.prefix(shownCharacters - 1))) + "…"
    }

    /// One line for a terminal: control characters are shown as escapes, so a file cannot steer the terminal.
    package var text: String {
        var parts = line > 0 ? "\(file):\(line): " : "\(file): "
        if let column { parts += "\(column)" }
        if let value { parts += "\(column == nil ? "" : " ")\"\(ImportProblem.printable(value))\"" }
        return parts + (column == nil && value == nil ? rule : ": \(rule)")
    }

    private static func printable(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result += scalar.escaped(asASCII: true)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// The problems of one import: sorted by file, line and column, bounded in number.
struct ImportProblems: Sendable {
    /// Problems kept at most; more are only counted.
    static let kept = 10_000

    private var found: [(order: (Int, Int, Int), problem: ImportProblem)] = []
    private(set) var count = 0
    private var lines: [String: Set<Int>] = [:]

    var isEmpty: Bool { count == 0 }

    /// The problems in the order of the tables, unknown files first.
    var sorted: [ImportProblem] {
        found.sorted { $0.order < $1.order }.map(\.problem)
    }

    mutating func add(_ table: MasterTable, line: Int, column: String? = nil, value: String? = nil, rule: String) {
        lines[table.name, default: []].insert(line)
        let position = column.flatMap { table.position($0) } ?? -1
        let file = MasterData.tables.firstIndex { $0.name == table.name } ?? -1
        append(
            (file, line, position),
            ImportProblem(file: table.file, line: line, column: column, value: value, rule: rule))
    }

    mutating func add(unknownFile file: String, rule: String) {
        append((-1, 0, 0), ImportProblem(file: file, line: 0, rule: rule))
    }

    /// Counts what a reader did not keep.
    mutating func add(uncounted: Int) {
        count += uncounted
    }

    /// Whether something was found on a line of a table's file.
    func touches(_ table: MasterTable, line: Int) -> Bool {
        lines[table.name]?.contains(line) == true
    }

    private mutating func append(_ order: (Int, Int, Int), _ problem: ImportProblem) {
        count += 1
        if found.count < ImportProblems.kept { found.append((order, problem)) }
    }
}
