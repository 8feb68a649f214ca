/// One signature line of a note: `— name base64(key id || signature)`.
package struct NoteSignature: Sendable {
    private static let prefix = Array("\u{2014} ".utf8)

    /// The name of the key.
    package let name: String

    /// The four bytes that tell apart keys of one name.
    package let keyID: [UInt8]

    /// The signature proper: 64 bytes for Ed25519, any other number for algorithms we do not know.
    package let bytes: [UInt8]

    init(name: String, keyID: [UInt8], bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads a line without its newline.
    init(line: [UInt8]) throws(NoteError) {
        guard line.starts(with: NoteSignature.prefix) else { throw .malformed("not a signature line") }
        let parts = line.dropFirst(NoteSignature.prefix.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .malformed("a signature line has a name and a signature") }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard NoteKeyName.isValid(name) else { throw .badKeyName(name) }
        guard let decoded = Base64.decode(String(decoding: parts[1], as: UTF8.self)), decoded.count > 4 else {
            throw .malformed("a signature is the Base64 of more than four bytes")
        }
        self.init(name: name, keyID: Array(decoded[..<4]), bytes: Array(decoded[4...]))
    }

    /// The line without its newline.
    var line: String { "\u{2014} \(name) \(Base64.encode(keyID + bytes))" }

    /// Name and id of the key, as in a verifier key's text.
    var label: String { "\(name)+\(Hex.encode(keyID))" }

    /// Whether the line claims to be by this key: same name, byte for byte, and same id.
    func isBy(_ key: NoteVerifier) -> Bool {
        name.utf8.elementsEqual(key.name.utf8) && keyID == key.keyID
    }
}
