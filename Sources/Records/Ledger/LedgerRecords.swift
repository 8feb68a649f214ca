import FoundationEssentials
import Ledger
import Postgres

/// The ledger beside the rows it stands for.
///
/// The database extends it with every ledgered write; here it is verified as a whole and signed.
package struct LedgerRecords: Sendable {
    let pool: Pool

    /// How long one statement may take: the search for rows without a leaf reads whole tables.
    static let patience: Duration = .seconds(3_600)

    /// The ledger in the database of this pool. Checkpoints need the application's rights; `verify` needs the owner's,
    /// because salts are nobody else's.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// How many leaves there are, by the newest one.
    package func size() async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.query("SELECT coalesce(max(index) + 1, 0) FROM evenhand.ledger_leaf").first?.decode(0)
                ?? 0
        }
    }

    /// Recomputes everything from the live rows: commitments, leaf hashes, chain, tree and signed checkpoints; and looks
    /// for leaves without a row and rows without a leaf.
    ///
    /// Works on one snapshot; others write meanwhile. Memory stays flat, time is linear in the leaves. Stops at the
    /// first disagreement.
    ///
    /// - Parameters:
    ///   - keys: the keys that may have signed checkpoints; with none, signatures are not looked at.
    ///   - progress: is told how many leaves of how many are done, after every batch.
    package func verify(
        keys: [NoteVerifier] = [], progress: @Sendable (_ done: Int64, _ of: Int64) -> Void = { _, _ in }
    ) async throws -> LedgerVerdict {
        let started = ContinuousClock.now
        return try await pool.transaction(isolation: .repeatableRead, readOnly: true, attempts: 1) { connection in
            var checkpoints: [Checkpoint] = []
            var finding: LedgerFinding?
            do throws(LedgerFault) {
                checkpoints = try await LedgerRecords.checkpoints(keys, connection)
            } catch .found(let found) {
                finding = found
            } catch .other(let error) {
                throw error
            }
            var audit = LedgerAudit(checkpoints: checkpoints)
            if finding == nil {
                finding = try await LedgerRecords.audit(&audit, connection, progress)
            }
            if finding == nil {
                finding = try await LedgerRecords.rowWithoutLeaf(connection)
            }
            let spent = (ContinuousClock.now - started).components
            return LedgerVerdict(
                size: audit.size, root: audit.root.hex, checkpoints: checkpoints.count,
                seconds: Double(spent.seconds) + Double(spent.attoseconds) / 1e18, finding: finding)
        }
    }

    /// Feeds every leaf with its row to the audit.
    private static func audit(
        _ audit: inout LedgerAudit, _ connection: Connection, _ progress: @Sendable (Int64, Int64) -> Void
    ) async throws -> LedgerFinding? {
        let tables = Dictionary(
            try await LedgeredTable.all(connection).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let total: Int64 =
            try await connection.query("SELECT count(*) FROM evenhand.ledger_leaf", deadline: patience).first?.decode(0)
            ?? 0
        var reader = LeafReader(withSalts: true)
        while true {
            let leaves = try await reader.read(connection)
            guard !leaves.isEmpty else { break }
            let texts = try await texts(of: leaves, tables, connection)
            for stored in leaves {
                let leaf = stored.leaf
                let text = texts[leaf.kind]?[leaf.subject]
                if text == nil, leaf.index == audit.size {
                    let what = tables[leaf.kind] == nil ? "no such table is ledgered" : "the row is gone"
                    return LedgerFinding(index: leaf.index, table: leaf.kind, row: leaf.subject, what: what)
                }
                do {
                    try audit.feed(
                        RecordedLeaf(
                            leaf: leaf, leafHash: stored.leafHash, chain: stored.chain, canonical: text,
                            salt: stored.salt))
                } catch {
                    return LedgerFinding(error)
                }
            }
            progress(audit.size, total)
        }
        do {
            try audit.finish()
        } catch {
            return LedgerFinding(error)
        }
        return nil
    }

    /// The canonical texts of the rows of a batch, by table and key.
    private static func texts(
        of leaves: [LeafReader.StoredLeaf], _ tables: [String: LedgeredTable], _ connection: Connection
    ) async throws -> [String: [String: String]] {
        var texts: [String: [String: String]] = [:]
        for (kind, group) in Dictionary(grouping: leaves, by: \.leaf.kind) {
            guard let table = tables[kind] else { continue }
            texts[kind] = try await table.canonicalTexts(group.map(\.leaf.subject), connection)
        }
        return texts
    }

    private static func rowWithoutLeaf(_ connection: Connection) async throws -> LedgerFinding? {
        for table in try await LedgeredTable.all(connection) {
            if let key = try await table.rowWithoutLeaf(connection) {
                return LedgerFinding(index: nil, table: table.name, row: key, what: "the row has no leaf")
            }
        }
        return nil
    }
}

/// Why reading checkpoints stopped.
enum LedgerFault: Error {
    case found(LedgerFinding)
    case other(any Error)
}
