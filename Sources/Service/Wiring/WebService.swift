import Hummingbird
import Logging
import NIOCore
import Postgres
import ServiceLifecycle

/// Prepares the database, then opens the port; on a stop ends the streams first, because a server waits for its answers.
struct WebService: Service {
    let application: Application<RouterResponder<ServiceContext>>
    let database: ServiceDatabase
    let house: House
    let gate: Gate
    let address: Address
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await database.prepare(logger: logger) }
        } catch  where WebService.isCancellation(error) {
            // Stopped while it waited for the database.
            return await untilStopped()
        } catch {
            address.fail()
            throw error
        }
        gate.open()
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            house.health.enter(.stopping)
            house.events.close()
        }
    }

    /// A stop may meet the pause between two attempts, or an attempt itself.
    private static func isCancellation(_ error: any Error) -> Bool {
        error is CancellationError || (error as? PostgresError)?.code == .cancelled
    }

    /// Returning is only right once the group stops.
    private func untilStopped() async {
        address.fail()
        try? await gracefulShutdown()
    }
}
