import Deployment
import Postgres
import Records

/// Reads leaves as they are stored, for whoever verifies them elsewhere.
enum LedgerRange {
    /// The first index of a page: the cursor's, else the one asked for.
    static func start(_ cursor: String?, from: Int?) throws -> Int {
        guard let cursor else { return from ?? 0 }
        guard let index = Int(cursor), index >= 0 else {
            throw APIProblem.invalid([Fault("cursor", "is not a cursor of this list")])
        }
        return index
    }

    /// Leaves from an index on. Indices have no gaps, so index and position are one.
    static func leaves(from start: Int, limit: Int, of pool: Pool) async throws -> [JSON] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT index, kind, subject, recorded_at, encode(commitment, 'hex') AS commitment,
                    encode(leaf_hash, 'hex') AS leaf_hash, encode(chain, 'hex') AS chain
                FROM ledger_leaf WHERE index >= \(start) ORDER BY index LIMIT \(limit)
                """)
            return try rows.map { row in
                [
                    "index": .integer(try row.decode("index")), "kind": .string(try row.decode("kind")),
                    "subject": .string(try row.decode("subject")), "recordedAt": .string(try row.decode("recorded_at")),
                    "commitment": .string(try row.decode("commitment")),
                    "leafHash": .string(try row.decode("leaf_hash")), "chain": .string(try row.decode("chain")),
                ]
            }
        }
    }
}
