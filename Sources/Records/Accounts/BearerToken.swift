import FoundationEssentials
import Ledger

/// The text of a bearer token: 32 random bytes, so that nobody guesses one and a plain hash of it is safe to store.
enum BearerToken {
    static let prefix = "evh_"

    /// A new token from the system's random generator.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return prefix + base64url((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// SHA-256 of a token's text; nil when the text cannot be one of ours.
    static func hash(_ text: String) -> [UInt8]? {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + 43 else { return nil }
        return Hash.sha256(text.utf8).bytes
    }

    private static func base64url(_ bytes: [UInt8]) -> String {
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
}
