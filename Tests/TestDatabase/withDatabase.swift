import Postgres

/// Lends a migrated database of its own to `body`, and removes it afterwards.
nonisolated(nonsending) package func withDatabase<R>(
    _ body: nonisolated(nonsending) (TestDatabase) async throws -> R
) async throws -> R {
    try await withDatabase(isEmpty: false, body)
}

/// Lends a database that nothing was migrated in to `body`, and removes it afterwards.
nonisolated(nonsending) package func withEmptyDatabase<R>(
    _ body: nonisolated(nonsending) (TestDatabase) async throws -> R
) async throws -> R {
    try await withDatabase(isEmpty: true, body)
}

nonisolated(nonsending) private func withDatabase<R>(
    isEmpty: Bool, _ body: nonisolated(nonsending) (TestDatabase) async throws -> R
) async throws -> R {
    let database = try await TestServer.shared.lend(isEmpty: isEmpty)
    do {
        let result = try await body(database)
        await TestServer.shared.takeBack(database)
        return result
    } catch {
        await TestServer.shared.takeBack(database)
        throw error
    }
}
