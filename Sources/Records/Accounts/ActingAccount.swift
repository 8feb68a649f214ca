import Postgres

extension Pool {
    /// Reads for one account: the rows that only some may know of (concerns, challenges) show themselves to it alone.
    ///
    /// Row-level security goes by this setting, and shows nothing where there is none. Who acts is the program's word: the
    /// service has one role in the database.
    nonisolated(nonsending) func reading<R>(
        for account: Int64?, _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        try await transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await connection.act(for: account)
            return try await body(connection)
        }
    }
}

extension Connection {
    /// Says for whom this transaction acts, until its end.
    nonisolated(nonsending) func act(for account: Int64?) async throws {
        guard let account else { return }
        _ = try await query("SELECT set_config('evenhand.account', \(String(account)), true)")
    }
}
