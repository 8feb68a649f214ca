import Deployment
import Records

/// The numbered log of a case.
enum CaseLog {
    /// Entries as steps, newest first. `all` are the entries of the case, to name the one that another answers.
    static func steps(_ entries: [CaseEntry], of all: [CaseEntry]) -> [TimelineStep] {
        let numbers = Dictionary(all.map { ($0.id, $0.number) }) { first, _ in first }
        return entries.reversed().map { entry in
            TimelineStep(
                Moments.text(entry.writtenAt), title(entry, numbers), by: entry.writtenBy?.name, text: text(entry))
        }
    }

    /// Number, kind and what the kind has besides text.
    static func title(_ entry: CaseEntry, _ numbers: [Int64: Int]) -> String {
        var title = entry.number > 0 ? "\(entry.number). " : ""
        title += GoldWords.entry(entry.kind)
        if let flag = entry.flag { title += " \(flag)" }
        if let challenge = entry.challenge { title += " \(challenge)" }
        if let accepted = entry.accepted { title += accepted ? ": accepted" : ": not accepted" }
        if let outcome = entry.outcome { title += ": \(GoldWords.outcome(outcome).lowercasedFirst)" }
        if let number = entry.refersTo.flatMap({ numbers[$0] }) { title += " (on entry \(number))" }
        return title
    }

    private static func text(_ entry: CaseEntry) -> String? {
        var lines: [String] = []
        if let person = entry.person {
            let part =
                switch entry.kind {
                case .action: "Owner"
                case .adviceRequest: "Adviser"
                default: entry.chairs == true ? "Chair" : "Member"
                }
            lines.append("\(part): \(person.name)")
        }
        if let due = entry.dueOn { lines.append("Due \(Moments.text(due))") }
        if let asOf = entry.asOf { lines.append("Facts as of \(Moments.text(asOf))") }
        if let decided = entry.decidedAt { lines.append("Decided \(Moments.text(decided))") }
        if let text = entry.text { lines.append(text) }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// The newest entry in a sentence, for those who hear that the log has grown; nil for an empty log.
    static func news(_ entries: [CaseEntry]) -> String? {
        guard let last = entries.last else { return nil }
        let numbers = Dictionary(entries.map { ($0.id, $0.number) }) { first, _ in first }
        let by = last.writtenBy.map { ", by \($0.name)" } ?? ""
        return "Newest in the log: \(title(last, numbers))\(by)."
    }

    /// Entries that wait for another to answer them: actions without their end, advice without its answer.
    static func open(_ kind: CaseEntryKind, until answer: CaseEntryKind, in entries: [CaseEntry]) -> [CaseEntry] {
        let answered = Set(entries.filter { $0.kind == answer }.compactMap(\.refersTo))
        return entries.filter { $0.kind == kind && !answered.contains($0.id) }
    }

    /// The entries written since a revision was seen: every entry raises the revision by one.
    static func new(in detail: GoldCaseDetail, since seen: Int) -> [CaseEntry] {
        detail.entries.suffix(max(0, detail.summary.revision - seen))
    }
}
