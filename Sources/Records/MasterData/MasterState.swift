import Postgres

/// The rows of master tables as the database has them.
struct MasterState: Sendable {
    /// The rows of one table, in the order of their keys, and where each key stands.
    struct Table: Sendable {
        var rows: [[String?]] = []
        var places: [String: Int] = [:]
    }

    /// The tables of which every row was read.
    private(set) var tables: [String: Table] = [:]
    /// The keys of the tables that rows refer to.
    private(set) var keys: [String: Set<String>] = [:]

    /// Reads the rows of some tables and the keys of others in one round trip.
    init(_ connection: Connection, rowsOf whole: [MasterTable], keysOf referenced: [MasterTable]) async throws {
        let results = try await connection.pipeline(
            whole.map { $0.selectRows } + referenced.map { $0.selectKeys })
        for (table, result) in zip(whole, results) {
            var stored = Table()
            stored.rows.reserveCapacity(result.count)
            for row in result {
                let values = try table.columns.indices.map { try row.decode($0, as: String?.self) }
                if let key = table.key(of: values) { stored.places[key] = stored.rows.count }
                stored.rows.append(values)
            }
            tables[table.name] = stored
        }
        for (table, result) in zip(referenced, results.dropFirst(whole.count)) {
            keys[table.name] = Set(try result.map { try $0.decode(0, as: String.self) })
        }
    }

    /// The values of a row by its key; nil when there is none.
    func row(_ table: MasterTable, _ key: String) -> [String?]? {
        guard let stored = tables[table.name] else { return nil }
        return stored.places[key].map { stored.rows[$0] }
    }
}

extension MasterTable {
    /// SQL for every row in canonical values, sorted by key, the same on every server whatever its locale.
    var selectRows: Statement {
        let values = columns.map { $0.type.reading("\"\($0.name)\"") }.joined(separator: ", ")
        return Statement(unsafe: "SELECT \(values) FROM evenhand.\"\(name)\" ORDER BY \(sortKey)")
    }

    /// SQL for the key of every row; for tables whose key is one column.
    var selectKeys: Statement {
        Statement(unsafe: "SELECT \"\(key[0])\" FROM evenhand.\"\(name)\"")
    }

    private var sortKey: String {
        keyPositions.map { position in
            let column = columns[position]
            return "\"\(column.name)\"" + (column.type.sqlType == "text" ? " COLLATE \"C\"" : "")
        }.joined(separator: ", ")
    }
}
