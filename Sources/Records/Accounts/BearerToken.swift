import Ledger

/// The text of a bearer token: 32 random bytes, so that nobody guesses one and a plain hash of it is safe to store.
enum BearerToken {
    static let prefix = "evh_"

    /// A new token from the system's random generator.
    static func make() -> String {
        prefix + Base64URL.encode(randomBytes(32))
    }

    /// SHA-256 of a token's text; nil when the text cannot be one of ours.
    static func hash(_ text: String) -> [UInt8]? {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + 43 else { return nil }
        return Hash.sha256(text.utf8).bytes
    }
}
