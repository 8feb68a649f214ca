import FoundationEssentials
import Hummingbird
import HummingbirdCore
import Ledger
import Logging
import NIOCore
import Postgres
import Records
import ServiceLifecycle
import UnixSignals

/// One instance of the service, wired: what `serve`, `demo` and the tests run alike.
package struct EvenhandService: Sendable {
    /// Its settings.
    package let configuration: ServiceConfiguration
    /// What its routes work with; usable once `run` listens.
    package let house: House
    /// Where it listens.
    package let address: Address
    /// The responder of its routes, for tests without a port.
    package let responder: RouterResponder<ServiceContext>
    /// The private server, where it has one.
    package var privateServer: PrivateServer? { database.server }
    /// Settings for migrations and verification; nil where the operator keeps them.
    package var admin: PoolConfiguration? { database.admin }

    let database: ServiceDatabase
    let group: ServiceGroup

    /// Time after which a stop cancels what has not ended: with the closing of pool and server it stays below 10 s.
    static let patience: Duration = .seconds(5)

    /// Runs until it is told to stop, by a signal where `build` was asked to heed them; throws what made it end.
    package func run() async throws {
        do {
            try await group.run()
            address.fail()
        } catch {
            address.fail()
            throw error
        }
    }

    /// Tells it to stop: no new requests, streams end, jobs are given back; `run` returns when all is done.
    package func stop() async {
        await group.triggerGracefulShutdown()
    }
}

/// Wires one instance. With no database configured its private server is started before this returns.
///
/// Nothing else runs until `run`: that waits for the database, migrates it, and only then opens the port. `beside` is a page
/// for benchmarks.
/// Throws what keeps it from starting: `PostgresError`, `ConfigurationError`, `NoteError`.
package func buildService(
    _ configuration: ServiceConfiguration, logger: Logger, stopsOnSignals: Bool = true, beside still: StillPage? = nil
) async throws -> EvenhandService {
    let database = try await ServiceDatabase.open(configuration, logger: logger)
    let house = House(
        pool: database.pool, jobThreads: configuration.workerThreads, isSecure: configuration.isBehindProxy,
        provider: configuration.provider, logger: logger)
    let (address, gate) = (Address(), Gate())
    let pages = WebPages.all + (still.map { [$0.route] } ?? [])
    let responder = try Routes.responder(house, routes: Routes.all, pages: pages)
    let web = WebService(
        server: try server(configuration, responder, house, address, logger), database: database, house: house,
        gate: gate, address: address, logger: logger)
    var services: [any Service] = [PoolService(pool: database.pool), EventService(hub: house.events, gate: gate)]
    if let server = database.server { services.insert(PrivateServerService(server: server, logger: logger), at: 0) }
    services.append(
        Leader(
            house: house, gate: gate, signer: try LedgerKey.signer(configuration), origin: configuration.ledgerOrigin,
            logger: logger))
    if configuration.workerEnabled {
        let owner = "\(configuration.instanceName)-\(UUID().uuidString.lowercased().prefix(8))"
        let worker = GenerateWorker(pool: database.pool, owner: owner)
        services.append(WorkerService(worker: worker, gate: gate, logger: logger))
    }
    let channels = try DeliveryChannels(configuration)
    if !channels.isEmpty {
        let deliverer = Deliverer(
            pool: database.pool, channels: channels,
            owner: "\(configuration.instanceName)-\(UUID().uuidString.lowercased().prefix(8))",
            origin: configuration.ledgerOrigin, logger: logger)
        services.append(DelivererService(deliverer: deliverer, gate: gate))
    }
    services.append(Supervision(notifier: SystemdNotifier(), address: address, logger: logger))
    // Last: services stop in the reverse order, and the port closes first.
    services.append(web)
    var settings = ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [], logger: logger)
    settings.maximumGracefulShutdownDuration = EvenhandService.patience
    return EvenhandService(
        configuration: configuration, house: house, address: address, responder: responder, database: database,
        group: ServiceGroup(configuration: settings))
}

/// The HTTP server: on the socket that systemd passed, else on a port of its own.
private func server(
    _ configuration: ServiceConfiguration, _ responder: RouterResponder<ServiceContext>, _ house: House,
    _ address: Address, _ logger: Logger
) throws -> any Service {
    // A head of 16 KB holds every header of ours many times over; 60 s of silence is no working client.
    let limits = HTTP1Channel.Configuration(
        idleTimeout: .seconds(60),
        httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
    let connections = 1000
    let onRunning: @Sendable (any Channel) async -> Void = { channel in
        let port = channel.localAddress?.port ?? configuration.port
        house.health.enter(.serving)
        address.set(Address.Place(host: configuration.host, port: port))
        logger.info("listening", metadata: ["http.port": "\(port)"])
    }
    if let descriptor = try InheritedSocket.descriptor() {
        return InheritedSocketServer(
            descriptor: descriptor, child: HTTP1Channel(responder, configuration: limits, logger: logger),
            limit: connections, onRunning: onRunning, logger: logger)
    }
    return Application(
        responder: responder, server: .http1(configuration: limits),
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port),
            availableConnectionsDelegate: MaximumAvailableConnections(connections)),
        onServerRunning: onRunning, logger: logger)
}
