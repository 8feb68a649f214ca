import Deployment
import FoundationEssentials
import Records

/// How the record's words are said on Gold's pages.
enum GoldWords {
    /// What a case or flag is about: officers by their number only, whoever used an account by their name.
    static func subject(_ kind: String, _ id: String, _ name: String?) -> String {
        switch kind {
        case "non_deployment": "Non-deployment ND-\(id)"
        case "account": "Acts of \(name ?? "account \(id)")"
        case "command": "The command"
        default: "\(sentence(kind)) \(id)"
        }
    }

    /// A word of the record as the beginning of a sentence: `selective_scope` becomes "Selective scope".
    static func sentence(_ word: String) -> String {
        let text = word.replacing("_", with: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    static func priority(_ priority: Priority) -> (text: String, tone: Tone) {
        switch priority {
        case .high: ("High", .bad)
        case .medium: ("Medium", .warn)
        case .low: ("Low", .note)
        }
    }

    static func state(_ state: CaseState) -> String {
        switch state {
        case .raised: "Raised, not yet convened"
        case .convened: "Convened"
        case .closed: "Closed"
        }
    }

    static func outcome(_ outcome: CaseOutcome) -> String {
        switch outcome {
        case .explained: "Explained: nothing needs to change"
        case .upheld: "The decision stands"
        case .changed: "The decision was changed"
        case .ended: "The decision was ended"
        case .ruleWrong: "The rule asked wrongly: it is to be changed"
        }
    }

    /// An entry in the log.
    static func entry(_ kind: CaseEntryKind) -> String {
        switch kind {
        case .flag: "Flag joined"
        case .claim: "Claimed"
        case .release: "Released"
        case .termsOfReference: "Terms of reference"
        case .member: "Member"
        case .adviceRequest: "Advice asked for"
        case .advice: "Advice"
        case .adviceAnswer: "Answer to advice"
        case .noAdvice: "No advice sought"
        case .decision: "Decision"
        case .action: "Action"
        case .actionDone: "Action done"
        case .learning: "Learning point"
        case .positionStatement: "Position statement"
        case .note: "Note"
        case .outcome: "Outcome"
        case .challenge: "Challenge joined"
        }
    }

    /// How far a clock has run.
    static func clock(_ due: Date, asOf now: Date) -> (text: String, tone: Tone) {
        let seconds = due.timeIntervalSince(now)
        let hours = Int((abs(seconds) / 3600).rounded(.down))
        let span =
            hours >= 48
            ? "\(hours / 24) days" : hours == 1 ? "1 hour" : hours == 0 ? "less than 1 hour" : "\(hours) hours"
        if seconds < 0 { return ("Overdue by \(span)", .bad) }
        return ("Due in \(span)", hours < 6 ? .warn : .note)
    }

    /// The clock of a case: a closed one has none.
    static func clock(_ summary: GoldCaseSummary, asOf now: Date) -> (text: String, tone: Tone) {
        summary.state == .closed ? ("Closed", .good) : clock(summary.dueAt, asOf: now)
    }
}
