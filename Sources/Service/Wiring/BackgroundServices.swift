import FoundationEssentials
import Logging
import Postgres
import ServiceLifecycle

/// Starts the private server again when it ends by itself, and stops it last of all.
struct PrivateServerService: Service {
    let server: PrivateServer
    let logger: Logger
    /// Between two looks. 500 ms: a look is one system call.
    var look: Duration = .milliseconds(500)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: look)) != nil {
                do {
                    if try await server.revive() {
                        logger.error("private database server had ended and was started again")
                    }
                } catch {
                    logger.error("private database server does not start again", metadata: ["error": "\(error)"])
                }
            }
        }
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
