/// A page taken apart as a browser would: its elements, its texts, and what of them could deceive a reader.
struct Markup {
    /// A form of a page: where it is sent and what it asks for in words.
    struct Form: Hashable {
        var method = "get"
        var action = ""
        /// Names of areas and lines of text.
        var texts: Set<String> = []
    }

    private struct Element {
        var name: String
        var isIsolated: Bool
    }

    /// Everything a reader reads, without what stands in form controls.
    private(set) var said: [UInt8] = []
    /// Everything that stands in form controls.
    private(set) var typed: [UInt8] = []
    private(set) var forms: [Form] = []
    private(set) var links: Set<String> = []
    /// What should never be there, in words.
    private(set) var faults: [String] = []
    private var open: [Element] = []
    private let bytes: [UInt8]

    private static let empty: Set<String> = ["meta", "link", "input", "br", "hr", "img", "!doctype"]
    private static let known: Set<String> = [
        "html", "head", "title", "script", "body", "header", "nav", "main", "footer", "section", "div", "span", "p",
        "a", "bdi", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody",
        "tr", "th", "td", "form", "label", "fieldset", "legend", "input", "textarea", "select", "option", "button",
        "details", "summary", "pre", "code", "strong", "em", "time", "small", "abbr", "figure", "figcaption", "svg",
        "g", "rect", "line", "path", "circle", "text", "tspan", "desc", "polyline", "b", "i", "defs", "marker",
        "clippath",
        "ellipse", "polygon", "colgroup", "col",
        "meta", "link", "br", "hr", "!doctype", "tfoot", "optgroup", "aside", "output", "progress", "article",
        "address", "noscript",
    ]

    init(_ html: String) {
        bytes = Array(html.utf8)
        var place = 0
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "<") {
                place = tag(from: place + 1)
            } else {
                let end = bytes[place...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                text(Array(bytes[place..<end]))
                place = end
            }
        }
        if !open.isEmpty { faults.append("<\(open.map(\.name).joined(separator: " "))> stays open") }
    }

    private mutating func text(_ raw: [UInt8]) {
        let inside = open.last?.name ?? ""
        if Markup.turns(raw), !open.contains(where: \.isIsolated) {
            faults.append("a turn of the writing direction reaches out of <\(inside)>")
        }
        switch inside {
        case "textarea": typed += Markup.unescaped(raw)
        case "option", "title": break
        default: said += Markup.unescaped(raw)
        }
    }

    private mutating func tag(from start: Int) -> Int {
        var place = start
        while place < bytes.count, bytes[place] != UInt8(ascii: ">"), !Markup.isSpace(bytes[place]) { place += 1 }
        let word = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
        var attributes: [String: [UInt8]] = [:]
        while place < bytes.count, bytes[place] != UInt8(ascii: ">") {
            if Markup.isSpace(bytes[place]) || bytes[place] == UInt8(ascii: "/") {
                place += 1
                continue
            }
            let from = place
            while place < bytes.count, !Markup.isSpace(bytes[place]), !"=>/".utf8.contains(bytes[place]) { place += 1 }
            let name = String(decoding: bytes[from..<place], as: UTF8.self).lowercased()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else {
                attributes[name] = []
                continue
            }
            place += 1
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
                // Without quotes, as the board saves bytes: a value ends where a space or the tag does.
                let end = bytes[place...].firstIndex { Markup.isSpace($0) || $0 == UInt8(ascii: ">") } ?? bytes.count
                attributes[name] = Array(bytes[place..<end])
                place = end
                continue
            }
            let end = bytes[(place + 1)...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count
            attributes[name] = Array(bytes[(place + 1)..<end])
            place = end + 1
        }
        let isClosed = place > start && place <= bytes.count && bytes[place - 1] == UInt8(ascii: "/")
        if word.hasPrefix("/") {
            close(String(word.dropFirst()))
        } else {
            element(word, attributes, isClosed: isClosed)
        }
        return place + 1
    }

    /// Elements that end by themselves where one of these begins or their parent ends.
    private static let endedBy: [String: Set<String>] = [
        "td": ["td", "th", "tr", "tbody"], "th": ["td", "th", "tr", "tbody"], "tr": ["tr", "tbody"],
        "tbody": ["tbody"], "thead": ["tbody"],
    ]
    private static let parents: [String: Set<String>] = [
        "td": ["tr", "tbody", "thead", "table"], "th": ["tr", "tbody", "thead", "table"],
        "tr": ["tbody", "thead", "table"], "tbody": ["table"], "thead": ["table"],
    ]

    private mutating func close(_ name: String) {
        while let last = open.last, last.name != name, Markup.parents[last.name]?.contains(name) == true {
            open.removeLast()
        }
        if open.last?.name == name {
            open.removeLast()
        } else {
            faults.append("</\(name)> closes <\(open.last?.name ?? "")>")
        }
    }

    private mutating func element(_ name: String, _ attributes: [String: [UInt8]], isClosed: Bool) {
        if !Markup.known.contains(name) { faults.append("there is a <\(name)>") }
        if name == "script", attributes["src"] == nil { faults.append("there is a script of words") }
        for (attribute, value) in attributes {
            if attribute.hasPrefix("on") || attribute == "style" { faults.append("\(name) has \(attribute)") }
            if Markup.turns(value), attributes["dir"] == nil, name != "input" || !isUnseen(attributes) {
                faults.append("a turn of the writing direction stands in \(attribute) of <\(name)>")
            }
        }
        func value(_ attribute: String) -> String? {
            attributes[attribute].map { String(decoding: Markup.unescaped($0), as: UTF8.self) }
        }
        switch name {
        case "form": forms.append(Form(method: value("method") ?? "get", action: value("action") ?? ""))
        case "a": if let link = value("href") { links.insert(link) }
        case "textarea": note(value("name"))
        case "input":
            if ["text", "search", nil].contains(value("type")) { note(value("name")) }
            typed += Markup.unescaped(attributes["value"] ?? []) + [10]
        default: break
        }
        while let last = open.last, Markup.endedBy[last.name]?.contains(name) == true { open.removeLast() }
        guard !isClosed, !Markup.empty.contains(name) else { return }
        open.append(Element(name: name, isIsolated: name == "bdi" || attributes["dir"] != nil))
    }

    private func isUnseen(_ attributes: [String: [UInt8]]) -> Bool { attributes["type"] == Array("hidden".utf8) }

    private mutating func note(_ field: String?) {
        guard let field, !forms.isEmpty else { return }
        forms[forms.count - 1].texts.insert(field)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 || byte == 9 || byte == 13 }

    /// Whether a text holds a mark that turns the writing direction of what follows.
    static func turns(_ text: [UInt8]) -> Bool {
        // U+202A to U+202E and U+2066 to U+2069: E2 80 AA.. and E2 81 A6..
        guard text.count > 2 else { return false }
        for place in 0..<(text.count - 2) where text[place] == 0xE2 {
            let (middle, last) = (text[place + 1], text[place + 2])
            if middle == 0x80, (0xAA...0xAE).contains(last) { return true }
            if middle == 0x81, (0xA6...0xA9).contains(last) { return true }
        }
        return false
    }

    /// The text that a reader sees for what is written in the page.
    static func unescaped(_ raw: [UInt8]) -> [UInt8] {
        guard raw.contains(UInt8(ascii: "&")) else { return raw }
        let names: [(name: [UInt8], byte: UInt8)] = [
            ("&lt;", 60), ("&gt;", 62), ("&amp;", 38), ("&quot;", 34), ("&#39;", 39), ("&#x27;", 39), ("&#x2F;", 47),
            ("&#x60;", 96), ("&#x3D;", 61),
        ].map { (Array($0.0.utf8), $0.1) }
        var result: [UInt8] = []
        var place = 0
        while place < raw.count {
            if raw[place] == UInt8(ascii: "&"),
                let found = names.first(where: { raw[place...].starts(with: $0.name) })
            {
                result.append(found.byte)
                place += found.name.count
            } else {
                result.append(raw[place])
                place += 1
            }
        }
        return result
    }
}
