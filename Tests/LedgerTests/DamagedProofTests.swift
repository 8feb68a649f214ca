import Testing

@testable import Ledger

/// Proofs damaged on purpose, each probe named by its damage; every one must be refused.
@Suite struct DamagedProofTests {
    static let stranger = MerkleHashing.leaf(Array("stranger".utf8))
    static let largest = 20

    struct InclusionProbe {
        var damage: String
        var proof: InclusionProof
        var leafHash: Hash
        var root: Hash
    }

    static func probes(_ proof: InclusionProof, leafHash: Hash, tree: MerkleTree) throws -> [InclusionProbe] {
        let root = try tree.root(atSize: proof.size)
        func probe(_ damage: String, index: Int64? = nil, size: Int64? = nil, root other: Hash? = nil) -> InclusionProbe
        {
            let spoilt = InclusionProof(index: index ?? proof.index, size: size ?? proof.size, path: proof.path)
            return InclusionProbe(damage: damage, proof: spoilt, leafHash: leafHash, root: other ?? root)
        }
        var probes = damagedPaths(of: proof.path, stranger: stranger).map {
            let spoilt = InclusionProof(index: proof.index, size: proof.size, path: $0.path)
            return InclusionProbe(damage: "path " + $0.damage, proof: spoilt, leafHash: leafHash, root: root)
        }
        for (name, index) in [("negative", -1), ("at the size", proof.size), ("smallest", .min), ("largest", .max)] {
            probes.append(probe("index \(name)", index: index))
        }
        for index in 0..<proof.size where index != proof.index {
            probes.append(probe("index of leaf \(index)", index: index))
        }
        for (name, size) in [("zero", 0), ("negative", -1), ("smallest", Int64.min)] {
            probes.append(probe("size \(name)", size: size))
        }
        // The right root for the wrong size: a root by itself does not bind its size.
        for size in 1...tree.size where size != proof.size {
            probes.append(probe("size and root of \(size)", size: size, root: try tree.root(atSize: size)))
        }
        probes.append(probe("root of a stranger", root: stranger))
        probes.append(probe("root of the empty tree", root: MerkleHashing.emptyRoot))
        probes.append(probe("one bit of the root flipped", root: root.withFlippedBit(255)))
        probes.append(InclusionProbe(damage: "leaf of a stranger", proof: proof, leafHash: stranger, root: root))
        let flipped = leafHash.withFlippedBit(0)
        probes.append(
            InclusionProbe(damage: "one bit of the leaf flipped", proof: proof, leafHash: flipped, root: root))
        return probes
    }

    @Test func `every damaged inclusion proof is refused`() throws {
        let (reference, tree) = ReferenceTree.pair(size: Self.largest)
        var count = 0
        for size in 1...tree.size {
            for index in 0..<size {
                let proof = try tree.inclusionProof(of: index, size: size)
                let leafHash = MerkleHashing.leaf(reference.leaves[Int(index)])
                for probe in try Self.probes(proof, leafHash: leafHash, tree: tree) {
                    count += 1
                    #expect(throws: ProofError.self, "leaf \(index) of \(size): \(probe.damage)") {
                        try probe.proof.verify(leafHash: probe.leafHash, root: probe.root)
                    }
                }
            }
        }
        #expect(count > 10_000)
    }

    struct ConsistencyProbe {
        var damage: String
        var proof: ConsistencyProof
        var olderRoot: Hash
        var newerRoot: Hash
    }

    static func probes(_ proof: ConsistencyProof, tree: MerkleTree) throws -> [ConsistencyProbe] {
        let olderRoot = try tree.root(atSize: proof.older)
        let newerRoot = try tree.root(atSize: proof.newer)
        func probe(_ damage: String, _ older: Int64, _ newer: Int64, _ olderRoot: Hash, _ newerRoot: Hash)
            -> ConsistencyProbe
        {
            let spoilt = ConsistencyProof(older: older, newer: newer, path: proof.path)
            return ConsistencyProbe(damage: damage, proof: spoilt, olderRoot: olderRoot, newerRoot: newerRoot)
        }
        let (older, newer) = (proof.older, proof.newer)
        var probes = damagedPaths(of: proof.path, stranger: stranger).map {
            let spoilt = ConsistencyProof(older: older, newer: newer, path: $0.path)
            return ConsistencyProbe(
                damage: "path " + $0.damage, proof: spoilt, olderRoot: olderRoot, newerRoot: newerRoot)
        }
        probes.append(probe("older root of a stranger", older, newer, stranger, newerRoot))
        probes.append(probe("newer root of a stranger", older, newer, olderRoot, stranger))
        probes.append(probe("one bit of the older root", older, newer, olderRoot.withFlippedBit(7), newerRoot))
        probes.append(probe("one bit of the newer root", older, newer, olderRoot, newerRoot.withFlippedBit(7)))
        probes.append(probe("older size negative", -1, newer, olderRoot, newerRoot))
        probes.append(probe("older size smallest", .min, newer, olderRoot, newerRoot))
        probes.append(probe("both sizes negative", -2, -1, olderRoot, newerRoot))
        probes.append(probe("older size zero", 0, newer, olderRoot, newerRoot))
        probes.append(probe("older size largest", .max, newer, olderRoot, newerRoot))
        if older < newer {
            probes.append(probe("roots swapped", older, newer, newerRoot, olderRoot))
            probes.append(probe("sizes swapped", newer, older, olderRoot, newerRoot))
            probes.append(probe("sizes and roots swapped", newer, older, newerRoot, olderRoot))
        }
        for other in 1...tree.size {
            let root = try tree.root(atSize: other)
            if other != older, other <= newer, try tree.consistencyProof(from: other, to: newer).path != proof.path {
                probes.append(probe("older size and root of \(other)", other, newer, root, newerRoot))
            }
            if other != newer, other >= older, try tree.consistencyProof(from: older, to: other).path != proof.path {
                probes.append(probe("newer size and root of \(other)", older, other, olderRoot, root))
            }
        }
        return probes
    }

    @Test func `every damaged consistency proof is refused`() throws {
        let (_, tree) = ReferenceTree.pair(size: Self.largest)
        var count = 0
        for newer in 1...tree.size {
            for older in 1...newer {
                let proof = try tree.consistencyProof(from: older, to: newer)
                for probe in try Self.probes(proof, tree: tree) {
                    count += 1
                    #expect(throws: ProofError.self, "\(older) to \(newer): \(probe.damage)") {
                        try probe.proof.verify(olderRoot: probe.olderRoot, newerRoot: probe.newerRoot)
                    }
                }
            }
        }
        #expect(count > 5_000)
    }

    @Test func `proofs with random numbers and paths are refused and never crash`() {
        var random = SeededRandom(seed: 7)
        let extremes: [Int64] = [.min, -1, 0, 1, 2, 3, .max - 1, .max, 1 << 62, (1 << 62) + 1]
        for _ in 0..<3_000 {
            let first = extremes.randomElement(using: &random) ?? 0
            let second = Bool.random(using: &random) ? Int64.random(in: .min ... .max, using: &random) : first &+ 1
            let path = Array(repeating: Self.stranger, count: Int.random(in: 0...70, using: &random))
            #expect(throws: ProofError.self) {
                try InclusionProof(index: first, size: second, path: path).verify(leafHash: .zero, root: Self.stranger)
            }
            #expect(throws: ProofError.self) {
                try ConsistencyProof(older: first, newer: second, path: path)
                    .verify(olderRoot: .zero, newerRoot: Self.stranger)
            }
        }
    }

    @Test func `a path of the wrong length is refused with both lengths`() throws {
        let (reference, tree) = ReferenceTree.pair(size: 8)
        let leafHash = MerkleHashing.leaf(reference.leaves[5])
        for count in [0, 2, 4, 64] {
            let path = Array(repeating: Self.stranger, count: count)
            #expect(throws: ProofError.wrongPathLength(expected: 3, found: count)) {
                try InclusionProof(index: 5, size: 8, path: path).verify(leafHash: leafHash, root: tree.root)
            }
            #expect(throws: ProofError.wrongPathLength(expected: 3, found: count)) {
                try ConsistencyProof(older: 6, newer: 8, path: path).verify(olderRoot: .zero, newerRoot: tree.root)
            }
        }
    }

    @Test func `a mismatch names the size and both roots`() throws {
        let (reference, tree) = ReferenceTree.pair(size: 3)
        let proof = try tree.inclusionProof(of: 1, size: 3)
        let leafHash = MerkleHashing.leaf(reference.leaves[1])
        let error = #expect(throws: ProofError.self) { try proof.verify(leafHash: leafHash, root: Self.stranger) }
        #expect(error == .rootMismatch(size: 3, expected: Self.stranger, found: tree.root))
        #expect(error?.description.contains(tree.root.hex) == true)
        #expect(error?.description.contains(Self.stranger.hex) == true)
    }
}
