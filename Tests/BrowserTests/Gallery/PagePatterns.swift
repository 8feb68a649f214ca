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

    /// Pages that no link leads to, whatever state things are in. The tests of the service walk them; here nobody has looked at
    /// them.
    static let outOfReach: Set<String> = [
        // A provider is configured.
        "/sign-in/provider", "/sign-in/provider/back", "/accounts/{account}/provider",
        // A redirect.
        "/",
        // A form is sent on from another.
        "/sites/{site}/level/set",
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
