/// What an import found and did.
package struct ImportReport: Codable, Hashable, Sendable {
    /// What happened to the rows of one file.
    package struct File: Codable, Hashable, Sendable {
        /// The name of the file.
        package let name: String
        /// Rows in the file, faulty ones included.
        package var read: Int
        /// Rows that the database did not have.
        package var new: Int
        /// Rows that the database had with other values.
        package var changed: Int
        /// Rows that the database had as they are.
        package var unchanged: Int
    }

    /// The files that were read, in the order of their tables.
    package let files: [File]
    /// What stands against the import, by file, line and column; at most 10,000.
    package let problems: [ImportProblem]
    /// How many problems there are, those left out of `problems` included.
    package let problemCount: Int
    /// Whether this was only a trial.
    package let isDryRun: Bool

    /// Whether the rows were refused: then nothing at all was written.
    package var isRefused: Bool { problemCount > 0 }

    /// Whether rows were written.
    package var hasChanged: Bool { !isRefused && !isDryRun && files.contains { $0.new + $0.changed > 0 } }

    /// The report for a terminal: a line per problem, or a line per file.
    package var text: String {
        var lines = problems.map(\.text)
        if problemCount > problems.count { lines.append("... and \(problemCount - problems.count) more") }
        if isRefused {
            lines.append("\(problemCount) problem\(problemCount == 1 ? "" : "s"): nothing was imported")
        } else if files.isEmpty {
            lines.append("there is no master file: nothing was imported")
        } else {
            lines += files.map {
                "\($0.name): \($0.read) read, \($0.new) new, \($0.changed) changed, \($0.unchanged) unchanged"
            }
            if isDryRun { lines.append("a trial: nothing was imported") }
        }
        return lines.joined(separator: "\n")
    }
}
