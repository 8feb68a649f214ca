import Crypto
import HTTPTypes
import Hummingbird

/// A strong entity tag (RFC 9110 section 8.8.3).
package struct EntityTag: Sendable, Equatable, CustomStringConvertible {
    /// The text between the quotes.
    let value: String

    /// The tag of a numbered revision.
    init(revision: Int) {
        value = "r\(revision)"
    }

    /// The tag of a body: the first half of its SHA-256.
    init(of bytes: [UInt8]) {
        value = SHA256.hash(data: bytes).prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    /// The tag in quotes.
    package var description: String { "\"\(value)\"" }

    /// The number of the revision that this tag text names; nil when it names none.
    static func revision(in text: String) -> Int? {
        guard text.hasPrefix("\"r"), text.hasSuffix("\""), text.count >= 4 else { return nil }
        return Int(text.dropFirst(2).dropLast())
    }

    /// Whether a list of tags, as in `If-None-Match`, names this one; weak tags compare as equal.
    static func matches(_ tag: String, in list: String) -> Bool {
        list.split(separator: ",").map { $0.trimmed }.contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
    }
}

extension Substring {
    /// The text without spaces at its ends.
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
