import HTTPTypes

@testable import Service

/// What addresses, fields and pages are to a walk.
extension HostileWalk {
    /// The pattern of an address in the table of pages; the kind of a case's entry is said out.
    static func pattern(_ path: String, _ method: HTTPRequest.Method) -> String? {
        let parts = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        let fitting = WebPages.all.filter { route in
            let own = route.path.split(separator: "/")
            return route.method == method && own.count == parts.count
                && zip(own, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        guard let best = fitting.min(by: { $0.variables.count < $1.variables.count }) else { return nil }
        guard best.path == "/cases/{case}/entries/{kind}", let kind = parts.last else { return best.path }
        return best.path.replacing("{kind}", with: kind)
    }

    /// The name of a field, without the number of a row.
    static func field(_ name: String) -> String {
        let digits = name.dropFirst()
        return name.hasPrefix("p") && !digits.isEmpty && digits.allSatisfy(\.isNumber) ? "p#" : name
    }

    /// Whether a page keeps a text in one of its fields.
    static func holds(_ reply: API.Reply, _ text: String) -> Bool {
        let typed = Markup(reply.text).typed
        let sought = Array(text.replacing("\r\n", with: "\n").utf8)
        var place = 0
        while let found = typed[place...].firstIndex(of: sought[0]) {
            if typed[found...].starts(with: sought) { return true }
            place = found + 1
        }
        return false
    }

    /// What a page that refuses says on top.
    static func words(_ reply: API.Reply) -> String {
        String(decoding: Markup(reply.text).said, as: UTF8.self).split(separator: "\n").filter {
            $0.contains(where: \.isLetter)
        }.prefix(40).joined(separator: " | ").prefix(1500).description
    }
}
