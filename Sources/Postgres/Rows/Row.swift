/// One row of a result.
package struct Row: Sendable {
    let storage: ResultStorage
    let position: Int

    /// Reads a column by name. Ask for `T?` where the column may be NULL. O(1).
    ///
    /// Throws `PostgresError.Code.decoding`, naming column, wanted type and row, when there is no such column, when it
    /// holds NULL or when its text is not a `T`.
    package func decode<T: PostgresDecodable>(_ column: String, as type: T.Type = T.self) throws -> T {
        guard let index = storage.position(of: column) else {
            throw failure("has no such column; it has \(storage.columns.joined(separator: ", "))", column, type)
        }
        guard index != ResultStorage.ambiguous else { throw failure("has several such columns", column, type) }
        return try value(at: index, named: column, as: type)
    }

    /// Reads a column by position from 0; see `decode(_:as:)` by name.
    package func decode<T: PostgresDecodable>(_ index: Int, as type: T.Type = T.self) throws -> T {
        guard storage.columns.indices.contains(index) else {
            throw failure("has \(storage.columns.count) columns", "#\(index)", type)
        }
        return try value(at: index, named: storage.columns[index], as: type)
    }

    private func value<T: PostgresDecodable>(at index: Int, named column: String, as type: T.Type) throws -> T {
        guard let text = storage.text(row: position, column: index) else {
            guard let null = T.postgresNull else { throw failure("is NULL", column, type) }
            return null
        }
        guard let value = T(postgresText: text) else { throw failure("does not hold that type", column, type) }
        return value
    }

    /// The text names no value: it may reach a log through `debugDescription`.
    private func failure<T>(_ reason: String, _ column: String, _ type: T.Type) -> PostgresError {
        var error = PostgresError(.decoding, "column \(column) as \(T.self), row \(position): result \(reason)")
        error.column = column
        error.statement = storage.statement
        return error
    }
}
