import Deployment

/// The forms that a string may have.
package enum TextForm: Sendable, Equatable {
    /// Free text of this many characters; not only space, no control characters but line breaks and tabs.
    case free(ClosedRange<Int>)
    /// A text as long as it likes, such as a file.
    case content
    /// A civil date, `YYYY-MM-DD`.
    case day
    /// A moment with its offset (RFC 3339).
    case moment
    /// One of these words.
    case oneOf([String])
    /// A prefix and digits: `ND-41`, `P027`.
    case numbered(String, digits: ClosedRange<Int>)
    /// One capital letter and digits: a warrant-like number.
    case lettered(digits: ClosedRange<Int>)
    /// Letters, digits, `_`, `-` and `.`, at most this many.
    case token(Int)
    /// A whole number in decimal, as in a path or query.
    case decimal(ClosedRange<Int>)

    /// An officer's id, `A1234`.
    static let officer = TextForm.lettered(digits: 3...8)
    /// A non-deployment's number, `ND-41`.
    static let nonDeployment = TextForm.numbered("ND-", digits: 1...18)
    /// A Gold case's number, `G-17`.
    static let goldCase = TextForm.numbered("G-", digits: 1...18)
    /// A swap's number, `SW-12`.
    static let swap = TextForm.numbered("SW-", digits: 1...18)
    /// A question's number, `QU-12`.
    static let question = TextForm.numbered("QU-", digits: 1...18)
    /// A dip sample's number, `DS-3`.
    static let dipSample = TextForm.numbered("DS-", digits: 1...18)
    /// A row's number from 1.
    static let rowNumber = TextForm.decimal(1...(Int.max - 1))

    /// A regular expression (ECMA-262) for the document; nil where `format` or `enum` says it.
    var pattern: String? {
        switch self {
        case .numbered(let prefix, let digits): "^\(prefix)[0-9]{\(digits.lowerBound),\(digits.upperBound)}$"
        case .lettered(let digits): "^[A-Z][0-9]{\(digits.lowerBound),\(digits.upperBound)}$"
        case .token(let most): "^[A-Za-z0-9_.-]{1,\(most)}$"
        case .decimal: "^[0-9]{1,19}$"
        case .free, .content, .day, .moment, .oneOf: nil
        }
    }

    /// What is wrong with `text`, in words for the reader; nil when nothing is.
    func fault(in text: String) -> String? {
        switch self {
        case .free(let length):
            // As PostgreSQL and JSON Schema count: a letter with its accents can be several.
            let count = text.unicodeScalars.count
            guard length.contains(count) else {
                return "must have \(length.lowerBound) to \(length.upperBound) characters, has \(count)"
            }
            guard length.lowerBound == 0 || text.contains(where: { !$0.isWhitespace }) else {
                return "must not be empty"
            }
            return text.unicodeScalars.allSatisfy(TextForm.isPrintable) ? nil : "must not hold control characters"
        case .content: return text.utf8.contains(0) ? "must not hold NUL characters" : nil
        case .day: return Day(iso: text) == nil ? "must be a date, YYYY-MM-DD" : nil
        case .moment: return Moment(rfc3339: text) == nil ? "must be a moment with offset, 2026-08-05T21:00:00Z" : nil
        case .oneOf(let words): return words.contains(text) ? nil : "must be one of \(words.joined(separator: ", "))"
        case .numbered(let prefix, let digits):
            let fits = text.hasPrefix(prefix) && TextForm.isDigits(text.dropFirst(prefix.count), digits)
            return fits ? nil : "must be \(prefix) and \(digits.lowerBound) to \(digits.upperBound) digits"
        case .lettered(let digits):
            let fits =
                text.first.map { ("A"..."Z").contains($0) } == true && TextForm.isDigits(text.dropFirst(), digits)
            return fits ? nil : "must be a capital letter and \(digits.lowerBound) to \(digits.upperBound) digits"
        case .token(let most):
            let fits = (1...most).contains(text.utf8.count) && text.utf8.allSatisfy(TextForm.isTokenByte)
            return fits ? nil : "must be 1 to \(most) letters, digits, _ . or -"
        case .decimal(let range):
            let value = TextForm.isDigits(text[...], 1...19) ? Int(text) : nil
            return value.map(range.contains) == true ? nil : "must be a whole number" + TextForm.bounds(range)
        }
    }

    /// Bounds in words; nothing where they are the widest.
    static func bounds(_ range: ClosedRange<Int>) -> String {
        range.upperBound >= Int.max - 1
            ? " from \(range.lowerBound)" : " from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func isDigits(_ text: Substring, _ count: ClosedRange<Int>) -> Bool {
        count.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value != 0x7F || scalar == "\n" || scalar == "\r" || scalar == "\t"
    }
}
