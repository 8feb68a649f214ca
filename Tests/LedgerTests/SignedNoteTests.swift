import Testing

@testable import Ledger

/// Keys and note are the published example of the reference implementation, golang.org/x/mod/sumdb/note.
@Suite struct SignedNoteTests {
    /// The published private key text is the algorithm byte and the seed.
    static let seed = Array((Base64.decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz") ?? []).dropFirst())
    static let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let otherKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let signature =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let otherSignature =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

    static func note(_ parts: String...) throws(NoteError) -> SignedNote {
        try SignedNote(parsing: Array(parts.joined().utf8))
    }

    @Test func `signing the published text with the published key gives the published note`() throws {
        let signer = try NoteSigner(name: "PeterNeumann", seed: Self.seed)
        #expect(signer.verifier.text == Self.vkey)
        var note = try SignedNote(text: Self.text)
        try note.sign(with: signer)
        #expect(String(decoding: note.encoded, as: UTF8.self) == Self.text + "\n" + Self.signature)
        try note.sign(with: signer)
        #expect(note.signatures.count == 1)
    }

    @Test func `the published note verifies, by each key alone and by both`() throws {
        let (peter, enoch) = (try NoteVerifier(text: Self.vkey), try NoteVerifier(text: Self.otherKey))
        let note = try Self.note(Self.text, "\n", Self.signature, Self.otherSignature)
        #expect(note.text == Self.text)
        #expect(try note.verify(with: [peter]).map(\.name) == ["PeterNeumann"])
        #expect(try note.verify(with: [enoch]).map(\.name) == ["EnochRoot"])
        #expect(try note.verify(with: [enoch, peter]).map(\.name) == ["PeterNeumann", "EnochRoot"])
        #expect(try note.verify(with: [peter, peter]).map(\.name) == ["PeterNeumann"])
    }

    @Test func `a note without a trusted signature is refused with the keys it names`() throws {
        let note = try Self.note(Self.text, "\n", Self.otherSignature)
        let peter = try NoteVerifier(text: Self.vkey)
        #expect(throws: NoteError.untrusted(found: ["EnochRoot+af0cfe78"])) { try note.verify(with: [peter]) }
        #expect(throws: NoteError.untrusted(found: ["EnochRoot+af0cfe78"])) { try note.verify(with: []) }
        #expect(throws: NoteError.untrusted(found: [])) { try SignedNote(text: "unsigned\n").verify(with: [peter]) }
    }

    @Test func `one wrong signature of a trusted key spoils a note that another has signed`() throws {
        let (peter, enoch) = (try NoteVerifier(text: Self.vkey), try NoteVerifier(text: Self.otherKey))
        let wrong = Self.otherSignature.replacing("GwnWLox33", with: "GwnWLox34")
        let note = try Self.note(Self.text, "\n", Self.signature, wrong)
        try note.verify(with: [peter])
        #expect(throws: NoteError.invalidSignature(name: "EnochRoot", id: "af0cfe78")) {
            try note.verify(with: [peter, enoch])
        }
    }

    @Test func `every flipped bit of a signed note is refused`() throws {
        let peter = try NoteVerifier(text: Self.vkey)
        let bytes = Array((Self.text + "\n" + Self.signature).utf8)
        try SignedNote(parsing: bytes).verify(with: [peter])
        for position in bytes.indices {
            for bit in 0..<8 {
                var spoilt = bytes
                spoilt[position] ^= 1 << UInt8(bit)
                #expect(throws: NoteError.self, "bit \(bit) of byte \(position)") {
                    try SignedNote(parsing: spoilt).verify(with: [peter])
                }
            }
        }
    }

    @Test func `every cut and every changed byte of a verifier key is refused`() throws {
        let bytes = Array(Self.vkey.utf8)
        for begin in 0...bytes.count {
            for end in begin...bytes.count where (begin, end) != (0, bytes.count) {
                #expect(throws: NoteError.self) {
                    try NoteVerifier(text: String(decoding: bytes[begin..<end], as: UTF8.self))
                }
            }
        }
        for position in bytes.indices {
            var spoilt = bytes
            spoilt[position] += 1
            #expect(throws: NoteError.self) { try NoteVerifier(text: String(decoding: spoilt, as: UTF8.self)) }
        }
    }

    @Test(
        "keys of the wrong length, algorithm, id or name are refused",
        arguments: [
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "", "+", "++", "+++", "\u{0}+\u{0}+\u{0}",
        ])
    func badKey(text: String) {
        #expect(throws: NoteError.self) { try NoteVerifier(text: text) }
    }

    @Test(
        "a key name with spaces, plus signs or controls is refused", arguments: ["", "a b", "a+b", "a\u{2003}b", "a\n"])
    func badName(name: String) {
        #expect(throws: NoteError.badKeyName(name)) { try NoteSigner(name: name, seed: Self.seed) }
    }

    @Test(arguments: [0, 31, 33, 64]) func `a seed of another length is refused`(count: Int) {
        #expect(throws: NoteError.self) { try NoteSigner(name: "a", seed: Array(repeating: 7, count: count)) }
    }

    @Test func `two keys that share name and id are refused as ambiguous`() throws {
        let peter = try NoteVerifier(text: Self.vkey)
        let signer = try NoteSigner(name: "twin", seed: Array(repeating: 1, count: 32))
        var note = try SignedNote(text: "x\n")
        try note.sign(with: signer)
        let twin = NoteVerifier(name: "twin", publicKey: peter.publicKey, keyID: signer.verifier.keyID)
        #expect(throws: NoteError.ambiguousKey(name: "twin", id: twin.hexID)) {
            try note.verify(with: [signer.verifier, twin])
        }
        #expect(throws: NoteError.invalidSignature(name: "twin", id: twin.hexID)) { try note.verify(with: [twin]) }
    }
}
