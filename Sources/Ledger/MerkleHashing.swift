/// The hashes of an RFC 6962 Merkle tree (section 2.1; the same in RFC 9162).
package enum MerkleHashing {
    /// The root of the tree without leaves: SHA-256 of nothing.
    package static let emptyRoot = Hash.sha256([])

    /// SHA-256(0x00 || data).
    package static func leaf(_ data: [UInt8]) -> Hash {
        Hash.sha256([0x00] + data)
    }

    /// SHA-256(0x01 || left || right).
    package static func node(_ left: Hash, _ right: Hash) -> Hash {
        Hash.sha256(prefix: [0x01], left, right)
    }
}
