import Crypto

extension Hash {
    /// SHA-256 of the bytes.
    package static func sha256(_ bytes: some Sequence<UInt8>) -> Hash {
        let bytes = ContiguousArray(bytes)
        return bytes.withUnsafeBytes { buffer in
            var hasher = SHA256()
            hasher.update(bufferPointer: buffer)
            return finish(hasher)
        }
    }

    /// SHA-256 of a prefix and two digests, one after the other.
    static func sha256(prefix: [UInt8] = [], _ left: Hash, _ right: Hash) -> Hash {
        var hasher = SHA256()
        prefix.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        left.withBytes { hasher.update(bufferPointer: $0) }
        right.withBytes { hasher.update(bufferPointer: $0) }
        return finish(hasher)
    }

    private static func finish(_ hasher: SHA256) -> Hash {
        hasher.finalize().withUnsafeBytes { Hash(digest: $0) }
    }
}
