import Ledger
import Postgres

/// Reads the ledger in index order, a batch at a time, so that memory stays flat however long it is.
struct LeafReader {
    /// Leaves in a batch: some hundred kilobytes.
    static let batch = 2_000

    /// A leaf as it is stored.
    struct StoredLeaf {
        var leaf: Leaf
        var leafHash: Hash
        var chain: Hash
        var salt: [UInt8]?
    }

    private(set) var next: Int64 = 0
    let withSalts: Bool

    /// A reader from the first leaf; salts can be read by the ledger's owner only.
    init(withSalts: Bool) {
        self.withSalts = withSalts
    }

    /// The next leaves; empty at the end.
    mutating func read(_ connection: Connection) async throws -> [StoredLeaf] {
        let salts: (Statement, Statement) =
            withSalts ? ("s.salt", "LEFT JOIN evenhand.ledger_salt s USING (index)") : ("NULL::bytea AS salt", "")
        let rows = try await connection.query(
            """
            SELECT l.index, l.kind, l.subject, l.recorded_at, l.commitment, l.leaf_hash, l.chain, \(salts.0)
            FROM evenhand.ledger_leaf l \(salts.1) WHERE l.index >= \(next) ORDER BY l.index LIMIT \(LeafReader.batch)
            """)
        let leaves = try rows.map { row in
            StoredLeaf(
                leaf: Leaf(
                    index: try row.decode("index"), kind: try row.decode("kind"), subject: try row.decode("subject"),
                    recordedAt: try row.decode("recorded_at"), commitment: try LeafReader.hash(row, "commitment")),
                leafHash: try LeafReader.hash(row, "leaf_hash"), chain: try LeafReader.hash(row, "chain"),
                salt: try row.decode("salt"))
        }
        if let last = leaves.last { next = last.leaf.index + 1 }
        return leaves
    }

    private static func hash(_ row: Row, _ column: String) throws -> Hash {
        guard let hash = Hash(bytes: try row.decode(column, as: [UInt8].self)) else {
            throw PostgresError(.decoding, "column \(column) holds no SHA-256")
        }
        return hash
    }
}
