import Postgres
import Testing

/// One private server for the whole test process; its guard stops and removes it when the process ends.
enum TestServer {
    private static let shared = Task {
        let server = PrivateServer.temporary(settings: ["max_connections": "200"])
        try await server.start()
        return server
    }

    static func configuration(_ change: (inout PoolConfiguration) -> Void = { _ in }) async throws -> PoolConfiguration
    {
        var configuration = PoolConfiguration(connectionString: try await shared.value.connectionString())
        configuration.applicationName = "postgres tests"
        configuration.waitForBusyMachine()
        change(&configuration)
        return configuration
    }

    /// A change to the settings of one test's pool.
    typealias Change = (inout PoolConfiguration) -> Void

    /// Lends a pool and shuts it down afterwards.
    static func withPool(
        _ changes: [Change] = [], body: (Pool) async throws -> Void
    ) async throws {
        let pool = Pool(try await configuration { settings in for change in changes { change(&settings) } })
        do {
            try await body(pool)
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }

    /// Lends one connection in a schema of its own, so that tests in parallel do not meet.
    static func withConnection(_ body: (Connection) async throws -> Void) async throws {
        let connection = try await Connection.connect(try await configuration())
        defer { connection.close() }
        try await connection.execute("SET search_path = pg_temp")
        try await body(connection)
    }
}

extension PoolConfiguration {
    /// Hundreds of tests run at once: what they do not ask about may take its time.
    mutating func waitForBusyMachine() {
        connectTimeout = .seconds(60)
        acquireTimeout = .seconds(60)
    }
}

/// A change of one setting.
func with<Value>(_ setting: WritableKeyPath<PoolConfiguration, Value>, _ value: Value) -> TestServer.Change {
    { $0[keyPath: setting] = value }
}

/// The error that `body` throws; records an issue when it throws none or another type.
func postgresError<R>(
    _ sourceLocation: SourceLocation = #_sourceLocation, from body: () async throws -> R
) async -> PostgresError {
    do {
        _ = try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch let error as PostgresError {
        return error
    } catch {
        Issue.record("threw \(error)", sourceLocation: sourceLocation)
    }
    return PostgresError(.protocolViolation, "no PostgresError")
}

/// Waits until `condition` holds; records an issue when it does not within a minute.
func eventually(
    _ what: String, _ sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    for _ in 0..<6000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("\(what) did not happen", sourceLocation: sourceLocation)
}
