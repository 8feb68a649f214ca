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
}
