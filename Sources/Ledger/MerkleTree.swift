/// A Merkle tree in memory (64 bytes a leaf) that answers roots and proofs for every size it has had.
package struct MerkleTree: Sendable {
    /// `levels[h][i]` is the root of the perfect subtree over leaves `[i << h, (i + 1) << h)`.
    private var levels: [[Hash]] = [[]]

    /// The tree over these leaf hashes; O(n).
    package init(leafHashes: some Sequence<Hash> = []) {
        for hash in leafHashes { append(hash) }
    }

    /// Number of leaves.
    package var size: Int64 { Int64(levels[0].count) }

    /// The root over all leaves.
    package var root: Hash { subtree(0, Int(size)) }

    /// Adds a leaf; O(1) hashes on average.
    package mutating func append(_ leafHash: Hash) {
        levels[0].append(leafHash)
        var height = 0
        while levels[height].count.isMultiple(of: 2) {
            let pair = levels[height].suffix(2)
            let parent = MerkleHashing.node(pair[pair.startIndex], pair[pair.startIndex + 1])
            if height + 1 == levels.count { levels.append([]) }
            levels[height + 1].append(parent)
            height += 1
        }
    }

    /// The root over the first `size` leaves; O(log size).
    ///
    /// - Throws: `ProofError.sizeOutOfRange` for a negative size or one larger than the tree.
    package func root(atSize size: Int64) throws(ProofError) -> Hash {
        try check(size)
        return subtree(0, Int(size))
    }

    /// The proof that the leaf at `index` is in the tree of the first `size` leaves (RFC 9162 section 2.1.3.1).
    ///
    /// - Throws: `ProofError.sizeOutOfRange` or `.indexOutOfRange`.
    package func inclusionProof(of index: Int64, size: Int64) throws(ProofError) -> InclusionProof {
        try check(size)
        guard (0..<size).contains(index) else { throw .indexOutOfRange(index: index, size: size) }
        var path: [Hash] = []
        var begin = 0
        var end = Int(size)
        while end - begin > 1 {
            let middle = begin + MerkleTree.split(end - begin)
            if Int(index) < middle {
                path.append(subtree(middle, end))
                end = middle
            } else {
                path.append(subtree(begin, middle))
                begin = middle
            }
        }
        return InclusionProof(index: index, size: size, path: path.reversed())
    }

    /// The proof that the first `newer` leaves begin with the first `older` ones (RFC 9162 section 2.1.4.1).
    ///
    /// The path is empty when the sizes are equal or the older tree has no leaves.
    ///
    /// - Throws: `ProofError.sizeOutOfRange` or `.sizesOutOfOrder`.
    package func consistencyProof(from older: Int64, to newer: Int64) throws(ProofError) -> ConsistencyProof {
        try check(older)
        try check(newer)
        guard older <= newer else { throw .sizesOutOfOrder(older: older, newer: newer) }
        guard older > 0 else { return ConsistencyProof(older: older, newer: newer, path: []) }
        var path: [Hash] = []
        var begin = 0
        var end = Int(newer)
        while end != Int(older) {
            let middle = begin + MerkleTree.split(end - begin)
            if Int(older) <= middle {
                path.append(subtree(middle, end))
                end = middle
            } else {
                path.append(subtree(begin, middle))
                begin = middle
            }
        }
        // The older tree's own last subtree is known to the verifier only when it is that whole tree.
        if begin > 0 { path.append(subtree(begin, end)) }
        return ConsistencyProof(older: older, newer: newer, path: path.reversed())
    }

    private func check(_ size: Int64) throws(ProofError) {
        guard (0...self.size).contains(size) else { throw .sizeOutOfRange(size: size, available: self.size) }
    }

    /// The root over leaves `[begin, end)`, where `begin` is a multiple of a power of two not less than the length.
    private func subtree(_ begin: Int, _ end: Int) -> Hash {
        let length = end - begin
        guard length > 0 else { return MerkleHashing.emptyRoot }
        if length & (length - 1) == 0 {
            let height = length.trailingZeroBitCount
            return levels[height][begin >> height]
        }
        let middle = begin + MerkleTree.split(length)
        return MerkleHashing.node(subtree(begin, middle), subtree(middle, end))
    }

    /// The largest power of two smaller than `length`, which is at least 2.
    private static func split(_ length: Int) -> Int {
        1 << (Int.bitWidth - 1 - (length - 1).leadingZeroBitCount)
    }
}
