/// One thing in the files of a history that a person must mend, and where it stands.
package struct HistoryProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the file, such as `decisions.csv`.
    package var file: String
    /// Line of the file, from 1; nil when it concerns the file as a whole.
    package var line: Int?
    /// The name of the column, or `field 3` where the header names none; nil when it concerns the whole line.
    package var column: String?
    /// What stands there, shortened to 40 characters; nil where it would say nothing.
    package var value: String?
    /// The rule that is broken, in words that follow the value.
    package var message: String

    package init(file: String, line: Int? = nil, column: String? = nil, value: String? = nil, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.value = value.map(HistoryProblem.shortened)
        self.message = message
    }

    /// One line: `decisions.csv:17: column officer_id: "W9x" is no officer of officers.csv`.
    package var description: String {
        var text = file
        if let line { text += ":\(line)" }
        text += ":"
        if let column { text += column.hasPrefix("field ") ? " \(column):" : " column \(column):" }
        if let value { text += " \"\(value)\"" }
        return text + " " + message
    }

    private static func shortened(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars.prefix(40) {
            switch scalar {
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.properties.generalCategory == .control: text.unicodeScalars.append("\u{FFFD}")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return value.unicodeScalars.count > 40 ? text + "…" : text
    }
}

/// Everything that keeps the files of a history from being read.
package struct HistoryProblems: Error, Hashable, Sendable {
    /// Problems kept of one file at most; more are only counted.
    package static let keptOfAFile = 1_000

    /// In the order of the files in HISTORY.md, then of their lines.
    package var kept: [HistoryProblem]
    /// The number of problems, those not kept included; at least 1.
    package var count: Int
}

/// The problems of one file while it is read.
struct ProblemList: Sendable {
    let file: HistoryFile
    private(set) var kept: [HistoryProblem] = []
    private(set) var count = 0

    init(_ file: HistoryFile) {
        self.file = file
    }

    mutating func add(line: Int?, column: String?, value: String? = nil, _ message: String) {
        count += 1
        guard kept.count < HistoryProblems.keptOfAFile else { return }
        kept.append(
            HistoryProblem(file: file.fileName, line: line, column: column, value: value, message: message))
    }

    /// Counts problems that somebody else did not keep.
    mutating func count(more: Int) {
        count += more
    }

    /// Those kept, in the order of their lines.
    var inOrder: [HistoryProblem] {
        kept.enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
            .map(\.element)
    }
}
