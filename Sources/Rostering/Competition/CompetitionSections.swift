/// The sections of one competition file, by heading.
struct CompetitionSections {
    /// What follows a heading.
    enum Shape {
        /// Nothing: the lines of the section are as many as there are.
        case lines
        /// `= n`: so many lines follow.
        case counted
        /// `= value`: a value and no lines.
        case value
    }

    /// One section.
    struct Section {
        /// What the heading's line says after `=`.
        var head: CompetitionRow
        /// Its lines.
        var rows: [CompetitionRow] = []
    }

    private(set) var sections: [String: Section] = [:]

    /// The lines of `heading`; none where the section is missing.
    func rows(_ heading: String) -> [CompetitionRow] {
        sections[heading]?.rows ?? []
    }
}

extension CompetitionReader {
    /// Sorts the lines of a file by section; a missing, repeated or wrongly counted section is a fault.
    mutating func sections(_ file: CompetitionFile, _ shapes: KeyValuePairs<String, CompetitionSections.Shape>)
        -> CompetitionSections
    {
        var found: [String: CompetitionSections.Section] = [:]
        var current: String?
        var strayed = false
        for row in rows(file) {
            var row = row
            if let (heading, shape) = shapes.first(where: { row.opens($0.key) }) {
                current = heading
                if found[heading] != nil {
                    add(row, heading, "the section stands here a second time")
                } else {
                    found[heading] = .init(head: head(row, heading, shape))
                }
            } else if let current {
                found[current]?.rows.append(row)
            } else if !strayed {
                strayed = true
                add(row, "text", "\"\(row.rest)\" stands before the first section")
            }
        }
        for (heading, shape) in shapes {
            guard let section = found[heading] else {
                add(file: file.name, heading, "the section is missing")
                continue
            }
            count(section, heading, shape)
        }
        return CompetitionSections(sections: found)
    }

    /// The row of a heading, moved to behind its `=`.
    private mutating func head(_ row: CompetitionRow, _ heading: String, _ shape: CompetitionSections.Shape)
        -> CompetitionRow
    {
        var row = row
        switch shape {
        case .lines: end(row, heading)
        case .counted, .value:
            if !row.skips(UInt8(ascii: "=")) || row.isEmpty {
                add(row, heading, "\"= \(shape == .counted ? "number" : "value")\" is missing")
                row.isBroken = true
            }
        }
        return row
    }

    private mutating func count(
        _ section: CompetitionSections.Section, _ heading: String, _ shape: CompetitionSections.Shape
    ) {
        var head = section.head
        switch shape {
        case .lines: return
        case .value:
            if let row = section.rows.first { add(row, heading, "\"\(row.rest)\" belongs to no section") }
        case .counted:
            guard !head.isBroken else { return }
            let before = faults.count
            let count = number(&head, heading)
            end(head, heading)
            guard faults.count == before, count != section.rows.count else { return }
            add(head, heading, "says \(count), but the lines after it are \(section.rows.count)")
        }
    }
}
