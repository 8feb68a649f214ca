import HTTPTypes
import Service

/// The addresses of pages by the patterns of the table of pages.
enum PagePatterns {
    /// Every pattern that is shown with GET, in the table's order; news of open pages are no pages.
    static let shown = WebPages.all.filter { $0.method == .get && !$0.isStream }.map(\.path)

    /// Files to keep, which a browser does not show as pages.
    static func isFile(_ pattern: String) -> Bool {
        pattern.hasSuffix(".csv") || ["/static/{file}", "/calendar/{secret}", "/export/{table}"].contains(pattern)
    }

    /// Pages that no link of the demonstration leads to, as it stands when it is looked at: they belong to something that is in
    /// another state by then, or that it has none of. The tests of the service walk them; here nobody has looked at them.
    static let ofOtherStates: Set<String> = [
        // A provider is configured.
        "/sign-in/provider", "/sign-in/provider/back", "/accounts/{account}/provider",
        // A redirect.
        "/",
        // A form is sent on from another.
        "/decisions/{nd}/decide", "/sites/{site}/level/set",
        // A roster is not published, a repair not accepted, a decision not made, a shift worked.
        "/roster/versions/{version}/publish", "/repairs/{repair}/discard", "/decisions/{nd}/withdraw",
        "/attendance/{entry}/correct", "/questions/{question}", "/questions/{question}/answer",
        "/concerns/{concern}/answer", "/me/records/{nd}/annex", "/rest-days-owed/{owed}",
        // A swap is open, a decision challenged, a pattern proposed, a sample drawn.
        "/swaps/{swap}/agree", "/swaps/{swap}/decline", "/swaps/{swap}/withdraw", "/swaps/{swap}/refuse",
        "/swaps/{swap}/approve", "/challenges/{challenge}", "/challenges/{challenge}/answer",
        "/challenges/{challenge}/release", "/patterns/{consultation}", "/patterns/{consultation}/answer",
        "/officers/{officer}/pattern", "/dips/{sample}", "/dips/{sample}/items/{item}",
        // A training session is set up, an operation open.
        "/training/{session}", "/training/{session}/cancel", "/training/{session}/bookings/{booking}",
        "/operations/{operation}/entries/{kind}", "/operations/{operation}/demand", "/operations/{operation}/close",
    ]

    /// The pattern that an address belongs to: one without variable parts before one with. Nil for none.
    static func pattern(of address: String) -> String? {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let fitting = shown.filter { pattern in
            let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
            return wanted.count == parts.count && zip(wanted, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return fitting.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } }
    }
}
