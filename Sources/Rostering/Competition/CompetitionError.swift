/// Everything that is wrong with the competition's files.
package struct CompetitionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One fault: where, and which rule is broken.
    package struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// The file's name, as given to the reader.
        package var file: String
        /// The line, from 1; nil where the file as a whole is at fault.
        package var line: Int?
        /// The section, and in it the column.
        package var field: String
        /// The rule, with the values that break it.
        package var rule: String

        package var description: String {
            line.map { "\(file):\($0): \(field): \(rule)" } ?? "\(file): \(field): \(rule)"
        }
    }

    /// The faults in the order of the files; never empty.
    package var faults: [Fault]

    /// An error of these faults, each told once: a week's file may be read for several weeks.
    init(once faults: [Fault]) {
        var seen: Set<Fault> = []
        self.faults = faults.filter { seen.insert($0).inserted }
    }

    package var description: String {
        let shown = faults.prefix(20).map(\.description).joined(separator: "\n")
        return faults.count > 20 ? shown + "\nand \(faults.count - 20) more" : shown
    }
}
