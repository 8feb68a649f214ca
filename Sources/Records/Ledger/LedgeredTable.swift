import Ledger
import Postgres

/// A table whose every row has a leaf.
struct LedgeredTable: Sendable {
    let name: String
    let key: String
    /// The key's SQL type, so that a lookup by text can use the index.
    let keyType: String

    /// Every ledgered table; their names come from the catalogue, so they may be put into statements.
    static func all(_ connection: Connection) async throws -> [LedgeredTable] {
        try await connection.query(
            """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS key_type
            FROM evenhand.ledgered_table t
            JOIN pg_class c ON c.relname = t.table_name AND c.relnamespace = 'evenhand'::regnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = t.key_column
            ORDER BY c.relname
            """
        ).map {
            LedgeredTable(
                name: try $0.decode("relname"), key: try $0.decode("attname"), keyType: try $0.decode("key_type"))
        }
    }

    /// The canonical texts of the rows with these keys; rows that are gone are left out.
    func canonicalTexts(_ keys: [String], _ connection: Connection) async throws -> [String: String] {
        let rows = try await connection.query(
            """
            SELECT t.\(identifier: key)::text AS key, evenhand.canonical(t) AS text
            FROM evenhand.\(identifier: name) t
            WHERE t.\(identifier: key) = ANY (\(keys)::text[]::\(Statement(unsafe: keyType))[])
            """)
        return try Dictionary(
            rows.map { (try $0.decode("key", as: String.self), try $0.decode("text", as: String.self)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The lowest key of a row that has no leaf.
    func rowWithoutLeaf(_ connection: Connection) async throws -> String? {
        try await connection.query(
            """
            SELECT t.\(identifier: key)::text FROM evenhand.\(identifier: name) t
            WHERE NOT EXISTS (SELECT FROM evenhand.ledger_leaf l
                WHERE l.kind = \(name) AND l.subject = t.\(identifier: key)::text)
            ORDER BY t.\(identifier: key) LIMIT 1
            """, deadline: LedgerRecords.patience
        ).first?.decode(0)
    }
}
