/// A scanner of the XML that pictures are made of: elements, attributes in double quotes, text. No other construct is allowed.
struct XMLScan {
    private var rest: Substring
    private(set) var elements: [String] = []
    private(set) var attributes: [String] = []
    private(set) var text = ""

    /// Nil where the document is not well-formed.
    init?(_ document: String) {
        rest = document[...]
        skipSpace()
        guard element() else { return nil }
        skipSpace()
        guard rest.isEmpty else { return nil }
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\n" } }

    private mutating func take(_ word: String) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        rest = rest.dropFirst(word.count)
        return true
    }

    private mutating func name() -> String {
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ":") }
        rest = rest.dropFirst(name.count)
        return String(name)
    }

    private mutating func element() -> Bool {
        guard take("<") else { return false }
        let tag = name()
        guard !tag.isEmpty else { return false }
        elements.append(tag)
        var seen: Set<String> = []
        while true {
            skipSpace()
            if take("/>") { return true }
            if take(">") { break }
            let attribute = name()
            guard !attribute.isEmpty, seen.insert(attribute).inserted, take("=\"") else { return false }
            let value = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(value.count)
            guard take("\""), !value.contains("<"), Self.unescaped(value) != nil else { return false }
            attributes.append(attribute)
        }
        while true {
            let words = rest.prefix { $0 != "<" }
            rest = rest.dropFirst(words.count)
            guard let plain = Self.unescaped(words) else { return false }
            text += plain
            if take("</") { return name() == tag && take(">") }
            guard element() else { return false }
        }
    }

    /// The text with its references resolved; nil where it is not allowed.
    private static func unescaped(_ text: Substring) -> String? {
        var plain = ""
        var rest = text
        while let next = rest.first {
            guard next == "&" else {
                guard next != ">", next.unicodeScalars.allSatisfy({ $0.value >= 32 || $0 == "\n" || $0 == "\t" }) else {
                    return nil
                }
                plain.append(next)
                rest = rest.dropFirst()
                continue
            }
            let known = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
            guard let (entity, character) = known.first(where: { rest.hasPrefix($0.key) }) else { return nil }
            plain += character
            rest = rest.dropFirst(entity.count)
        }
        return plain
    }
}
