/// Writes HTML by hand, for tables of thousands of cells and for pictures; everything else goes through templates.
struct HTML: Sendable {
    private var bytes: [UInt8] = []

    /// Room for so many bytes at once, where many are to come.
    init(room: Int = 0) { bytes.reserveCapacity(room) }

    /// What was written so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Text of a person or the record, escaped.
    mutating func say(_ said: String) { bytes.append(contentsOf: HTML.escaped(said).utf8) }

    /// Markup of ours.
    mutating func mark(_ markup: StaticString) {
        markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// HTML that was escaped already.
    mutating func add(_ html: String) { bytes.append(contentsOf: html.utf8) }

    /// An attribute with its value: ` name="value"`.
    mutating func attribute(_ name: StaticString, _ value: String) {
        mark(" ")
        mark(name)
        mark("=\"")
        say(value)
        mark("\"")
    }

    /// Text of a person among words of ours: escaped, and apart from them where it could turn their direction of writing.
    static func said(_ text: String) -> String {
        text.unicodeScalars.contains(where: turns) ? "<bdi>\(escaped(text))</bdi>" : escaped(text)
    }

    /// A text without marks that turn the direction of writing, for places where no element can keep them apart.
    static func straight(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !turns($0) }))
    }

    /// Embeddings, overrides and isolates of the Unicode bidirectional algorithm.
    private static func turns(_ character: Unicode.Scalar) -> Bool {
        ("\u{202A}"..."\u{202E}").contains(character) || ("\u{2066}"..."\u{2069}").contains(character)
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
