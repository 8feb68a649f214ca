import ServiceLifecycle

/// Delivers notifications while the service runs.
struct DelivererService: Service {
    let deliverer: Deliverer
    let gate: Gate

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard await gate.wait() else { return }
            await deliverer.run()
        }
    }
}
