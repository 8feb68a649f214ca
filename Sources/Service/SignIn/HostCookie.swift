import HTTPTypes

/// A cookie for this host alone, gone with the browser's window, and out of reach of scripts and of other sites' forms.
///
/// Behind TLS its name says `__Host-`: then no browser takes one that a neighbouring host or an unsafe connection set.
struct HostCookie: Sendable {
    /// The name in the header.
    let name: String
    private let attributes: String

    /// A cookie of this name; `isSecure` where pages are reached by TLS.
    init(_ name: String, isSecure: Bool) {
        self.name = isSecure ? "__Host-\(name)" : name
        attributes = "Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    /// The values it has in a request, as they came.
    func values(in headers: HTTPFields) -> [String] {
        headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let pair = pair.drop { $0 == " " || $0 == "\t" }
            guard pair.hasPrefix("\(name)=") else { return nil }
            var value = pair.dropFirst(name.count + 1)
            while value.last == " " || value.last == "\t" { value.removeLast() }
            return String(value)
        }
    }

    /// The text of `Set-Cookie` that gives it a value.
    func setting(_ value: String) -> String {
        "\(name)=\(value); \(attributes)"
    }

    /// The text of `Set-Cookie` that takes it away.
    var ending: String {
        "\(name)=; \(attributes); Max-Age=0"
    }
}
