import Deployment
import FoundationEssentials
import Records

/// What Gold writes in a case: for each kind its words, its fields, and the entry they make.
struct EntryForm: Sendable {
    let kind: CaseEntryKind
    /// The title of the page.
    let title: String
    /// What happens with it.
    let explanation: String
    let button: String
    /// What the text is called; nil for kinds without text.
    let text: String?

    /// Every kind that Gold writes, in the order of a case's life.
    static let all: [EntryForm] = [
        EntryForm(
            kind: .claim, title: "Claim", explanation: "The case is yours until you release it or leave it idle.",
            button: "Claim the case", text: nil),
        EntryForm(
            kind: .release, title: "Release", explanation: "Somebody else can then claim the case.",
            button: "Release the case", text: nil),
        EntryForm(
            kind: .termsOfReference, title: "Convene: terms of reference",
            explanation:
                "What this case is to find out. The case is convened with it; members, a chair and an adviser are added by name.",
            button: "Convene the case", text: "Terms of reference"),
        EntryForm(
            kind: .member, title: "Add a member or the chair",
            explanation: "They stand outside the line of the decision. Who takes the chair last has it.",
            button: "Add the member", text: "Note"),
        EntryForm(
            kind: .adviceRequest, title: "Ask an independent adviser",
            explanation: "The adviser sees the flags, the terms of reference and this question, and no names.",
            button: "Ask for advice", text: "Question to the adviser"),
        EntryForm(
            kind: .adviceAnswer, title: "Answer advice",
            explanation: "The adviser sees whether the advice was accepted, and why.", button: "Answer the advice",
            text: "Why"),
        EntryForm(
            kind: .noAdvice, title: "Go without advice",
            explanation: "A case closes without independent advice only with a reason on record.",
            button: "Record the reason", text: "Why no advice was sought"),
        EntryForm(
            kind: .decision, title: "Record a decision",
            explanation: "The options, the choice, the reasons, and what was known at the time.",
            button: "Record the decision", text: "Decision"),
        EntryForm(
            kind: .action, title: "Set an action", explanation: "The case closes when every action is done.",
            button: "Set the action", text: "Action"),
        EntryForm(
            kind: .actionDone, title: "Record an action as done",
            explanation: "What was done, and what came of it.", button: "Record as done", text: "What was done"),
        EntryForm(
            kind: .positionStatement, title: "Write a position statement",
            explanation: "For the press desk. Say when its facts were current; a later statement replaces it.",
            button: "Record the statement", text: "Statement"),
        EntryForm(
            kind: .learning, title: "Record a learning point",
            explanation: "What the command does differently, or why nothing needs to change.",
            button: "Record the learning point", text: "Learning point"),
        EntryForm(
            kind: .note, title: "Add a note",
            explanation: "A note moves nothing. Corrections are notes too: what is written stays.",
            button: "Add the note", text: "Note"),
        EntryForm(
            kind: .outcome, title: "Close with an outcome",
            explanation: "The case is closed. Only new evidence re-opens it.", button: "Close the case",
            text: "Why this outcome"),
    ]

    /// The form of a kind; nil for kinds that Gold does not write.
    static func of(_ kind: String) -> EntryForm? { all.first { $0.kind.rawValue == kind } }

    /// Whether it can be written as the case stands, as far as the page can tell; the record decides.
    func isOffered(in detail: GoldCaseDetail, to account: Int64) -> Bool {
        guard detail.summary.state != .closed else { return false }
        return switch kind {
        case .claim: detail.summary.claimedBy?.id != account
        case .release: detail.summary.claimedBy?.id == account
        case .adviceAnswer: !CaseLog.open(.advice, until: .adviceAnswer, in: detail.entries).isEmpty
        case .actionDone: !CaseLog.open(.action, until: .actionDone, in: detail.entries).isEmpty
        case .decision: detail.summary.state == .convened
        case .outcome: false
        default: true
        }
    }

    /// What the form asks for. `people` are those who can be named, `entries` the log so far.
    func fields(people: [Field.Choice], entries: [CaseEntry]) -> [Field] {
        var fields: [Field] = []
        switch kind {
        case .member:
            fields.append(person("Gold group member", people))
            fields.append(
                Field(
                    "part", "Part in the case",
                    .radios([.init("member", "Member"), .init("chair", "Takes the chair")]),
                    pointers: ["/chairs"]))
        case .adviceRequest: fields.append(person("Independent adviser", people))
        case .action: fields.append(person("Owner", people))
        case .adviceAnswer:
            fields.append(target("Advice", CaseLog.open(.advice, until: .adviceAnswer, in: entries)))
            fields.append(
                Field(
                    "accepted", "Whether the advice is accepted",
                    .radios([.init("yes", "Accepted"), .init("no", "Not accepted")]), pointers: ["/accepted"]))
        case .actionDone:
            fields.append(target("Action", CaseLog.open(.action, until: .actionDone, in: entries)))
        case .outcome:
            fields.append(
                Field(
                    "outcome", "Outcome",
                    .radios(CaseOutcome.allCases.map { .init($0.rawValue, GoldWords.outcome($0)) }),
                    pointers: ["/outcome"]))
        default: break
        }
        if let text {
            fields.append(
                Field(
                    "text", text, .area(.free(1...10_000), rows: 6), isOptional: kind == .member,
                    pointers: ["/text"]))
        }
        switch kind {
        case .action: fields.append(Field("due", "Day by which it is due", .day, pointers: ["/dueOn"]))
        case .positionStatement:
            fields.append(Field("day", "Day on which its facts were current", .day, pointers: ["/asOf"]))
            fields.append(time("Time at which its facts were current", isOptional: false))
        case .decision:
            fields.append(
                Field(
                    "day", "Day on which it was taken", .day, hint: "Only if it was taken before now.",
                    isOptional: true, pointers: ["/decidedAt"]))
            fields.append(time("Time at which it was taken", isOptional: true))
        default: break
        }
        return fields
    }

    private func person(_ label: String, _ people: [Field.Choice]) -> Field {
        Field("person", label, .select(people), pointers: ["/person"])
    }

    private func target(_ label: String, _ entries: [CaseEntry]) -> Field {
        Field(
            "entry", label,
            .select(
                entries.map { entry in
                    let text = entry.text ?? ""
                    let start = text.count > 80 ? text.prefix(80) + "…" : text
                    return .init(String(entry.id), "\(entry.number). \(start)")
                }), pointers: ["/refersTo"])
    }

    private func time(_ label: String, isOptional: Bool) -> Field {
        Field(
            "time", label, .line(.free(4...5), width: .short), hint: "London time, such as 14:30.",
            isOptional: isOptional)
    }

    /// The entry of a form whose fields hold.
    func entry(_ form: FormInput) throws -> NewCaseEntry {
        let moment = try moment(form)
        return NewCaseEntry(
            kind, text: text == nil ? nil : form.optional("text"), refersTo: Int64(form.text("entry")),
            person: Int64(form.text("person")), chairs: form.text("part") == "chair" ? true : nil,
            dueOn: kind == .action ? form.day("due") : nil,
            accepted: form.optional("accepted").map { $0 == "yes" },
            outcome: CaseOutcome(rawValue: form.text("outcome")),
            asOf: kind == .positionStatement ? moment : nil, decidedAt: kind == .decision ? moment : nil)
    }

    /// The moment typed; nil where neither day nor time was.
    private func moment(_ form: FormInput) throws -> Date? {
        guard kind == .positionStatement || kind == .decision else { return nil }
        switch (form.day("day"), form.optional("time")) {
        case (nil, nil): return nil
        case (nil, _?): throw FormRefused("day", "Enter the day as well")
        case (_?, nil): throw FormRefused("time", "Enter the time as well")
        case (let day?, let time?):
            guard let moment = LondonMoment.date(day, time) else {
                throw FormRefused("time", "Time must be a time of day, such as 14:30")
            }
            return moment
        }
    }
}
