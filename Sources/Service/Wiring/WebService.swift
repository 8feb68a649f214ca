import Logging
import Postgres
import ServiceLifecycle

/// Prepares the database, then opens the port; on a stop ends the streams first, because a server waits for its answers.
struct WebService: Service {
    /// The HTTP server.
    let server: any Service
    let database: ServiceDatabase
    let house: House
    let gate: Gate
    let address: Address
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await database.prepare(logger: logger) }
        } catch {
            address.fail()
            guard WebService.isCancellation(error) else { throw error }
            // Stopped while it waited for the database: returning is only right once the group stops.
            try? await gracefulShutdown()
            return
        }
        gate.open()
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: {
            house.health.enter(.stopping)
            house.events.close()
        }
    }

    /// A stop may meet the pause between two attempts, or an attempt itself.
    private static func isCancellation(_ error: any Error) -> Bool {
        error is CancellationError || (error as? PostgresError)?.code == .cancelled
    }
}
