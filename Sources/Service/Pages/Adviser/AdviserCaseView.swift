import Deployment
import FoundationEssentials
import Records

/// A case as an adviser may see it: read from the very members that the API shows, so that nothing else can be on the page.
struct AdviserCaseView: Sendable {
    struct Question: Sendable {
        var kind: String
        var finding: String
        var question: String
        var innocent: String
        var baseRate: String
        var raisedAt: String
    }

    struct Entry: Sendable {
        var id: Int
        var number: Int
        var kind: CaseEntryKind?
        var text: String?
        var refersTo: Int?
        var accepted: Bool?
        var outcome: CaseOutcome?
        var isOwn: Bool
        var writtenAt: String
    }

    var number: String
    var state: CaseState?
    var priority: Priority?
    var openedAt: String
    var finding: String
    var questions: [Question] = []
    var entries: [Entry] = []

    /// A case in the list.
    init(_ summary: GoldCaseSummary) {
        let shown = Routes.pseudonymous(summary)
        number = shown.text("number")
        state = CaseState(rawValue: shown.text("state"))
        priority = Priority(rawValue: shown.text("priority"))
        openedAt = shown.moment("openedAt")
        finding = shown.text("finding")
    }

    /// A case with its questions and the entries about the advice.
    init(_ detail: GoldCaseDetail, for adviser: Int64) {
        self.init(detail.summary)
        questions = detail.flags.map { flag in
            let shown: JSON = Routes.pseudonymous(flag)
            return Question(
                kind: shown.text("kind"), finding: shown.text("finding"), question: shown.text("question"),
                innocent: shown.text("innocent"), baseRate: shown.text("baseRate"), raisedAt: shown.moment("raisedAt"))
        }
        entries = detail.entries.map { entry in
            let shown = Routes.pseudonymous(entry, for: adviser)
            return Entry(
                id: shown["id"]?.integer ?? 0, number: shown["number"]?.integer ?? 0,
                kind: CaseEntryKind(rawValue: shown.text("kind")), text: shown["text"]?.string,
                refersTo: shown["refersTo"]?.integer, accepted: shown["accepted"]?.bool,
                outcome: shown["outcome"]?.string.flatMap { CaseOutcome(rawValue: $0) },
                isOwn: shown["isOwn"]?.bool ?? false, writtenAt: shown.moment("writtenAt"))
        }
    }

    /// Requests that wait for advice; none once the case is closed.
    var requests: [Entry] {
        guard state != .closed else { return [] }
        let answered = Set(entries.filter { $0.kind == .advice && $0.isOwn }.compactMap(\.refersTo))
        return entries.filter { $0.kind == .adviceRequest && !answered.contains($0.id) }
    }

    /// The entries, newest first.
    var steps: [TimelineStep] {
        let numbers = Dictionary(entries.map { ($0.id, $0.number) }) { first, _ in first }
        return entries.reversed().map { entry in
            var title = "\(entry.number). " + (entry.kind.map { GoldWords.entry($0) } ?? "")
            if let accepted = entry.accepted { title += accepted ? ": accepted" : ": not accepted" }
            if let outcome = entry.outcome { title += ": \(GoldWords.outcome(outcome).lowercasedFirst)" }
            if let number = entry.refersTo.flatMap({ numbers[$0] }) { title += " (on entry \(number))" }
            return TimelineStep(entry.writtenAt, title, by: entry.isOwn ? "you" : nil, text: entry.text)
        }
    }
}

extension JSON {
    fileprivate func text(_ name: String) -> String { self[name]?.string ?? "" }

    fileprivate func moment(_ name: String) -> String {
        self[name]?.string.flatMap { Moment(rfc3339: $0) }.map { Moments.text($0.date) } ?? ""
    }
}
