import FoundationEssentials

/// Base64 for addresses and cookies (RFC 4648 section 5), without padding.
package enum Base64URL {
    /// The text of some bytes.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let text = Data(bytes).base64EncodedString().utf8.compactMap { character -> UInt8? in
            switch character {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: character
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text in its one canonical spelling; nil for any other.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var padded = text.utf8.map { character in
            switch character {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: character
            }
        }
        while padded.count % 4 != 0 { padded.append(UInt8(ascii: "=")) }
        guard let data = Data(base64Encoded: Data(padded)) else { return nil }
        let bytes = Array(data)
        return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
    }
}

/// Bytes from the system's random generator, for secrets and salts.
package func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
