import Deployment
import FoundationEssentials
import Impartiality
import Records

/// The evidence of a flag as the record keeps it: all of it may be missing, for flags differ and early ones kept less.
struct StoredEvidence: Sendable {
    struct Check: Sendable, Equatable {
        var asked: String
        var found: String
        var mayExplain: Bool
    }

    /// What a reader was told when the flag was raised.
    struct Told: Sendable, Equatable {
        var finding: String
        var null: String
        var chance: [String]
        /// The day and what happened.
        var timeline: [(day: String, what: String)]
        var innocent: [Check]
        var notKnown: [String]
        var power: String
        var notes: [String]

        static func == (one: Told, other: Told) -> Bool {
            one.finding == other.finding && one.null == other.null && one.chance == other.chance
                && one.innocent == other.innocent && one.notKnown == other.notKnown && one.power == other.power
                && one.notes == other.notes && one.timeline.elementsEqual(other.timeline, by: ==)
        }
    }

    /// Nil for a flag of a rule, and for one raised before explanations were kept.
    var told: Told?
    /// What the pictures are drawn from; nil where nothing was counted.
    var pictured: FlagExplanation?
    /// What else is kept, by name: short facts such as a date.
    var facts: [(name: String, text: String)]

    /// Members with a place of their own on the page.
    private static let placed: Set<String> = [
        "explanation", "course", "events", "comparison", "compared_over", "subjects", "detail", "basis", "value",
    ]

    /// Reads the evidence of a flag; text that is no JSON holds nothing to show.
    init(_ flag: Flag) { self.init(flag.evidence, raisedOn: Moments.day(flag.raisedAt)) }

    init(_ text: String, raisedOn: Day) {
        let evidence = (try? JSON.parse(text)) ?? .null
        told = evidence["explanation"].flatMap(Told.init)
        facts = (evidence.members ?? []).filter { !StoredEvidence.placed.contains($0.key) }.compactMap { member in
            StoredEvidence.text(member.value).map { (GoldWords.sentence(member.key), $0) }
        }
        pictured = StoredEvidence.pictured(evidence, raisedOn)
    }

    private static func pictured(_ evidence: JSON, _ raisedOn: Day) -> FlagExplanation? {
        let members = (evidence["comparison"]?.elements ?? []).compactMap { peer in
            peer["observed"]?.number.flatMap { observed in
                peer["expected"]?.number.map { (name(peer["subject"]), observed, $0) }
            }
        }
        let course = (evidence["course"]?.elements ?? []).compactMap { step in
            day(step["day"]).flatMap { day in step["log_ratio"]?.number.map { (day, $0) } }
        }
        guard !members.isEmpty || !course.isEmpty else { return nil }
        let raised = day(evidence["raised_on"]) ?? raisedOn
        return FlagExplanation(
            subjects: (evidence["subjects"]?.elements ?? []).map { name($0) }, raisedOn: raised,
            from: day(evidence["first_event"]) ?? raised, to: day(evidence["last_event"]) ?? raised, members: members,
            isOfSameDays: evidence["compared_over"]?.string == "same_days", course: course,
            events: (evidence["events"]?.elements ?? []).compactMap { day($0) })
    }

    /// A subject by kind and number, as the pictures name it.
    private static func name(_ subject: JSON?) -> String {
        "\(subject?["kind"]?.string ?? "") \(subject?["id"]?.string ?? "")".stripped
    }

    private static func day(_ value: JSON?) -> Day? { value?.string.flatMap { Day(iso: $0) } }

    /// A plain value in words; nil for what has parts.
    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text):
            Moment(rfc3339: text).map { Moments.text($0.date) } ?? Day(iso: text).map { Moments.text($0) } ?? text
        case .integer(let number): String(number)
        case .number(let number): String((number * 10).rounded() / 10)
        case .bool(let isSo): isSo ? "Yes" : "No"
        case .array(let values): StoredEvidence.list(values)
        case .object, .null: nil
        }
    }

    private static func list(_ values: [JSON]) -> String? {
        let texts = values.compactMap { $0.string ?? $0.integer.map { String($0) } }
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }
}

extension StoredEvidence.Told {
    fileprivate init?(_ explanation: JSON) {
        guard explanation.members != nil else { return nil }
        func texts(_ name: String) -> [String] { (explanation[name]?.elements ?? []).compactMap(\.string) }
        self.init(
            finding: explanation["finding"]?.string ?? "", null: explanation["null"]?.string ?? "",
            chance: texts("chance"),
            timeline: texts("timeline").map { line in
                let day = Day(iso: String(line.prefix(10)))
                guard let day, line.dropFirst(10).hasPrefix(": ") else { return ("", line) }
                return (Moments.text(day), String(line.dropFirst(12)))
            },
            innocent: (explanation["innocent"]?.elements ?? []).compactMap { check in
                check["asked"]?.string.map { asked in
                    StoredEvidence.Check(
                        asked: asked, found: check["found"]?.string ?? "",
                        mayExplain: check["may_explain"]?.bool ?? false)
                }
            }, notKnown: texts("not_known"), power: explanation["power"]?.string ?? "", notes: texts("notes"))
    }
}
