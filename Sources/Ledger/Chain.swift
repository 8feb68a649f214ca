/// The hash chain that runs through the rows beside the tree, cheap enough for the database to extend on every write.
package enum Chain {
    /// The value before the first row: 32 zero bytes.
    package static let start = Hash.zero

    /// SHA-256(previous || leafHash).
    package static func next(after previous: Hash, leafHash: Hash) -> Hash {
        Hash.sha256(previous, leafHash)
    }
}
