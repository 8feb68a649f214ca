import Testing

@testable import Ledger

/// Everything for all sizes up to 130 against the recursion of the RFC.
@Suite struct ReferenceComparisonTests {
    static let largest = 130

    @Test func `every root agrees, from the tree and from the compact range`() throws {
        let (reference, tree) = ReferenceTree.pair(size: Self.largest)
        var range = CompactRange()
        for size in 0...Self.largest {
            let root = reference.root(0..<size)
            #expect(try tree.root(atSize: Int64(size)).bytes == root, "size \(size)")
            #expect(range.root.bytes == root, "size \(size)")
            if size < Self.largest { range.append(MerkleHashing.leaf(reference.leaves[size])) }
        }
        #expect(tree.root == range.root)
    }

    @Test func `every inclusion proof agrees and verifies`() throws {
        let (reference, tree) = ReferenceTree.pair(size: Self.largest)
        for size in 1...Self.largest {
            let root = try tree.root(atSize: Int64(size))
            for index in 0..<size {
                let proof = try tree.inclusionProof(of: Int64(index), size: Int64(size))
                #expect(proof.path.map(\.bytes) == reference.path(index, 0..<size), "leaf \(index) of \(size)")
                try proof.verify(leafHash: MerkleHashing.leaf(reference.leaves[index]), root: root)
            }
        }
    }

    @Test func `every consistency proof agrees and verifies`() throws {
        let (reference, tree) = ReferenceTree.pair(size: Self.largest)
        for newer in 1...Self.largest {
            let newerRoot = try tree.root(atSize: Int64(newer))
            for older in 1...newer {
                let proof = try tree.consistencyProof(from: Int64(older), to: Int64(newer))
                #expect(proof.path.map(\.bytes) == reference.proof(older, 0..<newer), "\(older) to \(newer)")
                try proof.verify(olderRoot: tree.root(atSize: Int64(older)), newerRoot: newerRoot)
            }
        }
    }

    @Test func `a compact range stored at any size goes on as if never stored`() throws {
        let (reference, tree) = ReferenceTree.pair(size: 40)
        for pause in 0...40 {
            var range = CompactRange()
            for leaf in reference.leaves[..<pause] { range.append(MerkleHashing.leaf(leaf)) }
            var resumed = try #require(CompactRange(size: range.size, nodes: range.nodes))
            for leaf in reference.leaves[pause...] { resumed.append(MerkleHashing.leaf(leaf)) }
            #expect(resumed.root == tree.root)
        }
    }

    @Test func `a compact range with a number of nodes that does not fit its size is refused`() {
        #expect(CompactRange(size: 3, nodes: [.zero]) == nil)
        #expect(CompactRange(size: 0, nodes: [.zero]) == nil)
        #expect(CompactRange(size: -1, nodes: Array(repeating: .zero, count: 64)) == nil)
        #expect(CompactRange(size: .max, nodes: Array(repeating: .zero, count: 63)) == nil)
    }

    @Test func `every tree begins with the empty one, and only with its true root`() throws {
        let (_, tree) = ReferenceTree.pair(size: 5)
        let proof = try tree.consistencyProof(from: 0, to: 5)
        try proof.verify(olderRoot: MerkleHashing.emptyRoot, newerRoot: tree.root)
        #expect(throws: ProofError.rootMismatch(size: 0, expected: .zero, found: MerkleHashing.emptyRoot)) {
            try proof.verify(olderRoot: .zero, newerRoot: tree.root)
        }
    }

    @Test func `proofs outside the tree are refused with the numbers`() {
        let (_, tree) = ReferenceTree.pair(size: 5)
        #expect(throws: ProofError.sizeOutOfRange(size: 6, available: 5)) { try tree.root(atSize: 6) }
        #expect(throws: ProofError.sizeOutOfRange(size: -1, available: 5)) { try tree.root(atSize: -1) }
        #expect(throws: ProofError.indexOutOfRange(index: 3, size: 3)) { try tree.inclusionProof(of: 3, size: 3) }
        #expect(throws: ProofError.indexOutOfRange(index: -1, size: 3)) { try tree.inclusionProof(of: -1, size: 3) }
        #expect(throws: ProofError.sizesOutOfOrder(older: 4, newer: 3)) { try tree.consistencyProof(from: 4, to: 3) }
    }
}
