/// The least that must be kept of a Merkle tree to extend it and know its root: one hash for each one bit of its size.
///
/// ```
///         6 leaves (binary 110):        *
///                                     /   \
///         nodes = [a, b]             a     b
///                                   / \   / \
///                                  .   .  4  5
///                                 / \ / \
///                                 0 1 2 3
/// ```
package struct CompactRange: Equatable, Sendable {
    /// Number of leaves.
    package private(set) var size: Int64

    /// Roots of the perfect subtrees that make up the tree, largest (leftmost) first.
    package private(set) var nodes: [Hash]

    /// The tree without leaves.
    package init() {
        size = 0
        nodes = []
    }

    /// Takes up a stored range again.
    ///
    /// Nil unless the size is from 0 to below `Int64.max` and there is one node for each one bit of it.
    package init?(size: Int64, nodes: [Hash]) {
        guard (0..<Int64.max).contains(size), nodes.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.nodes = nodes
    }

    /// Adds a leaf; O(1) hashes on average, O(log size) at most.
    package mutating func append(_ leafHash: Hash) {
        var merged = leafHash
        // Each trailing one bit of the old size is a perfect subtree that the new leaf completes to a larger one.
        for _ in 0..<(~size).trailingZeroBitCount {
            merged = MerkleHashing.node(nodes.removeLast(), merged)
        }
        nodes.append(merged)
        size += 1
    }

    /// The tree's root; O(log size).
    package var root: Hash {
        guard var root = nodes.last else { return MerkleHashing.emptyRoot }
        for node in nodes.dropLast().reversed() {
            root = MerkleHashing.node(node, root)
        }
        return root
    }
}
