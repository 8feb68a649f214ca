/// Writes HTML by hand, for tables of thousands of cells and for pictures; everything else goes through templates.
struct HTML: Sendable {
    private(set) var text = ""

    /// Text of a person or the record, escaped.
    mutating func say(_ said: String) { text += HTML.escaped(said) }

    /// Markup of ours.
    mutating func mark(_ markup: StaticString) { text += markup.description }

    /// An attribute with its value: ` name="value"`.
    mutating func attribute(_ name: StaticString, _ value: String) {
        text += " \(name)=\"\(HTML.escaped(value))\""
    }

    /// What HTML takes for markup, written so that it is text; line breaks and everything else stay.
    static func escaped(_ said: String) -> String {
        guard said.utf8.contains(where: { $0 == 38 || $0 == 60 || $0 == 62 || $0 == 34 || $0 == 39 }) else {
            return said
        }
        var result = ""
        result.reserveCapacity(said.utf8.count + 16)
        for character in said.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
