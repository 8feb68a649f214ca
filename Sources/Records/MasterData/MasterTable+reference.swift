extension MasterTable {
    /// The section of the reference page about this file, in Markdown; a test holds the page to it.
    package var reference: String {
        var lines = ["## \(file)", "", "\(meaning) Key: \(key.map { "`\($0)`" }.joined(separator: ", ")).", ""]
        lines += ["| column | holds | required | meaning |", "|---|---|---|---|"]
        lines += columns.map(\.reference)
        if !rules.isEmpty { lines.append("") }
        lines += rules.map { "* \($0.sentence)" }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension MasterColumn {
    fileprivate var reference: String {
        let holds = references.map { "\(type.sentence), of a row in \($0).csv or in the database" } ?? type.sentence
        return "| `\(name)` | \(holds) | \(isRequired ? "yes" : "no") | \(meaning) |"
    }
}
