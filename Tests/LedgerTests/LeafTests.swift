import Testing

@testable import Ledger

/// The bytes that the database must make too, pinned with hashes computed by Python's hashlib.
@Suite struct LeafTests {
    static let salt = Array(UInt8(0)..<32)
    static let commitment = Commitment.of(canonical: #"{"id":42,"grounds":"élan"}"#, salt: salt)

    static let first = Leaf(
        index: 0, kind: "non_deployment", subject: "42", recordedAt: "2026-11-22T02:17:00.123456Z",
        commitment: commitment)

    static let second = Leaf(
        index: 1, kind: "assessment", subject: "7", recordedAt: "2026-11-22T02:17:00.123457Z", commitment: commitment)

    @Test func `a commitment is the hash of salt and text`() {
        #expect(Self.commitment.hex == "fe82b794d8c38dc27e9c6032f93de22649e8e1b0eb82bfb2558be27755f608a8")
    }

    @Test func `leaf data is a version line and one line for each part`() {
        let expected = """
            evenhand-leaf/1
            0
            non_deployment
            42
            2026-11-22T02:17:00.123456Z
            fe82b794d8c38dc27e9c6032f93de22649e8e1b0eb82bfb2558be27755f608a8

            """
        #expect(String(decoding: Self.first.data, as: UTF8.self) == expected)
    }

    @Test func `leaf hash, chain and node are those of another implementation`() {
        let (first, second) = (Self.first.hash, Self.second.hash)
        #expect(first.hex == "2a2716f5a916fb12bfd042552b3a3210016ed3b1b0af2f887cffed466e35f6be")
        #expect(second.hex == "98b5fd4fa8ff9ee6a8061f6d7e3f53c301682c0edc40a28b821254bc036754c6")
        let chain = Chain.next(after: Chain.start, leafHash: first)
        #expect(chain.hex == "422a710c0ed2e5deaa4c7321eb5e2f4e43f383bf793e6b1fd0c97e38ee83b9ff")
        let next = Chain.next(after: chain, leafHash: second)
        #expect(next.hex == "3cac5b29e699517a5862e9f35c28d6505f71e21c6dc7cd091213b7591cd2f75f")
        let root = MerkleTree(leafHashes: [first, second]).root
        #expect(root.hex == "2a03720ad52260d458d3a45c37499975822f4d203d9db0e3e45f8735a4cd96ba")
    }

    @Test func `canonically equivalent but different text has another commitment`() {
        let composed = Commitment.of(canonical: "caf\u{E9}", salt: Self.salt)
        let decomposed = Commitment.of(canonical: "cafe\u{301}", salt: Self.salt)
        #expect(composed != decomposed)
    }

    @Test("a part that would not fit on its line is told", arguments: ["", "a\nb", "a\r\nb", "a\u{0}", "\u{7F}"])
    func wording(part: String) {
        #expect(Self.first.isWellFormed)
        var leaf = Self.first
        leaf.kind = part
        #expect(!leaf.isWellFormed)
        leaf = Self.first
        leaf.subject = part
        #expect(!leaf.isWellFormed)
        leaf = Self.first
        leaf.recordedAt = part
        #expect(!leaf.isWellFormed)
    }

    @Test func `a hash reads back from its three spellings`() {
        let hash = Self.first.hash
        #expect(Hash(bytes: hash.bytes) == hash)
        #expect(Hash(hex: hash.hex) == hash)
        #expect(Hash(base64: hash.base64) == hash)
        #expect(hash.bytes.count == 32)
    }

    @Test func `any other spelling of a hash is refused`() {
        let hash = Self.first.hash
        #expect(Hash(hex: hash.hex.uppercased()) == nil)
        #expect(Hash(hex: String(hash.hex.dropLast())) == nil)
        #expect(Hash(hex: hash.hex + "00") == nil)
        #expect(Hash(hex: "0x" + hash.hex.dropFirst(2)) == nil)
        #expect(Hash(hex: String(repeating: "é", count: 32)) == nil)
        #expect(Hash(bytes: hash.bytes.dropLast()) == nil)
        #expect(Hash(base64: hash.base64.dropLast()) == nil)
        #expect(Hash(base64: hash.base64 + "\n") == nil)
        // 32 bytes leave two unused bits in the last character: "=" must follow one of sixteen, not of sixty-four.
        #expect(Hash(base64: String(repeating: "A", count: 43) + "=") == .zero)
        #expect(Hash(base64: String(repeating: "A", count: 42) + "B=") == nil)
    }
}
