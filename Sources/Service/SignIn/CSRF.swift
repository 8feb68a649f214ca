import Crypto
import FoundationEssentials
import Records

/// The marks by which a form shows that one of our pages made it: whoever only makes a browser send a form knows none.
///
/// A mark is HMAC-SHA256 under the session's form key, masked anew for every page, because pages are compressed (see
/// `Compression`) and a text that repeats could be found out by the length of the answers (BREACH).
package struct CSRF: Sendable {
    private static let purpose = Array("evenhand form".utf8)
    private let key: SymmetricKey

    /// The marks of a session.
    package init(_ secret: SessionSecret) {
        self.init(key: secret.formKey)
    }

    /// The marks under a key of 32 random bytes, such as that of somebody who has yet to sign in.
    package init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// A new mark: 86 characters of base64url, another one each time.
    package func mark() -> String {
        let mask = randomBytes(32)
        let code = HMAC<SHA256>.authenticationCode(for: CSRF.purpose, using: key)
        return Base64URL.encode(mask + zip(mask, code).map { $0 ^ $1 })
    }

    /// Whether a text is a mark of ours, compared in constant time.
    package func verifies(_ mark: String) -> Bool {
        guard mark.utf8.count == 86, let bytes = Base64URL.decode(mark), bytes.count == 64 else { return false }
        let code = zip(bytes.prefix(32), bytes.suffix(32)).map { $0 ^ $1 }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: CSRF.purpose, using: key)
    }
}
