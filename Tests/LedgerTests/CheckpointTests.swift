import Testing

@testable import Ledger

@Suite struct CheckpointTests {
    /// The example body of C2SP tlog-checkpoint.
    static let example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        """
    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

    @Test func `the specification's example is read and written alike`() throws {
        let checkpoint = try Checkpoint(body: Self.example)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.hex == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
        #expect(checkpoint.body == Self.example)
    }

    @Test func `extension lines and the largest and smallest size survive`() throws {
        for size in [0, 1, Int64.max] {
            let checkpoint = try Checkpoint(origin: "o", size: size, root: .zero, extensions: ["one", "two +"])
            #expect(try Checkpoint(body: checkpoint.body) == checkpoint)
        }
    }

    static let bad: [(body: String, error: CheckpointError)] = [
        ("", .tooFewLines(found: 0)),
        ("o\n1\n", .tooFewLines(found: 2)),
        ("o\n1\n\(root)", .tooFewLines(found: 2)),
        ("o\r\n1\r\n\(root)\r\n", .badSize("1\r")),
        ("\n1\n\(root)\n", .badOrigin("")),
        ("o\t\n1\n\(root)\n", .badOrigin("o\t")),
        ("o\n\n\(root)\n", .badSize("")),
        ("o\n01\n\(root)\n", .badSize("01")),
        ("o\n00\n\(root)\n", .badSize("00")),
        ("o\n+1\n\(root)\n", .badSize("+1")),
        ("o\n-1\n\(root)\n", .badSize("-1")),
        ("o\n-0\n\(root)\n", .badSize("-0")),
        ("o\n 1\n\(root)\n", .badSize(" 1")),
        ("o\n1e3\n\(root)\n", .badSize("1e3")),
        ("o\n٣\n\(root)\n", .badSize("٣")),
        ("o\n9223372036854775808\n\(root)\n", .badSize("9223372036854775808")),
        ("o\n1\n\n", .badRoot("")),
        ("o\n1\n\(root) \n", .badRoot(root + " ")),
        ("o\n1\nCsUY\n", .badRoot("CsUY")),
        ("o\n1\n\(root.replacing("q2I=", with: "q2J="))\n", .badRoot(root.replacing("q2I=", with: "q2J="))),
        ("o\n1\n\(root)\n\n", .badExtension("")),
        ("o\n1\n\(root)\nx\n\ny\n", .badExtension("")),
        ("o\n1\n\(root)\nx\u{7}\n", .badExtension("x\u{7}")),
    ]

    @Test("a bad body is refused with the line at fault", arguments: bad)
    func badBody(body: String, error: CheckpointError) {
        #expect(throws: error) { try Checkpoint(body: body) }
    }

    @Test func `parts that cannot be written are refused`() {
        #expect(throws: CheckpointError.badOrigin("")) { try Checkpoint(origin: "", size: 0, root: .zero) }
        #expect(throws: CheckpointError.badOrigin("a\nb")) { try Checkpoint(origin: "a\nb", size: 0, root: .zero) }
        #expect(throws: CheckpointError.badSize("-1")) { try Checkpoint(origin: "o", size: -1, root: .zero) }
        #expect(throws: CheckpointError.badExtension("")) {
            try Checkpoint(origin: "o", size: 0, root: .zero, extensions: [""])
        }
    }

    static let signer = Result { try NoteSigner(name: "example.org/ledger", seed: Array(repeating: 9, count: 32)) }

    static func checkpoint(_ tree: MerkleTree, _ size: Int64, origin: String = "example.org/ledger") throws
        -> Checkpoint
    {
        try Checkpoint(origin: origin, size: size, root: tree.root(atSize: size))
    }

    @Test func `a signed checkpoint opens with the right key and origin and with no other`() throws {
        let signer = try Self.signer.get()
        let (_, tree) = ReferenceTree.pair(size: 9)
        let checkpoint = try Self.checkpoint(tree, 9)
        let note = try checkpoint.signed(by: signer).encoded
        let keys = [signer.verifier]
        #expect(try Checkpoint(note: note, origin: "example.org/ledger", keys: keys) == checkpoint)
        #expect(throws: CheckpointError.otherOrigin(expected: "example.org/other", found: "example.org/ledger")) {
            try Checkpoint(note: note, origin: "example.org/other", keys: keys)
        }
        let stranger = try NoteSigner(name: "example.org/ledger", seed: Array(repeating: 8, count: 32))
        #expect(throws: NoteError.self) {
            try Checkpoint(note: note, origin: "example.org/ledger", keys: [stranger.verifier])
        }
        let larger = Array(String(decoding: note, as: UTF8.self).replacing("\n9\n", with: "\n8\n").utf8)
        #expect(throws: NoteError.invalidSignature(name: "example.org/ledger", id: signer.verifier.hexID)) {
            try Checkpoint(note: larger, origin: "example.org/ledger", keys: keys)
        }
    }

    @Test func `a checkpoint extends every older one of its ledger`() throws {
        let (_, tree) = ReferenceTree.pair(size: 24)
        let newest = try Self.checkpoint(tree, 24)
        for size in 0...tree.size {
            let proof = try tree.consistencyProof(from: size, to: 24)
            try newest.verify(extends: Self.checkpoint(tree, size), by: proof)
        }
    }

    @Test func `a checkpoint does not extend another origin, other sizes or another history`() throws {
        let (_, tree) = ReferenceTree.pair(size: 24)
        let (older, newer) = (try Self.checkpoint(tree, 10), try Self.checkpoint(tree, 24))
        let proof = try tree.consistencyProof(from: 10, to: 24)
        let elsewhere = try Self.checkpoint(tree, 10, origin: "example.org/other")
        #expect(throws: CheckpointError.self) { try newer.verify(extends: elsewhere, by: proof) }
        let early = try tree.consistencyProof(from: 9, to: 24)
        #expect(throws: CheckpointError.otherSizes(checkpoints: [10, 24], proof: [9, 24])) {
            try newer.verify(extends: older, by: early)
        }
        let rewritten = try Checkpoint(origin: older.origin, size: 10, root: .zero)
        let found = older.root
        #expect(throws: ProofError.rootMismatch(size: 10, expected: .zero, found: found)) {
            try newer.verify(extends: rewritten, by: proof)
        }
        let same = try tree.consistencyProof(from: 10, to: 10)
        #expect(throws: ProofError.rootMismatch(size: 10, expected: found, found: .zero)) {
            try older.verify(extends: rewritten, by: same)
        }
    }

    @Test func `a checkpoint includes its leaves at their own index and no others`() throws {
        var random = SeededRandom(seed: 21)
        let leaves = RandomLedger(size: 13, using: &random).rows.map(\.leaf)
        let tree = MerkleTree(leafHashes: leaves.map(\.hash))
        let checkpoint = try Self.checkpoint(tree, 13)
        for leaf in leaves {
            let proof = try tree.inclusionProof(of: leaf.index, size: 13)
            try checkpoint.verify(includes: leaf, by: proof)
            for other in leaves where other.index != leaf.index {
                #expect(throws: ProofError.self) { try checkpoint.verify(includes: other, by: proof) }
            }
            var altered = leaf
            altered.subject += "0"
            #expect(throws: ProofError.self) { try checkpoint.verify(includes: altered, by: proof) }
        }
        var misplaced = leaves
        misplaced.swapAt(3, 5)
        let disorder = MerkleTree(leafHashes: misplaced.map(\.hash))
        let proof = try disorder.inclusionProof(of: 3, size: 13)
        #expect(throws: ProofError.indexOutOfRange(index: 5, size: 13)) {
            try Self.checkpoint(disorder, 13).verify(includes: leaves[5], by: proof)
        }
        let small = try tree.inclusionProof(of: 3, size: 12)
        #expect(throws: CheckpointError.otherSizes(checkpoints: [13], proof: [12])) {
            try checkpoint.verify(includes: leaves[3], by: small)
        }
    }
}
