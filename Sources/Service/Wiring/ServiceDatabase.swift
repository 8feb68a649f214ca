import FoundationEssentials
import Logging
import Postgres
import Records

/// The database of one instance: a private server of its own, or one that is configured.
package struct ServiceDatabase: Sendable {
    /// The private server; nil with a database of the operator's.
    package let server: PrivateServer?
    /// The application's pool.
    package let pool: Pool
    /// The settings for migrations; nil where the schema is only checked.
    package let admin: PoolConfiguration?

    /// The private server's database.
    static let name = "evenhand"

    /// Tells the sessions of this process from those of one that had its name before.
    private static let process = UUID().uuidString.lowercased().prefix(8)

    /// Every session looks for tables in our schema first.
    private static let searchPath = "-c search_path=evenhand,public"

    /// Opens what the configuration names; starts the private server when it names nothing.
    package static func open(_ configuration: ServiceConfiguration, logger: Logger) async throws -> ServiceDatabase {
        guard let url = configuration.databaseURL else { return try await openPrivate(configuration, logger: logger) }
        return ServiceDatabase(
            server: nil, pool: Pool(settings(url.revealed, configuration)),
            admin: configuration.adminURL.map { settings($0.revealed, configuration) })
    }

    private static func openPrivate(
        _ configuration: ServiceConfiguration, logger: Logger
    ) async throws -> ServiceDatabase {
        // Short statements gain nothing from the just-in-time compiler, and it needs writable code (see systemd/).
        let server = PrivateServer(
            dataDirectory: "\(configuration.dataDirectory)/postgres", settings: ["jit": "off"])
        logger.info("private database server starting", metadata: ["directory": "\(server.dataDirectory)"])
        try await server.start()
        // A server of our own that has just started on a busy machine may need more than a moment.
        var once = PoolConfiguration(connectionString: server.connectionString())
        once.connectTimeout = .seconds(30)
        let maintenance = try await Connection.connect(once)
        defer { maintenance.close() }
        let found = try await maintenance.query("SELECT FROM pg_database WHERE datname = \(name)")
        if found.isEmpty { try await maintenance.execute("CREATE DATABASE \(identifier: name) TEMPLATE template0") }
        return ServiceDatabase(
            server: server,
            pool: Pool(settings(server.connectionString(database: name, user: "evenhand_app"), configuration)),
            admin: settings(server.connectionString(database: name), configuration))
    }

    private static func settings(_ url: String, _ configuration: ServiceConfiguration) -> PoolConfiguration {
        var settings = PoolConfiguration(connectionString: withSearchPath(url))
        settings.maximumConnections = configuration.poolMaximum
        settings.applicationName = "\(configuration.instanceName.prefix(40)) \(process)"
        return settings
    }

    /// The connection string with our search path, unless it brings options of its own, which must then say it.
    static func withSearchPath(_ url: String) -> String {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            return url.contains("options=") ? url : "\(url) options='\(searchPath)'"
        }
        guard !url.contains("options=") else { return url }
        let option = "options=\(Paging.escaped(searchPath))"
        return url + (url.contains("?") ? "&" : "?") + option
    }

    /// Waits for the server, then brings its schema to what this program needs, or checks that it is.
    ///
    /// An outage is waited out and said in the log. Throws `MigrationError` when the two do not fit, and whatever is no
    /// outage, such as a wrong password.
    package func prepare(logger: Logger) async throws {
        var pause = Duration.milliseconds(500)
        while true {
            do {
                try await migrate(logger: logger)
                return
            } catch let error as PostgresError where error.isPassing {
                logger.warning(
                    "database cannot be reached, trying again",
                    metadata: ["error": "\(error)", "pause": "\(pause)"])
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
    }

    private func migrate(logger: Logger) async throws {
        guard let admin else { return try await Migrations.verify(pool) }
        let pool = Pool(admin)
        do {
            for migration in try await Migrations.apply(admin: pool) {
                logger.info("migration applied", metadata: ["migration": "\(migration.number)"])
            }
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }
}
