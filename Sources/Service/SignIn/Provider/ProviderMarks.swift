import Crypto
import Records

/// What one sign-in by the provider is recognised by, all made from the browser's own key: nobody else can begin or finish it,
/// and nothing of it need be stored.
struct ProviderMarks: Sendable {
    /// Comes back with the person, and says that they began in this browser.
    let state: String
    /// Comes back in the token, and says that it was made for this sign-in.
    let nonce: String
    /// Shown only when the code is exchanged, so that a stolen code is worth nothing (RFC 7636).
    let verifier: String

    private static let saltLength = 16

    /// New ones for a browser.
    static func make(key: [UInt8]) -> ProviderMarks {
        ProviderMarks(key: key, salt: randomBytes(saltLength))
    }

    /// Those that a state came from; nil where it is none of this browser's.
    init?(state: String, key: [UInt8]) {
        guard let bytes = Base64URL.decode(state), bytes.count == ProviderMarks.saltLength + 32 else { return nil }
        let salt = Array(bytes.prefix(ProviderMarks.saltLength))
        guard
            HMAC<SHA256>.isValidAuthenticationCode(
                bytes.suffix(32), authenticating: ProviderMarks.purpose("state", salt),
                using: SymmetricKey(data: key))
        else { return nil }
        self.init(key: key, salt: salt)
    }

    private init(key: [UInt8], salt: [UInt8]) {
        func code(_ word: String) -> [UInt8] {
            Array(
                HMAC<SHA256>.authenticationCode(
                    for: ProviderMarks.purpose(word, salt), using: SymmetricKey(data: key)))
        }
        state = Base64URL.encode(salt + code("state"))
        nonce = Base64URL.encode(code("nonce"))
        verifier = Base64URL.encode(code("verifier"))
    }

    /// What the provider is told of the verifier beforehand (S256).
    var challenge: String { Base64URL.encode(SHA256.hash(data: Array(verifier.utf8))) }

    private static func purpose(_ word: String, _ salt: [UInt8]) -> [UInt8] {
        Array("evenhand provider \(word) ".utf8) + salt
    }
}
