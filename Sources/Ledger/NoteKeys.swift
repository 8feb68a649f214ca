import Crypto

/// The Ed25519 key that checks a signer's notes.
///
/// Its text is `name+id+base64(0x01 || public key)`, the id in eight hexadecimal digits.
package struct NoteVerifier: Sendable {
    private static let algorithm: UInt8 = 0x01

    /// The key's name, such as the ledger's origin.
    package let name: String

    /// The public key, 32 bytes.
    package let publicKey: [UInt8]

    /// First four bytes of SHA-256(name || 0x0A || 0x01 || public key).
    package let keyID: [UInt8]

    /// A key under a name.
    ///
    /// - Throws: `NoteError.badKeyName`, or `.badKey` unless there are 32 bytes.
    package init(name: String, publicKey: [UInt8]) throws(NoteError) {
        guard NoteKeyName.isValid(name) else { throw .badKeyName(name) }
        guard publicKey.count == 32 else { throw .badKey("a public key has 32 bytes, not \(publicKey.count)") }
        let identity = Array(name.utf8) + [UInt8(ascii: "\n"), NoteVerifier.algorithm] + publicKey
        self.init(name: name, publicKey: publicKey, keyID: Array(Hash.sha256(identity).bytes[..<4]))
    }

    /// A key under an id that is taken as given.
    init(name: String, publicKey: [UInt8], keyID: [UInt8]) {
        self.name = name
        self.publicKey = publicKey
        self.keyID = keyID
    }

    /// Reads a verifier key's text.
    ///
    /// - Throws: `NoteError.badKey` for another form, algorithm or id; `.badKeyName`.
    package init(text: String) throws(NoteError) {
        // At most two cuts: the Base64 may hold further plus signs.
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 3 else { throw .badKey("not of the form name+id+key") }
        guard let key = Base64.decode(parts[2]), let algorithm = key.first else { throw .badKey("not Base64") }
        guard algorithm == NoteVerifier.algorithm else { throw .badKey("algorithm \(algorithm) is not Ed25519") }
        try self.init(name: parts[0], publicKey: Array(key.dropFirst()))
        guard parts[1].utf8.elementsEqual(hexID.utf8) else {
            throw .badKey("the id is \(parts[1].debugDescription) where the key has \(hexID)")
        }
    }

    /// The key's text, to hand to those who verify.
    package var text: String { "\(name)+\(hexID)+\(Base64.encode([NoteVerifier.algorithm] + publicKey))" }

    /// The key id in eight hexadecimal digits.
    package var hexID: String { Hex.encode(keyID) }

    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// The Ed25519 key that signs notes.
package struct NoteSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// The public half, under the same name.
    package let verifier: NoteVerifier

    /// The signer with this 32 byte secret (the seed of RFC 8032), which the caller makes and keeps.
    ///
    /// - Throws: `NoteError.badKeyName`, or `.badKey` unless there are 32 bytes.
    package init(name: String, seed: [UInt8]) throws(NoteError) {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .badKey("a seed has 32 bytes, not \(seed.count)")
        }
        self.key = key
        verifier = try NoteVerifier(name: name, publicKey: Array(key.publicKey.rawRepresentation))
    }

    func sign(_ message: [UInt8]) throws -> NoteSignature {
        let bytes = try Array(key.signature(for: message))
        return NoteSignature(name: verifier.name, keyID: verifier.keyID, bytes: bytes)
    }
}

/// The rule for key names (C2SP signed-note, "Format").
enum NoteKeyName {
    /// Not empty, and neither white space, plus signs nor control characters.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace }
    }
}
