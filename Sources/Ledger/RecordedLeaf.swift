/// A leaf as it was found stored, with everything the audit recomputes.
package struct RecordedLeaf: Sendable {
    /// The parts of the leaf.
    package var leaf: Leaf

    /// The stored leaf hash.
    package var leafHash: Hash

    /// The stored chain value after this leaf.
    package var chain: Hash

    /// The row's canonical text; nil once erased.
    package var canonical: String?

    /// The 32 byte salt of the commitment; nil once erased.
    package var salt: [UInt8]?

    /// A stored leaf; leave out text and salt when they were erased.
    package init(leaf: Leaf, leafHash: Hash, chain: Hash, canonical: String? = nil, salt: [UInt8]? = nil) {
        self.leaf = leaf
        self.leafHash = leafHash
        self.chain = chain
        self.canonical = canonical
        self.salt = salt
    }

    /// Whether text and salt are both gone, so that only the commitment is left.
    package var isErased: Bool { canonical == nil && salt == nil }
}
