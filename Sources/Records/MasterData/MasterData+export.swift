import Deployment
import Postgres

extension MasterData {
    /// Every master table as a file, in table order, its rows sorted by key; all of one moment.
    ///
    /// Importing the files again changes nothing; importing them into an empty database gives the same files.
    /// Throws `PostgresError`.
    package static func exporting(from pool: Pool) async throws -> [(name: String, csv: String)] {
        let state = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await MasterState(connection, rowsOf: tables, keysOf: [])
        }
        return tables.map { table in
            var writer = CSVWriter()
            writer.append(table.columns.map(\.name))
            for row in state.tables[table.name]?.rows ?? [] {
                writer.append(row.map { $0 ?? "" })
            }
            return (table.file, writer.text)
        }
    }

    /// One master table as a file, its rows sorted by key.
    ///
    /// As it stands it imports again to the same data. With `forSpreadsheet` it does not: it begins with a byte order mark, and
    /// what a spreadsheet would run as a formula has a `'` in front (OWASP, "CSV Injection"). Throws `PostgresError`.
    package static func exporting(
        _ table: MasterTable, from pool: Pool, forSpreadsheet: Bool = false
    ) async throws -> [UInt8] {
        let state = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await MasterState(connection, rowsOf: [table], keysOf: [])
        }
        var writer = CSVWriter(guardsFormulas: forSpreadsheet)
        writer.append(table.columns.map(\.name))
        for row in state.tables[table.name]?.rows ?? [] { writer.append(row.map { $0 ?? "" }) }
        return forSpreadsheet ? [0xEF, 0xBB, 0xBF] + writer.bytes : writer.bytes
    }

    /// How many rows each master table has, in table order. Throws `PostgresError`.
    package static func counting(in pool: Pool) async throws -> [(table: MasterTable, rows: Int)] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let counts = try await connection.pipeline(
                tables.map { Statement(unsafe: "SELECT count(*)::int AS rows FROM evenhand.\"\($0.name)\"") })
            return try zip(tables, counts).map { table, rows in (table, try rows.first?.decode("rows") ?? 0) }
        }
    }
}
