import FoundationEssentials

/// Which addresses a provider may have: passwords and tokens go there.
enum ProviderAddress {
    /// Whether an address goes by https, or stays on this machine.
    static func isSafe(_ text: String) -> Bool {
        guard text.utf8.count <= 500, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
            let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return false }
        switch parts.scheme {
        case "https": return true
        case "http": return ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
        default: return false
        }
    }

    /// Whether it names a place and nothing at that place: no path, no query.
    static func isOrigin(_ text: String) -> Bool {
        guard isSafe(text), let parts = URLComponents(string: text) else { return false }
        return parts.path.isEmpty && parts.query == nil
    }

    /// An address with parameters, beside those that it has.
    static func adding(_ parameters: [(String, String)], to address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + form(parameters)
    }

    /// Parameters as a form sends them.
    static func form(_ parameters: [(String, String)]) -> String {
        parameters.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")
    }

    /// A text between the separators of a form.
    static func escaped(_ text: String) -> String {
        WebResponder.escapedForQuery(text).replacing("/", with: "%2F")
    }
}
