import Deployment
import Records

/// What must be on record before a case closes, as a list of tasks.
struct ClosingTasks: Sendable {
    struct Task: Sendable {
        var name: String
        var isLinked: Bool
        var link: String
        var isTagged: Bool
        var tone: String
        var status: String
    }

    var tasks: [Task]

    /// Each requirement by the record's own words for it, how a page says it, and the entry that meets it.
    private static let requirements: [(missing: String, name: String, kind: CaseEntryKind)] = [
        ("terms of reference", "Terms of reference", .termsOfReference),
        (
            "independent advice, or the reason why none was sought",
            "Independent advice answered, or the reason why none was sought", .adviceRequest
        ),
        ("advice that was asked for", "Every adviser who was asked has answered", .adviceRequest),
        ("an answer to the advice", "Every advice answered: accepted or not, and why", .adviceAnswer),
        ("a decision in the log", "A decision in the log", .decision),
        ("every action done", "Every action done", .actionDone),
        ("a learning line", "A learning line", .learning),
    ]

    /// The tasks of a case.
    init(_ detail: GoldCaseDetail) {
        let missing = Set(detail.missing)
        let base = "/cases/\(detail.summary.number)/entries"
        let isBefore = missing.contains("terms of reference")
        let seen = "?seen=\(detail.summary.revision)"
        tasks = ClosingTasks.requirements.map { requirement in
            guard missing.contains(requirement.missing) else { return .done(requirement.name) }
            switch requirement.missing {
            case "a decision in the log" where isBefore:
                return .blocked(requirement.name, "Cannot start yet: terms of reference first")
            case "advice that was asked for": return .blocked(requirement.name, "Waiting for the adviser")
            default: return .open(requirement.name, "\(base)/\(requirement.kind.rawValue)\(seen)")
            }
        }
        let known = Set(ClosingTasks.requirements.map(\.missing))
        // A rule that came later is told as the record says it, never left out.
        tasks += detail.missing.filter { !known.contains($0) }.map {
            .blocked(GoldWords.sentence($0), "Missing")
        }
        let closing = "Outcome, by a Gold group member outside the line of the decision"
        tasks.append(
            detail.summary.state == .closed
                ? .done(closing)
                : missing.isEmpty
                    ? .open(closing, "/cases/\(detail.summary.number)/close") : .blocked(closing, "Cannot start yet"))
    }
}

extension ClosingTasks.Task {
    fileprivate static func done(_ name: String) -> Self {
        Self(name: name, isLinked: false, link: "", isTagged: false, tone: "", status: "Completed")
    }

    fileprivate static func open(_ name: String, _ link: String) -> Self {
        Self(name: name, isLinked: true, link: link, isTagged: true, tone: Tone.warn.rawValue, status: "Missing")
    }

    fileprivate static func blocked(_ name: String, _ status: String) -> Self {
        Self(name: name, isLinked: false, link: "", isTagged: false, tone: "", status: status)
    }
}
