import HTTPTypes
import Service

/// The addresses of pages by the patterns of the table of pages.
enum PagePatterns {
    /// Every pattern that is shown with GET, in the table's order.
    static let shown = WebPages.all.filter { $0.method == .get }.map(\.path)

    /// Those that a browser does not show as a page, or that no link may lead to; with the reason.
    static let elsewhere: [String: String] = [
        "/static/{file}": "styles and scripts",
        "/calendar/{secret}": "for calendar programs; its address is a secret",
        "/report.csv": "a file to keep",
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
