import Testing

@testable import Ledger

/// Notes and checkpoints nobody should send, and some that a machine made up.
@Suite struct HostileNoteTests {
    static let text = SignedNoteTests.text
    static let signature = SignedNoteTests.signature

    static let malformed: [(name: String, note: String)] = [
        ("nothing", ""),
        ("one newline", "\n"),
        ("two newlines", "\n\n"),
        ("many newlines", String(repeating: "\n", count: 1000)),
        ("text alone", text),
        ("text and empty line", text + "\n"),
        ("signature alone", signature),
        ("empty line and signature without text", "\n" + signature),
        ("no empty line between", text + signature),
        ("no newline at the end", text + "\n" + signature.dropLast()),
        ("a line after the signature", text + "\n" + signature + "Unexpected line.\n"),
        ("an empty line after the signature", text + "\n" + signature + "\n"),
        ("carriage returns", (text + "\n" + signature).split(separator: "\n").joined(separator: "\r\n")),
        ("a control character", "\u{1}" + text + "\n" + signature),
        ("a tab", "\t" + text + "\n" + signature),
        ("a hyphen for the dash", text + "\n" + signature.replacing("—", with: "-")),
        ("two spaces", text + "\n" + signature.replacing("— ", with: "—  ")),
        ("a space in the name", text + "\n" + signature.replacing("rN", with: "r N")),
        ("a plus in the name", text + "\n" + signature.replacing("rN", with: "r+N")),
        ("a no-break space in the name", text + "\n" + signature.replacing("rN", with: "r\u{A0}N")),
        ("no name", text + "\n" + signature.replacing("PeterNeumann", with: "")),
        ("no signature", text + "\n— PeterNeumann \n"),
        ("a signature of four bytes", text + "\n— PeterNeumann x08gow==\n"),
        ("no padding", text + "\n" + signature.replacing("=", with: "")),
        ("stray bits in the Base64", text + "\n" + signature.replacing("JnAM=", with: "JnAN=")),
        ("a space after the signature", text + "\n" + signature.replacing("=\n", with: "= \n")),
        ("too many signatures", text + "\n" + String(repeating: signature, count: 101)),
    ]

    @Test("a malformed note is refused", arguments: malformed)
    func malformedNote(name: String, note: String) {
        #expect(throws: NoteError.self, "\(name)") { try SignedNote(parsing: Array(note.utf8)) }
    }

    @Test func `a note or text of more than a million bytes is refused`() {
        let text = String(repeating: "a", count: SignedNote.maximumByteCount) + "\n"
        #expect(throws: NoteError.self) { try SignedNote(parsing: Array((text + "\n" + Self.signature).utf8)) }
        #expect(throws: NoteError.self) { try SignedNote(text: text) }
    }

    @Test(
        "bytes that are not UTF-8 are refused", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x80]])
    func notText(bytes: [UInt8]) {
        let note = bytes + Array((Self.text + "\n" + Self.signature).utf8)
        #expect(throws: NoteError.malformed("not UTF-8")) { try SignedNote(parsing: note) }
    }

    @Test("the format's least odd notes are read", arguments: ["\n", "a\n\n", "a\n\n\nb\n", "\u{2014} x y\n"])
    func oddNote(text: String) throws {
        let bytes = Array((text + "\n" + Self.signature).utf8)
        let note = try SignedNote(parsing: bytes)
        #expect(note.text.utf8.elementsEqual(text.utf8))
        #expect(note.encoded == bytes)
    }

    @Test(arguments: ["", "no newline", "tab\t\n", "return\r\n", "\u{0}\n"])
    func `a text that cannot be signed is refused`(text: String) {
        #expect(throws: NoteError.self) { try SignedNote(text: text) }
    }

    /// Copies, cuts, doubles, flips and invents bytes.
    static func mutate(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: bytes.indices, using: &random)
            let end = min(bytes.count, at + Int.random(in: 1...9, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(at..<end)
            case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 3: bytes.insert(Array("\n\n —+=09".utf8).randomElement(using: &random) ?? 0, at: at)
            default: bytes.swapAt(at, Int.random(in: bytes.indices, using: &random))
            }
        }
        return bytes
    }

    @Test func `mutated notes never crash, reread as written, and verify only with the signed text`() throws {
        var random = SeededRandom(seed: 11)
        let peter = try NoteVerifier(text: SignedNoteTests.vkey)
        let original = Array((Self.text + "\n" + Self.signature + SignedNoteTests.otherSignature).utf8)
        var parsed = 0
        for _ in 0..<5_000 {
            let bytes = Self.mutate(original, using: &random)
            guard let note = try? SignedNote(parsing: bytes) else { continue }
            parsed += 1
            #expect(note.encoded == bytes)
            guard (try? note.verify(with: [peter])) != nil else { continue }
            #expect(note.text.utf8.elementsEqual(Self.text.utf8))
        }
        #expect(parsed > 100)
    }

    @Test func `mutated checkpoints never crash and reread as written`() throws {
        var random = SeededRandom(seed: 12)
        let original = Array(CheckpointTests.example.utf8)
        var parsed = 0
        for _ in 0..<5_000 {
            let text = String(decoding: Self.mutate(original, using: &random), as: UTF8.self)
            guard let checkpoint = try? Checkpoint(body: text) else { continue }
            parsed += 1
            #expect(checkpoint.body.utf8.elementsEqual(text.utf8))
        }
        #expect(parsed > 100)
    }

    @Test func `random bytes are no note, no key and no checkpoint`() {
        var random = SeededRandom(seed: 13)
        for count in 0..<600 {
            let bytes = random.bytes(count)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(throws: NoteError.self) { try SignedNote(parsing: bytes) }
            #expect(throws: NoteError.self) { try NoteVerifier(text: text) }
            #expect(throws: CheckpointError.self) { try Checkpoint(body: text) }
        }
    }
}
