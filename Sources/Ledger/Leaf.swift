/// What the ledger says about one write: which row, when, and a commitment to its text, never the text itself.
package struct Leaf: Sendable {
    /// Position in the ledger, from 0 without gaps.
    package var index: Int64

    /// The table that was written.
    package var kind: String

    /// The row's id as text.
    package var subject: String

    /// The time as written: UTC, ISO 8601 with microseconds, such as `2026-11-22T02:17:00.123456Z`.
    package var recordedAt: String

    /// The salted commitment to the row's canonical text.
    package var commitment: Hash

    /// A leaf with these parts; see `isWellFormed` for what they may hold.
    package init(index: Int64, kind: String, subject: String, recordedAt: String, commitment: Hash) {
        self.index = index
        self.kind = kind
        self.subject = subject
        self.recordedAt = recordedAt
        self.commitment = commitment
    }

    /// The bytes that are hashed: a version line and one line for each part.
    package var data: [UInt8] {
        Array("evenhand-leaf/1\n\(index)\n\(kind)\n\(subject)\n\(recordedAt)\n\(commitment.hex)\n".utf8)
    }

    /// The leaf's hash in the tree: SHA-256(0x00 || data).
    package var hash: Hash { MerkleHashing.leaf(data) }

    /// Whether every part fits on its line: not empty and without control characters.
    ///
    /// A line break inside a part would let two different leaves share the same data.
    package var isWellFormed: Bool {
        [kind, subject, recordedAt].allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        }
    }
}
