#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An SVG picture under construction: dark on white, 360 units wide so that its text can be read on a phone, with a title and
/// a description for those who do not see it. Presentation attributes only: no script, no style, nothing loaded.
///
/// Each part bears a class too, so that a page can give the picture its own colours; a file without a page stays as it is.
struct SVGPicture {
    /// What a part is drawn with: its colour on white, and the class by which a page may choose another.
    struct Ink {
        let colour: String
        let name: String
    }

    static let width = 360.0
    /// Text, dark on white: contrast above 12 to 1.
    static let ink = Ink(colour: "#1b1b1b", name: "ink")
    static let faint = Ink(colour: "#6b6b6b", name: "faint")
    static let rule = Ink(colour: "#c8c8c8", name: "rule")
    /// The subject: told apart by its shape and weight as well.
    static let subject = Ink(colour: "#8a1c1c", name: "subject")
    private static let paper = Ink(colour: "#ffffff", name: "paper")

    private var body = ""

    /// A straight line.
    mutating func line(
        _ from: (Double, Double), _ to: (Double, Double), _ ink: Ink, width: Double = 1, dashed: Bool = false
    ) {
        let dash = dashed ? " stroke-dasharray=\"4 3\"" : ""
        body += "<line x1=\"\(Self.number(from.0))\" y1=\"\(Self.number(from.1))\" x2=\"\(Self.number(to.0))\" "
        body += "y2=\"\(Self.number(to.1))\" class=\"\(ink.name)\" stroke=\"\(ink.colour)\" "
        body += "stroke-width=\"\(Self.number(width))\"\(dash)/>\n"
    }

    /// A line through points.
    mutating func path(_ points: [(Double, Double)], _ ink: Ink, width: Double = 1.5) {
        let all = points.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
        body += "<polyline points=\"\(all)\" class=\"\(ink.name)\" fill=\"none\" stroke=\"\(ink.colour)\" "
        body += "stroke-width=\"\(Self.number(width))\"/>\n"
    }

    /// A filled diamond for the subject, an open circle for others.
    mutating func mark(_ x: Double, _ y: Double, isSubject: Bool) {
        if isSubject {
            let corners = [(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)]
                .map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
            let ink = Self.subject
            body += "<polygon points=\"\(corners)\" class=\"\(ink.name)\" fill=\"\(ink.colour)\"/>\n"
        } else {
            body += "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"3\" class=\"\(Self.ink.name)\" "
            body += "fill=\"\(Self.paper.colour)\" stroke=\"\(Self.ink.colour)\"/>\n"
        }
    }

    /// Words at a point; `anchor` is start, middle or end.
    mutating func text(
        _ words: String, _ x: Double, _ y: Double, anchor: String = "start", ink: Ink = SVGPicture.ink,
        bold: Bool = false
    ) {
        body += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\" "
        body += "class=\"\(ink.name)\" fill=\"\(ink.colour)\""
        body += "\(bold ? " font-weight=\"bold\"" : "")>\(Self.escaped(words))</text>\n"
    }

    /// Opens a group with a title that is shown or read out for it.
    mutating func beginGroup(_ title: String) {
        body += "<g><title>\(Self.escaped(title))</title>\n"
    }

    mutating func endGroup() {
        body += "</g>\n"
    }

    /// The whole document; `id` keeps its parts apart from other pictures on the same page (letters and digits).
    func document(height: Double, id: String, title: String, description: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(Self.width)) \(Self.number(height))" width="100%" \
        role="img" aria-labelledby="\(id)-title \(id)-desc" font-family="sans-serif" font-size="12">
        <title id="\(id)-title">\(Self.escaped(title))</title>
        <desc id="\(id)-desc">\(Self.escaped(description))</desc>
        <rect x="0" y="0" width="\(Self.number(Self.width))" height="\(Self.number(height))" class="\(Self.paper.name)" \
        fill="\(Self.paper.colour)"/>
        \(body)</svg>

        """
    }

    /// A coordinate with two decimals at most; one that is no number is left at the edge.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((max(-1e6, min(1e6, value)) * 100).rounded())
        let (whole, part) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let sign = hundredths < 0 ? "-" : ""
        guard part > 0 else { return sign + String(whole) }
        return "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    /// Text as XML has it: the five characters escaped, those that XML 1.0 forbids replaced.
    static func escaped(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": safe += "\u{FFFD}"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// At most so many characters, the last one an ellipsis where some are left out.
    static func shortened(_ text: String, to length: Int) -> String {
        text.count <= length ? text : text.prefix(length - 1) + "…"
    }
}
