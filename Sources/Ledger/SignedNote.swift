/// A text with signatures under it (C2SP signed-note).
package struct SignedNote: Sendable {
    /// Most bytes a note may have; more are refused before anything is looked at.
    package static let maximumByteCount = 1_000_000

    /// Most signatures a note may carry (the format asks for at least 16).
    package static let maximumSignatures = 100

    /// The signed text, ended by a newline.
    package let text: String

    /// The signatures in the order of their lines, verified or not.
    package private(set) var signatures: [NoteSignature]

    /// A note that nobody has signed yet.
    ///
    /// - Throws: `NoteError.malformed` unless the text ends in a newline and has no other control characters.
    package init(text: String) throws(NoteError) {
        guard text.utf8.count <= SignedNote.maximumByteCount else { throw .malformed("too long") }
        guard text.utf8.last == UInt8(ascii: "\n") else { throw .malformed("the text does not end in a newline") }
        guard SignedNote.isPlain(text.utf8) else { throw .malformed("control characters in the text") }
        self.text = text
        signatures = []
    }

    /// Reads a note with at least one signature line; believe nothing in it before `verify`.
    ///
    /// - Throws: `NoteError.malformed`.
    package init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= SignedNote.maximumByteCount else { throw .malformed("more than a million bytes") }
        guard let note = String(validating: bytes, as: UTF8.self) else { throw .malformed("not UTF-8") }
        let newline = UInt8(ascii: "\n")
        guard bytes.last == newline else { throw .malformed("no newline at the end") }
        // The last empty line parts text from signatures, so that the text may have empty lines too.
        guard let blank = bytes.indices.last(where: { $0 > 0 && bytes[$0] == newline && bytes[$0 - 1] == newline })
        else { throw .malformed("no empty line before the signatures") }
        guard let text = String(note.utf8.prefix(blank)) else { throw .malformed("not UTF-8") }
        try self.init(text: text)
        let lines = bytes[(blank + 1)...].dropLast().split(separator: newline, omittingEmptySubsequences: false)
        guard blank + 1 < bytes.count else { throw .malformed("no signatures") }
        guard lines.count <= SignedNote.maximumSignatures else { throw .malformed("too many signatures") }
        for line in lines { signatures.append(try NoteSignature(line: Array(line))) }
    }

    /// Signs the text, in place of an earlier signature by the same key.
    ///
    /// - Throws: what the cryptographic library throws; with a valid key, nothing.
    package mutating func sign(with signer: NoteSigner) throws {
        let signature = try signer.sign(Array(text.utf8))
        signatures.removeAll { $0.isBy(signer.verifier) }
        signatures.append(signature)
    }

    /// The note as bytes to store or send.
    package var encoded: [UInt8] {
        Array((text + "\n" + signatures.map { $0.line + "\n" }.joined()).utf8)
    }

    /// Checks the signatures of trusted keys and ignores all others.
    ///
    /// - Returns: the keys that have signed, each once, in the order of their signatures.
    /// - Throws: `NoteError.invalidSignature` as soon as one by a trusted key is wrong, `.untrusted` when there is
    ///   none, `.ambiguousKey` when two trusted keys share name and id.
    @discardableResult
    package func verify(with keys: [NoteVerifier]) throws(NoteError) -> [NoteVerifier] {
        let message = Array(text.utf8)
        var signers: [NoteVerifier] = []
        for signature in signatures {
            let known = keys.filter { signature.isBy($0) }
            guard let key = known.first else { continue }
            guard known.allSatisfy({ $0.publicKey == key.publicKey }) else {
                throw .ambiguousKey(name: key.name, id: key.hexID)
            }
            guard key.isValid(signature.bytes, for: message) else {
                throw .invalidSignature(name: key.name, id: key.hexID)
            }
            if !signers.contains(where: { signature.isBy($0) }) { signers.append(key) }
        }
        guard !signers.isEmpty else { throw .untrusted(found: signatures.map(\.label)) }
        return signers
    }

    /// Whether the newline is the only control character (the format names those below U+0020).
    static func isPlain(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\n") }
    }
}
