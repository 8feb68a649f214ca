/// The hashes that lead from one leaf to the root of a tree (RFC 9162 section 2.1.3).
package struct InclusionProof: Equatable, Sendable {
    /// The leaf's index, from 0.
    package var index: Int64

    /// Number of leaves in the tree.
    package var size: Int64

    /// Sibling hashes from the leaf upwards.
    package var path: [Hash]

    /// A proof as received; nothing is checked before `verify`.
    package init(index: Int64, size: Int64, path: [Hash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Checks that the leaf is in the tree with this root (RFC 9162 section 2.1.3.2).
    ///
    /// The root does not bind the size, so trust both from one checkpoint.
    ///
    /// - Throws: `ProofError`, never another error.
    package func verify(leafHash: Hash, root: Hash) throws(ProofError) {
        guard size >= 0, (0..<size).contains(index) else { throw .indexOutOfRange(index: index, size: size) }
        let expected = InclusionProof.pathLength(index: index, size: size)
        guard path.count == expected else { throw .wrongPathLength(expected: expected, found: path.count) }
        var position = index
        var last = size - 1
        var hash = leafHash
        for sibling in path {
            if position & 1 == 1 || position == last {
                hash = MerkleHashing.node(sibling, hash)
                // A right edge without a sibling on this level: climb to the level where there is one.
                while position & 1 == 0 && position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleHashing.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard hash == root else { throw .rootMismatch(size: size, expected: root, found: hash) }
    }

    /// One hash for each level below the point where the paths to the leaf and to the last leaf part, and above it one
    /// for each perfect subtree to the left.
    private static func pathLength(index: Int64, size: Int64) -> Int {
        let inner = Int64.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
        return inner + (index >> Int64(inner)).nonzeroBitCount
    }
}
