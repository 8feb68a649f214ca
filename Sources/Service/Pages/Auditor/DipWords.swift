import Deployment
import Records

/// What was drawn and found, in words.
enum DipWords {
    static func title(_ drawn: DipDraw) -> String {
        switch drawn {
        case .read(let read): "a reading of \(read.number)"
        case .decision(let decision): "a decision on \(decision.number)"
        }
    }

    /// Who did what, when and what for; as much as the access log tells.
    static func facts(_ drawn: DipDraw) -> [SummaryRow] {
        switch drawn {
        case .read(let read):
            [
                SummaryRow("Read", "\(AccessLogPage.what(read)) of \(read.number)"),
                SummaryRow("By", read.reader.name), SummaryRow("When", Moments.text(read.readAt)),
                SummaryRow("What for", read.purpose),
            ]
        case .decision(let decision):
            [
                SummaryRow(
                    "Decided",
                    "\(decision.outcome == .granted ? "Granted" : "Refused") \(decision.number), \(decision.form == .short ? "short" : "full") form"
                ),
                SummaryRow(
                    "By",
                    "\(decision.decidedBy.name), as \(DecisionWords.authority(decision.decidedAs).lowercasedFirst)"),
                SummaryRow("When", Moments.text(decision.decidedAt)),
                SummaryRow("Written down", Moments.text(decision.recordedAt)),
            ]
        }
    }

    static func verdict(_ verdict: DipVerdict) -> (text: String, tone: Tone) {
        switch verdict {
        case .satisfied: ("Satisfied", .good)
        case .query: ("Query", .warn)
        case .escalate: ("Escalated to Gold", .bad)
        }
    }

    /// A verdict as the form offers it.
    static func choice(_ verdict: DipVerdict) -> String {
        switch verdict {
        case .satisfied: "Satisfied: it is in order"
        case .query: "Query: something is to be asked"
        case .escalate: "Escalate: Gold is to look at it"
        }
    }
}
