/// An explanation as plain text for a terminal of 80 columns.
package struct FlagText {
    private static let width = 80
    /// Events printed at most; the rest is counted.
    private static let eventsShown = 60
    /// Members of the comparison group printed at most.
    private static let membersShown = 15

    /// The lines, none longer than 80 characters but for a single word that is.
    package private(set) var lines: [String] = []

    /// The text of an explanation; `id` is the flag's, as in the flags file.
    package init(_ flag: FlagExplanation, id: String? = nil) {
        let title = id.map { "Flag \($0)" } ?? "Flag"
        add("\(title), raised on \(flag.raisedOn): \(flag.subjects.joined(separator: ", "))")
        add("")
        add(flag.question)
        heading("What was found")
        add(flag.finding)
        section("The rule", flag.rule)
        section("The null hypothesis", flag.null)
        if !flag.chance.isEmpty { heading("What chance would do") }
        for sentence in flag.chance { add(sentence) }
        section("What these numbers can show", flag.power?.statement)
        checks(flag.innocent)
        comparison(flag.comparison)
        timeline(flag.timeline)
        if !flag.notKnown.isEmpty { heading("What the record does not say") }
        for sentence in flag.notKnown { add(sentence, bullet: "- ") }
        if !flag.notes.isEmpty { heading("Please note") }
        for sentence in flag.notes { add(sentence) }
    }

    /// The lines as one text, each with its end.
    package var text: String { lines.map { $0 + "\n" }.joined() }

    private mutating func heading(_ words: String) {
        lines.append("")
        add(words.uppercased())
    }

    private mutating func section(_ title: String, _ words: String?) {
        guard let words else { return }
        heading(title)
        add(words)
    }

    private mutating func checks(_ checks: [FlagExplanation.Check]) {
        guard !checks.isEmpty else { return }
        heading("Innocent explanations looked up")
        for check in checks { add("\(check.asked) \(check.found)", bullet: check.mayExplain ? "? " : "- ") }
        if checks.contains(where: \.mayExplain) { add("(? may explain some of it)") }
    }

    private mutating func comparison(_ comparison: FlagExplanation.Comparison?) {
        guard let comparison else { return }
        heading("Comparison")
        add("With \(comparison.group), \(comparison.period):")
        let shown = comparison.members.prefix(Self.membersShown)
        for member in shown {
            let counts =
                "\(NumberWords.count(member.observed)) seen, about \(NumberWords.count(member.expected)) expected"
            add(
                "\(member.name): \(counts)\(member.isSubject ? " (this flag)" : "")",
                bullet: member.isSubject ? "> " : "- ")
        }
        let more = comparison.members.count - shown.count
        if more > 0 { add("and \(more) more") }
        if let median = comparison.median { add("Their median is \(NumberWords.count(median)).") }
    }

    private mutating func timeline(_ events: [FlagExplanation.Event]) {
        guard !events.isEmpty else { return }
        heading("Timeline")
        let hidden = events.count - Self.eventsShown
        if hidden > 0 { add("\(NumberWords.of(hidden, "earlier entry", "earlier entries")) left out") }
        for event in events.suffix(Self.eventsShown) { add(event.what, bullet: "\(event.day)  ") }
    }

    /// Adds words in lines of at most `width`, the later ones indented below the bullet.
    private mutating func add(_ words: String, bullet: String = "") {
        var line = bullet
        var hasWords = false
        for word in Self.printable(words).split(separator: " ", omittingEmptySubsequences: true) {
            if hasWords, line.count + 1 + word.count > Self.width {
                lines.append(line)
                line = String(repeating: " ", count: bullet.count)
                hasWords = false
            }
            line += (hasWords ? " " : "") + word
            hasWords = true
        }
        lines.append(line)
    }

    /// Ids come from files: nothing in them may steer a terminal.
    private static func printable(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: safe += "\u{FFFD}"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}
