import FoundationEssentials
import Testing

@testable import Postgres

@Suite("The private server")
struct PrivateServerTests {
    @Test("an outage is unreachable at once, never exhausted, and work resumes after the restart")
    func outage() async throws {
        let server = PrivateServer.temporary()
        // Not `isTemporary` semantics: this server must keep its files across a stop.
        let lasting = PrivateServer(dataDirectory: server.dataDirectory, settings: ["fsync": "off"])
        try await lasting.start()
        defer { try? FileManager.default.removeItem(atPath: lasting.dataDirectory) }
        var configuration = PoolConfiguration(connectionString: lasting.connectionString())
        configuration.waitForBusyMachine()
        configuration.retryPause = .milliseconds(5)
        configuration.breakerPause = .milliseconds(20)
        configuration.breakerPauseLimit = .milliseconds(40)
        let pool = Pool(configuration)
        #expect(try await pool.withConnection { try await $0.query("SELECT 1").count } == 1)

        try await lasting.stop()
        for _ in 0..<5 {
            let error = await postgresError { _ = try await pool.withConnection { try await $0.query("SELECT 1") } }
            #expect(error.code == .unreachable || error.code == .connectionLost)
        }
        #expect(pool.metrics.exhausted == 0)
        #expect(pool.metrics.unreachable > 0)

        try await lasting.start()
        try await eventually("recovery") {
            (try? await pool.withConnection { try await $0.query("SELECT 1").count }) == 1
        }
        #expect(pool.metrics.state == .running)
        await pool.shutdown()
        try await lasting.stop(mode: .immediate)
    }

    @Test("a second user of a data directory shares its server; a dead one's lock is cleared")
    func sharing() async throws {
        let first = PrivateServer.temporary()
        try await first.start()
        let second = PrivateServer(dataDirectory: first.dataDirectory)
        try await second.start()
        #expect(second.processID == first.processID)
        try await second.stop()
        var configuration = PoolConfiguration(connectionString: first.connectionString())
        configuration.waitForBusyMachine()
        let connection = try await Connection.connect(configuration)
        #expect(try await connection.query("SELECT 1").count == 1)
        connection.close()
        try await first.stop()
        #expect(!FileManager.default.fileExists(atPath: first.dataDirectory))
    }

    @Test("a lock that names a living process of another kind does not stop the start")
    func staleLock() async throws {
        let path = "/tmp/evenhand-test-\(UUID().uuidString.lowercased().prefix(13))"
        let made = PrivateServer(dataDirectory: path, settings: ["fsync": "off"])
        try await made.start()
        try await made.stop(mode: .immediate)
        let lock = "1\n\(path)\n1700000000\n5432\n\(path)/run\n\n  1 1\nready   \n"
        try Data(lock.utf8).write(to: URL(filePath: "\(path)/postmaster.pid"))
        #expect(ServerLock.read(in: path)?.port == 5432)
        let again = PrivateServer(dataDirectory: path, settings: ["fsync": "off"], isTemporary: true)
        try await again.start()
        #expect(again.processID != 1)
        try await again.stop()
    }

    @Test("a data directory of another major version, or of something else, is refused with a reason")
    func refusals() async throws {
        let path = "/tmp/evenhand-test-\(UUID().uuidString.lowercased().prefix(13))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("notes\n".utf8).write(to: URL(filePath: "\(path)/notes.txt"))
        let foreign = await postgresError { try await PrivateServer(dataDirectory: path).start() }
        #expect(foreign.code == .privateServer && foreign.message.contains("is not empty"))
        try Data("9\n".utf8).write(to: URL(filePath: "\(path)/PG_VERSION"))
        let old = await postgresError { try await PrivateServer(dataDirectory: path).start() }
        #expect(old.message.contains("belongs to PostgreSQL 9"))
        let none = await postgresError { try await PrivateServer(dataDirectory: "\(path)-2", binaries: path).start() }
        #expect(none.message.contains("no PostgreSQL server programs"))
    }

    @Test("a socket path that is too long falls back to a short directory, the same each time")
    func socketPath() {
        #expect(SocketDirectory.choose(for: "/var/lib/evenhand/data") == "/var/lib/evenhand/data/run")
        let long = "/srv/" + String(repeating: "x", count: 100)
        let short = SocketDirectory.choose(for: long)
        #expect(short.hasPrefix("/tmp/evenhand-") && short.utf8.count < 90)
        #expect(SocketDirectory.choose(for: long) == short)
        #expect(SocketDirectory.choose(for: "/srv/a,b").hasPrefix("/tmp/"))
    }
}
