import FoundationEssentials
import Logging
import Postgres
import ServiceLifecycle

/// Stops the private server last of all.
struct PrivateServerService: Service {
    let server: PrivateServer
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        // Shielded: a cancelled group must still stop its server.
        await Task {
            do {
                try await server.stop()
            } catch {
                logger.warning("private database server did not stop", metadata: ["error": "\(error)"])
            }
        }.value
    }
}

/// Closes the pool when nobody needs it any more.
struct PoolService: Service {
    let pool: Pool

    func run() async throws {
        try? await gracefulShutdown()
        await Task { await pool.shutdown() }.value
    }
}

/// Listens for hints.
struct EventService: Service {
    let hub: EventHub
    let gate: Gate

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard await gate.wait() else { return }
            await hub.listen()
        }
    }
}

/// Works on roster jobs.
struct WorkerService: Service {
    let worker: GenerateWorker
    let gate: Gate
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard await gate.wait() else { return }
            await worker.run { error in
                // A PostgresError's text is safe by design; of anything else only the type is shown.
                let text = (error as? PostgresError).map { "\($0)" } ?? "\(type(of: error))"
                logger.warning("roster worker stumbled", metadata: ["error": .string(text)])
            }
        }
    }
}
