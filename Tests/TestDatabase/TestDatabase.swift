import Postgres

/// A database of one test's own, migrated and empty, and the pools of the three who may connect to it.
package struct TestDatabase: Sendable {
    /// Its name on the shared private server.
    package let name: String

    /// Connects as `evenhand_app`, the service's role.
    package let pool: Pool

    /// Connects as the server's superuser: what a test sets up or breaks on purpose.
    package let admin: Pool

    /// Connects as `evenhand_read`.
    package let readOnly: Pool

    private let server: PrivateServer

    init(name: String, on server: PrivateServer) {
        self.name = name
        self.server = server
        pool = Pool(TestDatabase.configuration(name, "evenhand_app", server))
        admin = Pool(TestDatabase.configuration(name, nil, server))
        readOnly = Pool(TestDatabase.configuration(name, "evenhand_read", server))
    }

    /// A connection string as the service would be given one, for a role (default: the superuser).
    package func connectionString(user: String? = nil) -> String {
        TestDatabase.configuration(name, user, server).connectionString
    }

    func close() async {
        for pool in [pool, admin, readOnly] { await pool.shutdown() }
    }

    /// Few connections each: many tests share one server.
    static func configuration(_ database: String, _ user: String?, _ server: PrivateServer) -> PoolConfiguration {
        var configuration = PoolConfiguration(
            connectionString: server.connectionString(database: database, user: user)
                + " options='-c search_path=evenhand,public'")
        configuration.maximumConnections = 4
        configuration.connectTimeout = .seconds(60)
        configuration.acquireTimeout = .seconds(60)
        configuration.queryDeadline = .seconds(120)
        return configuration
    }
}
