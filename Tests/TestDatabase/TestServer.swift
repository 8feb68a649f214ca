import FoundationEssentials
import Postgres
import Records

/// The one private PostgreSQL of a test process; it vanishes with the process.
///
/// Every test works on a clone of a template that was migrated once, so tests run in parallel and see nothing of
/// each other.
actor TestServer {
    static let shared = TestServer()

    private static let template = "evenhand_template"

    /// Cloning is work for the disk; more at once only queue there.
    private static let atOnce = 4

    private var started: Task<(PrivateServer, Pool), any Error>?
    private var lent = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A new database: a clone of the template, or one without anything in it.
    func lend(isEmpty: Bool) async throws -> TestDatabase {
        await takeTurn()
        do {
            let (server, maintenance) = try await start().value
            let name = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
            let template = isEmpty ? "template0" : TestServer.template
            try await maintenance.withConnection { connection in
                _ = try await connection.execute(
                    "CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template)", deadline: .seconds(120))
            }
            return TestDatabase(name: name, on: server)
        } catch {
            endTurn()
            throw error
        }
    }

    /// Ends what still uses the database, and removes it.
    func takeBack(_ database: TestDatabase) async {
        defer { endTurn() }
        await database.close()
        guard let (_, maintenance) = try? await start().value else { return }
        // A database that cannot be dropped goes with the server.
        _ = try? await maintenance.withConnection { connection in
            try await connection.execute(
                "DROP DATABASE \(identifier: database.name) WITH (FORCE)", deadline: .seconds(120))
        }
    }

    private func start() -> Task<(PrivateServer, Pool), any Error> {
        if let started { return started }
        let task = Task {
            let server = PrivateServer.temporary(settings: ["max_connections": "200"])
            try await server.start()
            let maintenance = Pool(TestDatabase.configuration("postgres", nil, server))
            try await maintenance.withConnection { connection in
                _ = try await connection.execute(
                    "CREATE DATABASE \(identifier: TestServer.template) TEMPLATE template0")
            }
            let admin = Pool(TestDatabase.configuration(TestServer.template, nil, server))
            _ = try await Migrations.apply(admin: admin)
            await admin.shutdown()
            return (server, maintenance)
        }
        started = task
        return task
    }

    private func takeTurn() async {
        if lent < TestServer.atOnce {
            lent += 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func endTurn() {
        if waiting.isEmpty {
            lent -= 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
