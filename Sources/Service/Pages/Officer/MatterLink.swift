import Deployment
import Records

/// Where the matter that a message is about can be seen.
struct MatterLink: Equatable {
    var path: String
    var words: String

    /// Nil where this role has no page of it.
    static func of(_ notification: NotificationRecord, for role: Role) -> MatterLink? {
        if role == .officer, ["change", "deployment", "roster_version"].contains(notification.aboutKind) {
            let month = notification.day.map { "?month=" + String($0.description.prefix(7)) } ?? ""
            return MatterLink(path: "/me" + month, words: "See my duties")
        }
        let own = role == .officer && notification.aboutKind == "non_deployment"
        guard let page = own ? ownRecord : pages[notification.aboutKind], PageLinks.has(page.pattern, for: role)
        else { return nil }
        guard let open = page.pattern.firstIndex(of: "{") else {
            let which = notification.aboutKind == "skill" ? ": \(notification.aboutID)" : ""
            return MatterLink(path: page.pattern, words: page.words + which)
        }
        let key = page.prefix.map { $0 + notification.aboutID.filter(\.isNumber) } ?? notification.aboutID
        let isKey = page.prefix == nil ? TextForm.restriction.fault(in: key) == nil : key != page.prefix
        return isKey ? MatterLink(path: page.pattern[..<open] + key, words: page.words) : nil
    }

    /// A page of a kind of matter; `prefix` is what stands before the number in its address, nil where the key goes there as it is.
    private struct Page {
        var pattern: String
        var prefix: String? = ""
        var words: String
    }

    private static let ownRecord = Page(pattern: "/me/records/{nd}", prefix: "ND-", words: "See the record")

    private static let pages = [
        "change": Page(pattern: "/changes/{change}", words: "See the change"),
        "roster_version": Page(pattern: "/roster/versions/{version}", words: "See the roster"),
        "deployment": Page(pattern: "/currencies/reopened", words: "See the duties re-opened by a lapse"),
        "currency_watch": Page(pattern: "/currencies", words: "See the currencies that lapse"),
        "skill": Page(pattern: "/training", words: "See the training load"),
        "restriction": Page(pattern: "/limited-duty/{restriction}", prefix: nil, words: "See the limited duty"),
        "pattern_consultation": Page(pattern: "/patterns/{consultation}", words: "See the proposed pattern"),
        "pattern_approval": Page(pattern: "/patterns", words: "See the individual patterns"),
        "concern": Page(pattern: "/concerns/{concern}", prefix: "C-", words: "See the concern"),
        "non_deployment": Page(pattern: "/decisions/{nd}", prefix: "ND-", words: "See the record"),
        "swap": Page(pattern: "/swaps/{swap}", prefix: "SW-", words: "See the swap"),
        "challenge": Page(pattern: "/challenges/{challenge}", prefix: "CH-", words: "See the challenge"),
        "question": Page(pattern: "/questions/{question}", prefix: "QU-", words: "See the question"),
        "operation": Page(pattern: "/operations/{operation}", prefix: "OP-", words: "See the operation"),
        "rest_day_owed": Page(pattern: "/rest-days-owed", words: "See the rest days owed"),
    ]
}
