import Deployment
import FoundationEssentials
import Records

/// One message to one person, about one notification or several.
struct OutgoingMessage: Sendable {
    /// The same in every attempt, so that a mailbox or program can tell a repeat: `message-12.evenhand`.
    let id: String
    let account: Int64?
    let officer: String?
    let address: String?
    let notices: [OutgoingNotice]

    /// A message of these notifications, which all go to one person. `origin` tells one installation from another.
    init(number: Int64, origin: String, notices: [OutgoingNotice]) {
        id = "message-\(number).\(OutgoingMessage.word(origin))"
        account = notices.first?.account
        officer = notices.first?.officer
        address = notices.first?.address
        self.notices = notices
    }

    /// A test message to an address.
    init(testTo address: String?, origin: String, now: Date) {
        id = "test-\(UUID().uuidString.lowercased()).\(OutgoingMessage.word(origin))"
        account = nil
        officer = nil
        self.address = address
        notices = []
    }

    var subject: String {
        switch notices.count {
        case 0: "Test message"
        case 1: notices[0].title
        default: "\(notices.count) messages"
        }
    }

    /// The sentences, one a line.
    var text: String {
        switch notices.count {
        case 0: "This is a test message of Evenhand. Nothing needs to be done."
        case 1: notices[0].body
        default: notices.map { "- \($0.body)" }.joined(separator: "\n")
        }
    }

    /// The message as the command hook reads it. What a notification is about stays inside: the text says all there is.
    var document: JSON {
        .object([
            .init("id", .string(id)),
            .init(
                "to",
                .object([
                    .init("account", .whole(account)), .init("officer", .text(officer)),
                    .init("address", .text(address)),
                ])),
            .init("subject", .string(subject)), .init("text", .string(text)),
            .init(
                "notifications",
                .array(
                    notices.map { notice in
                        .object([
                            .init("id", .integer(Int(notice.id))), .init("kind", .string(notice.kind)),
                            .init("title", .string(notice.title)), .init("body", .string(notice.body)),
                            .init("day", .text(notice.notice.onDay?.description)),
                            .init("answerBy", .moment(notice.notice.answerBy)),
                            .init("urgent", .bool(notice.notice.isUrgent)),
                        ])
                    })),
        ])
    }

    /// Letters, digits and hyphens: what may stand in a Message-ID without quotes.
    private static func word(_ text: String) -> String {
        let kept = text.unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                ? Character(scalar) : "-"
        }
        return kept.isEmpty ? "evenhand" : String(kept.prefix(60))
    }
}

/// Why a message did not get out.
struct DeliveryFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// A short code for the record: `smtp_550`, `exit_1`.
    let code: String
    /// What happened, in words for the operator's log; never a secret, never an address.
    let explanation: String
    /// Whether another try is pointless.
    let isPermanent: Bool

    init(_ code: String, _ explanation: String, isPermanent: Bool = false) {
        self.code = code
        self.explanation = explanation
        self.isPermanent = isPermanent
    }

    var description: String { "\(code): \(explanation)" }
}

/// A way out of the service.
protocol DeliveryChannel: Sendable {
    /// Hands a message over; throws `DeliveryFailure` when it was not taken, or when nobody knows.
    func deliver(_ message: OutgoingMessage, now: Date) async throws
}
