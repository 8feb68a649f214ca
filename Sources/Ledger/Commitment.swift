/// A salted commitment to a row's text, which can stay when text and salt are erased.
package enum Commitment {
    /// Bytes in a salt; a fixed length keeps `salt || text` unambiguous.
    package static let saltByteCount = 32

    /// SHA-256(salt || UTF-8 of the canonical text).
    package static func of(canonical: String, salt: [UInt8]) -> Hash {
        Hash.sha256(salt + Array(canonical.utf8))
    }
}
