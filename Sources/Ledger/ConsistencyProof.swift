/// The hashes that show a newer tree to begin with an older one (RFC 9162 section 2.1.4).
package struct ConsistencyProof: Equatable, Sendable {
    /// Leaves in the older tree.
    package var older: Int64

    /// Leaves in the newer tree.
    package var newer: Int64

    /// Subtree hashes from the leaves upwards.
    package var path: [Hash]

    /// A proof as received; nothing is checked before `verify`.
    package init(older: Int64, newer: Int64, path: [Hash]) {
        self.older = older
        self.newer = newer
        self.path = path
    }

    /// Checks that the newer tree begins with the leaves of the older one (RFC 9162 section 2.1.4.2).
    ///
    /// The roots do not bind the sizes, so trust root and size from one checkpoint each.
    /// Every tree begins with the empty one, so from size 0 only the path's length and the older root are checked.
    ///
    /// - Throws: `ProofError`, never another error.
    package func verify(olderRoot: Hash, newerRoot: Hash) throws(ProofError) {
        guard older >= 0, older <= newer else { throw .sizesOutOfOrder(older: older, newer: newer) }
        let expected = ConsistencyProof.pathLength(older: older, newer: newer)
        guard path.count == expected else { throw .wrongPathLength(expected: expected, found: path.count) }
        guard older > 0 else { return try compare(older, expected: olderRoot, found: MerkleHashing.emptyRoot) }
        guard older < newer else { return try compare(newer, expected: newerRoot, found: olderRoot) }
        let found = roots(from: olderRoot)
        try compare(older, expected: olderRoot, found: found.older)
        try compare(newer, expected: newerRoot, found: found.newer)
    }

    /// Both roots as the path has them; requires 0 < older < newer and a path of the right length.
    private func roots(from olderRoot: Hash) -> (older: Hash, newer: Hash) {
        // Levels below the older tree's last perfect subtree play no part.
        let skipped = Int64(older.trailingZeroBitCount)
        var position = (older - 1) >> skipped
        var last = (newer - 1) >> skipped
        // A perfect older tree is a node of the newer one, and the path leaves it out.
        let isPerfect = older & (older - 1) == 0
        let seed = isPerfect ? olderRoot : path[0]
        var found = (older: seed, newer: seed)
        for hash in path.dropFirst(isPerfect ? 0 : 1) {
            if position & 1 == 1 || position == last {
                found.older = MerkleHashing.node(hash, found.older)
                found.newer = MerkleHashing.node(hash, found.newer)
                while position & 1 == 0 && position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                found.newer = MerkleHashing.node(found.newer, hash)
            }
            position >>= 1
            last >>= 1
        }
        return found
    }

    private func compare(_ size: Int64, expected: Hash, found: Hash) throws(ProofError) {
        guard expected == found else { throw .rootMismatch(size: size, expected: expected, found: found) }
    }

    /// As for inclusion of the older tree's last perfect subtree, and that subtree itself unless it is the whole tree.
    private static func pathLength(older: Int64, newer: Int64) -> Int {
        guard older > 0, older < newer else { return 0 }
        let parting = Int64.bitWidth - ((older - 1) ^ (newer - 1)).leadingZeroBitCount
        let inner = parting - older.trailingZeroBitCount
        let border = ((older - 1) >> Int64(parting)).nonzeroBitCount
        return inner + border + (older & (older - 1) == 0 ? 0 : 1)
    }
}
