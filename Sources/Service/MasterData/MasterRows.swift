import Deployment
import Postgres
import Records

/// Reads master tables row by row.
enum MasterRows {
    /// A page of a table by key. The table and its columns come from the fixed list of master tables, never from a caller.
    static func page(_ table: MasterTable, of pool: Pool, cursor: String?, limit: Int) async throws -> (
        rows: [JSON], next: String?
    ) {
        let columns = list(table.columns.map(\.name))
        let key = Statement(unsafe: "jsonb_build_array(\(table.key.map { "t.\"\($0)\"" }.joined(separator: ", ")))")
        let rows = try await recording {
            try await pool.withConnection { connection in
                try await connection.query(
                    "SELECT to_jsonb(t)::text AS value, " + key + "::text AS mark FROM (SELECT " + columns + " FROM "
                        + Statement(unsafe: "\"\(table.name)\"") + ") t WHERE \(cursor)::jsonb IS NULL OR " + key
                        + " > \(cursor)::jsonb ORDER BY " + key + " LIMIT \(limit + 1)")
            }
        }
        return try contents(rows, limit: limit)
    }

    /// Apart from `page`: with the typed errors of `JSON.parse` inside an async function Swift 6.3's optimiser crashes.
    @inline(never)
    private static func contents(_ rows: Rows, limit: Int) throws -> (rows: [JSON], next: String?) {
        let values = try rows.prefix(limit).map { try JSON.parse($0.decode("value", as: String.self)) }
        let last: String? = rows.count > limit ? try rows.prefix(limit).last?.decode("mark") : nil
        return (values, last)
    }

    private static func list(_ names: [String]) -> Statement {
        Statement(unsafe: names.map { "\"\($0)\"" }.joined(separator: ", "))
    }
}
