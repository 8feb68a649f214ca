import FoundationEssentials
import Ledger
import Postgres

extension LedgerRecords {
    /// Signs the ledger as it stands and keeps the note; when this size is signed already, returns the note there is.
    ///
    /// Reads every leaf hash; memory stays flat.
    ///
    /// - Parameter origin: the ledger's name, such as `example.org/evenhand`.
    /// - Throws: `CheckpointError` for an origin that is no line.
    package func checkpoint(signer: NoteSigner, origin: String) async throws -> StoredCheckpoint {
        let range = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            var range = CompactRange()
            var reader = LeafReader(withSalts: false)
            while true {
                let leaves = try await reader.read(connection)
                guard !leaves.isEmpty else { return range }
                for leaf in leaves { range.append(leaf.leafHash) }
            }
        }
        let checkpoint = try Checkpoint(origin: origin, size: range.size, root: range.root)
        let note = String(decoding: try checkpoint.signed(by: signer).encoded, as: UTF8.self)
        return try await pool.transaction { connection in
            _ = try await connection.execute(
                """
                INSERT INTO ledger_checkpoint (size, root, note) VALUES (\(range.size), \(range.root.bytes), \(note))
                ON CONFLICT (size) DO NOTHING
                """)
            let rows = try await connection.query(
                "SELECT size, note, made_at FROM ledger_checkpoint WHERE size = \(range.size)")
            return try StoredCheckpoint(row: rows[0])
        }
    }

    /// The newest checkpoint; nil when none was made.
    package func newestCheckpoint() async throws -> StoredCheckpoint? {
        try await pool.withConnection { connection in
            try await connection.query("SELECT size, note, made_at FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
                .first
                .map(StoredCheckpoint.init(row:))
        }
    }

    /// Every checkpoint kept, the smallest first, read from its note and not from the columns beside it.
    static func checkpoints(
        _ keys: [NoteVerifier], _ connection: Connection
    ) async throws(LedgerFault) -> [Checkpoint] {
        let rows: Rows
        do {
            rows = try await connection.query("SELECT size, root, note FROM evenhand.ledger_checkpoint ORDER BY size")
        } catch {
            throw .other(error)
        }
        var checkpoints: [Checkpoint] = []
        for row in rows {
            do {
                checkpoints.append(try checkpoint(row, keys))
            } catch let error as PostgresError {
                throw .other(error)
            } catch {
                let size = (try? row.decode("size", as: Int64.self)) ?? 0
                throw .found(
                    LedgerFinding(
                        index: nil, table: "ledger_checkpoint", row: String(size),
                        what: "the checkpoint is not a note that was signed for this size and root: \(error)"))
            }
        }
        return checkpoints
    }

    private static func checkpoint(_ row: Row, _ keys: [NoteVerifier]) throws -> Checkpoint {
        let note = try SignedNote(parsing: Array(row.decode("note", as: String.self).utf8))
        if !keys.isEmpty { try note.verify(with: keys) }
        let checkpoint = try Checkpoint(body: note.text)
        guard checkpoint.size == (try row.decode("size", as: Int64.self)) else {
            throw CheckpointError.badSize(String(checkpoint.size))
        }
        guard checkpoint.root.bytes == (try row.decode("root", as: [UInt8].self)) else {
            throw CheckpointError.badRoot(checkpoint.root.base64)
        }
        return checkpoint
    }
}

extension StoredCheckpoint {
    init(row: Row) throws {
        size = try row.decode("size")
        note = try row.decode("note")
        madeAt = try row.decode("made_at")
    }
}
