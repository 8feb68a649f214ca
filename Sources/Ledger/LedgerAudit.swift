/// Recomputes a ledger row by row and stops at the first one that does not match.
///
/// Feed every row in index order, then call `finish`. Memory is O(log n) and the checkpoints given. A chain cannot see
/// its own tail cut off or its whole history rewritten; only checkpoints kept outside the database can, so give all
/// there are.
package struct LedgerAudit: Sendable {
    /// The tree of the rows that matched so far.
    package private(set) var range: CompactRange

    /// The chain value after the last row that matched.
    package private(set) var headChain: Hash

    /// Rows whose text and salt are erased, so that their commitment could not be recomputed.
    package private(set) var erased: Int64 = 0

    /// The first mismatch, once found; it stays.
    package private(set) var firstMismatch: Mismatch?

    /// Checkpoints not reached yet, the smallest last.
    private var ahead: [Checkpoint]

    /// An audit from the first row on, or from a state that an earlier audit reached.
    ///
    /// - Parameter checkpoints: verified checkpoints of this ledger; those below the start are not looked at.
    package init(
        resuming range: CompactRange = CompactRange(), headChain: Hash = Chain.start, checkpoints: [Checkpoint] = []
    ) {
        self.range = range
        self.headChain = headChain
        ahead = checkpoints.filter { $0.size >= range.size }.sorted { $0.size > $1.size }
    }

    /// Rows that matched so far, those of an earlier audit included.
    package var size: Int64 { range.size }

    /// The Merkle root over them.
    package var root: Hash { range.root }

    /// Checks the next row; O(1) hashes on average.
    ///
    /// - Throws: the first mismatch, and the same one again for every later row.
    package mutating func feed(_ row: RecordedLeaf) throws(Mismatch) {
        if let firstMismatch { throw firstMismatch }
        try keep(reachedCheckpointMismatch(at: nil))
        try keep(mismatch(in: row))
        range.append(row.leafHash)
        headChain = row.chain
        if row.isErased { erased += 1 }
        try keep(reachedCheckpointMismatch(at: row.leaf))
    }

    /// Ends the audit: every checkpoint must have been reached.
    ///
    /// - Throws: the first mismatch of the whole audit.
    package mutating func finish() throws(Mismatch) {
        if let firstMismatch { throw firstMismatch }
        try keep(reachedCheckpointMismatch(at: nil))
        guard let longest = ahead.first else { return }
        try keep(
            Mismatch(
                thing: .truncation, index: size, kind: nil, subject: nil, expected: "\(longest.size) rows",
                found: "\(size) rows"))
    }

    private mutating func keep(_ mismatch: Mismatch?) throws(Mismatch) {
        guard let mismatch else { return }
        firstMismatch = mismatch
        throw mismatch
    }

    /// Compares the root with every checkpoint of exactly this size, and is done with those.
    private mutating func reachedCheckpointMismatch(at leaf: Leaf?) -> Mismatch? {
        while let next = ahead.last, next.size == size {
            ahead.removeLast()
            guard next.root != root else { continue }
            return Mismatch(
                thing: .checkpoint, index: max(size - 1, 0), kind: leaf?.kind, subject: leaf?.subject,
                expected: next.root.hex, found: root.hex)
        }
        return nil
    }

    private func mismatch(in row: RecordedLeaf) -> Mismatch? {
        func report(_ thing: Mismatch.Thing, _ expected: String, _ found: String) -> Mismatch {
            Mismatch(
                thing: thing, index: row.leaf.index, kind: row.leaf.kind, subject: row.leaf.subject,
                expected: expected, found: found)
        }
        guard row.leaf.index == size else {
            return report(row.leaf.index > size ? .gap : .duplicate, "\(size)", "\(row.leaf.index)")
        }
        guard row.leaf.isWellFormed else {
            return report(.wording, "parts without control characters", "a part empty or with control characters")
        }
        if let fault = LedgerAudit.saltFault(in: row) { return report(.salt, "text and 32 bytes of salt", fault) }
        if let canonical = row.canonical, let salt = row.salt {
            let commitment = Commitment.of(canonical: canonical, salt: salt)
            guard commitment == row.leaf.commitment else {
                return report(.commitment, commitment.hex, row.leaf.commitment.hex)
            }
        }
        let leafHash = row.leaf.hash
        guard leafHash == row.leafHash else { return report(.leafHash, leafHash.hex, row.leafHash.hex) }
        let chain = Chain.next(after: headChain, leafHash: leafHash)
        guard chain == row.chain else { return report(.chain, chain.hex, row.chain.hex) }
        return nil
    }

    private static func saltFault(in row: RecordedLeaf) -> String? {
        switch (row.canonical, row.salt) {
        case (nil, nil): nil
        case (nil, _): "salt without text"
        case (_, nil): "text without salt"
        case (_, let salt?): salt.count == Commitment.saltByteCount ? nil : "\(salt.count) bytes of salt"
        }
    }
}
