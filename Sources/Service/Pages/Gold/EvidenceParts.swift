import Deployment
import Impartiality
import Records

/// The evidence of a flag on a page: what was found, what chance would do, what would explain it, what nobody knows.
enum EvidenceParts {
    /// Rows of the running evidence in its table at most; a year of days is thinned to them.
    private static let courseRows = 60

    /// The parts below a heading of the second level.
    static func parts(_ flag: Flag) -> [View.Part] {
        let evidence = StoredEvidence(flag)
        let told = evidence.told
        var parts: [View.Part] = [lead(flag.question)]
        parts += section("What was found", [flag.finding] + (told.map { [$0.finding] } ?? []))
        if !evidence.facts.isEmpty { parts.append(.summary(evidence.facts.map { SummaryRow($0.name, $0.text) })) }
        parts += section("What is held against the record", told.map { [$0.null] } ?? [])
        parts += section("What chance would do", (told?.chance ?? []) + [flag.baseRate])
        if let pictured = evidence.pictured { parts += pictures(pictured, number: flag.id) }
        if let told, !told.timeline.isEmpty {
            parts.append(heading("Timeline"))
            parts.append(
                .table(
                    TableView(
                        "What happened on the days of \(flag.number)", heads: ["Day", "What happened"],
                        rows: told.timeline.map { [.init($0.day), .init($0.what)] }, empty: "")))
        }
        parts += innocent(flag, told?.innocent ?? [])
        parts += list("What the record does not say", told?.notKnown ?? [])
        parts += section("What these numbers can show", told.map { [$0.power] } ?? [])
        parts += list("Please note", told?.notes ?? [])
        return parts
    }

    /// A question in large letters.
    static func lead(_ text: String) -> View.Part {
        .html("<p class=\"lead\"><bdi>\(HTML.escaped(text))</bdi></p>")
    }

    private static func heading(_ text: String) -> View.Part { .html("<h3>\(HTML.escaped(text))</h3>") }

    /// A heading with its sentences; nothing where there are none.
    private static func section(_ title: String, _ sentences: [String]) -> [View.Part] {
        let said = sentences.filter { !$0.isEmpty }
        guard !said.isEmpty else { return [] }
        return [heading(title)] + said.map { .html("<p><bdi>\(HTML.escaped($0))</bdi></p>") }
    }

    private static func list(_ title: String, _ sentences: [String]) -> [View.Part] {
        guard !sentences.isEmpty else { return [] }
        let items = sentences.map { "<li><bdi>\(HTML.escaped($0))</bdi></li>" }.joined()
        return [heading(title), .html("<ul>\(items)</ul>")]
    }

    private static func innocent(_ flag: Flag, _ checks: [StoredEvidence.Check]) -> [View.Part] {
        let general = section("Innocent explanations", ["For flags of this kind: " + flag.innocent])
        guard !checks.isEmpty else { return general }
        return general + [
            .table(
                TableView(
                    "Innocent explanations looked up for \(flag.number)",
                    heads: ["Asked", "What the record says", "May explain some of it"],
                    rows: checks.map { check in
                        [.init(check.asked), .init(check.found), check.mayExplain ? .init("Yes", tag: .note) : "No"]
                    }, empty: ""))
        ]
    }

    private static func pictures(_ flag: FlagExplanation, number: Int64) -> [View.Part] {
        var parts: [View.Part] = []
        if let comparison = flag.comparison {
            parts.append(heading("Seen against expected"))
            if let picture = RatePicture(flag, id: "rate\(number)") { parts.append(drawn(picture.svg)) }
            parts += details(
                "The numbers of those compared",
                TableView(
                    "Seen against expected, \(comparison.period)",
                    heads: ["Who", "Seen", "Expected", "Seen over expected", "95 % exact interval"],
                    rows: comparison.members.map { member in
                        let figures = member.figures
                        return [
                            .init(member.name + (member.isSubject ? " (this flag)" : "")),
                            .init(figures.observed, isNumber: true), .init(figures.expected, isNumber: true),
                            .init(figures.ratio ?? "Not known", isNumber: true),
                            .init(figures.interval ?? "Not known", isNumber: true),
                        ]
                    }, empty: ""))
        }
        if let picture = EvidencePicture(flag, id: "course\(number)") {
            parts += [heading("Evidence over time"), drawn(picture.svg)]
            let thinning = max(1, (flag.course.count + courseRows - 1) / courseRows)
            let steps = flag.course.enumerated().filter { place, _ in
                place % thinning == 0 || place == flag.course.count - 1
            }
            parts += details(
                "The numbers of this picture",
                TableView(
                    "Evidence over time" + (thinning > 1 ? ", every \(thinning) entries and the last" : ""),
                    heads: ["Day", "Evidence as a part of what raises a flag"],
                    rows: steps.map { [.init(Moments.text($0.element.day)), .init($0.element.part, isNumber: true)] },
                    empty: ""))
        }
        return parts
    }

    /// A picture of ours: its texts are escaped where it is drawn.
    private static func drawn(_ svg: String) -> View.Part { .html("<div class=\"picture\">\(svg)</div>") }

    private static func details(_ title: String, _ table: TableView) -> [View.Part] {
        [.html("<details><summary>\(HTML.escaped(title))</summary>"), .table(table), .html("</details>")]
    }
}
