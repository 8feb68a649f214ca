import FoundationEssentials
import Glibc
import Synchronization

/// A PostgreSQL server of our own, from the installed programs.
///
/// Reached by a Unix socket only, never by TCP. The socket's directory is 0700 and belongs to the server's user, so only
/// that user and root can reach it; those could read the data files anyway, therefore local authentication is `trust`.
/// (`peer` would not do: started as root, the server runs as another user than its clients.) Everything lives in the data
/// directory: `run/` (socket), `server.log`, `evenhand.lock` (held by the process that owns the server).
///
/// The server ends with this process, however that ends; see `ServerGuard`. A second process on the same data directory
/// uses the server of the first and leaves stopping it to the first; a server whose owner has died is taken over.
package final class PrivateServer: Sendable {
    /// How to stop.
    package enum StopMode: Sendable {
        /// Ends sessions, writes everything, stops.
        case fast
        /// Stops at once; the next start recovers from the log.
        case immediate
    }

    /// Absolute path of the data directory.
    package let dataDirectory: String
    /// The role made by initdb, owner of everything.
    package let superuser: String
    let settings: [String: String]
    let binaries: String?
    let isTemporary: Bool

    struct Running: Sendable {
        var pid: pid_t
        var socketDirectory: String
        var port: Int
        var isChild = false
        /// Nil when another living process owns the server.
        var ownership: Ownership?
    }

    /// What the owner of a server holds.
    struct Ownership: Sendable {
        var lock: OwnerLock
        var guardian: ServerGuard
    }

    private let running = Mutex<Running?>(nil)

    /// A server on `dataDirectory`, not yet started.
    ///
    /// `settings` are server settings such as `fsync`; `binaries` is the directory of the server programs (default: the
    /// newest installed); `isTemporary` removes the directory in the end and skips flushing to disk (for tests).
    package init(
        dataDirectory: String, settings: [String: String] = [:], superuser: String = "postgres",
        binaries: String? = nil, isTemporary: Bool = false
    ) {
        let isAbsolute = dataDirectory.hasPrefix("/")
        self.dataDirectory =
            isAbsolute ? dataDirectory : "\(FileManager.default.currentDirectoryPath)/\(dataDirectory)"
        self.superuser = superuser
        self.binaries = binaries
        self.isTemporary = isTemporary
        let quick = ["fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"]
        self.settings = isTemporary ? quick.merging(settings) { _, given in given } : settings
    }

    /// A server for tests in a new directory of `/tmp`, without durability; it and its files vanish with this process.
    package static func temporary(settings: [String: String] = [:]) -> PrivateServer {
        let name = UUID().uuidString.lowercased().prefix(13)
        return PrivateServer(dataDirectory: "/tmp/evenhand-test-\(name)", settings: settings, isTemporary: true)
    }

    /// Initialises the data directory when it is absent, starts the server and waits until it accepts connections.
    ///
    /// Throws `PostgresError.Code.privateServer` with the server's own last words when it cannot.
    package func start() async throws {
        try await BackgroundThread.run { [self] in
            guard running.withLock({ $0 }) == nil else { return }
            let started = try launch()
            running.withLock { $0 = started }
        }
    }

    /// Starts the server again if it has ended without being told to; true when it had.
    ///
    /// To be called again and again by whoever depends on the server. Throws as `start` does; the next call tries anew.
    package func revive() async throws -> Bool {
        try await BackgroundThread.run { [self] in
            guard var dead = running.withLock({ $0 }), isGone(dead) else { return false }
            dead.ownership?.guardian.dismiss()
            // Lets go of the owner's lock, which the next start takes.
            dead.ownership = nil
            running.withLock { $0 = dead }
            let started = try launch()
            running.withLock { $0 = started }
            return true
        }
    }

    /// Stops the server and waits for its end; does nothing when it does not run or belongs to another process.
    package func stop(mode: StopMode = .fast) async throws {
        try await BackgroundThread.run { [self] in
            guard let server = running.withLock({ $0 }) else { return }
            running.withLock { $0 = nil }
            guard let ownership = server.ownership else { return }
            ownership.guardian.dismiss()
            try end(server, mode: mode)
            if isTemporary {
                try? FileManager.default.removeItem(atPath: dataDirectory)
                if !server.socketDirectory.hasPrefix(dataDirectory) {
                    try? FileManager.default.removeItem(atPath: server.socketDirectory)
                }
            }
        }
    }

    /// The process number of the server; nil when it does not run.
    package var processID: Int32? { running.withLock { $0?.pid } }

    /// A libpq connection string for a database and role of this server (default: the superuser).
    package func connectionString(database: String = "postgres", user: String? = nil) -> String {
        let (directory, port) =
            running.withLock { $0.map { ($0.socketDirectory, $0.port) } }
            ?? (SocketDirectory.choose(for: dataDirectory), SocketDirectory.port)
        let parts = [("host", directory), ("port", String(port)), ("dbname", database), ("user", user ?? superuser)]
        return parts.map { "\($0)='\(PrivateServer.escaped($1))'" }.joined(separator: " ")
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value {
            if character == "'" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return text
    }

    private func end(_ server: Running, mode: StopMode) throws {
        kill(server.pid, mode == .fast ? SIGINT : SIGQUIT)
        if waitForEnd(of: server, limit: .seconds(30)) { return }
        kill(server.pid, SIGQUIT)
        guard waitForEnd(of: server, limit: .seconds(5)) else {
            throw PostgresError(.privateServer, "the server (process \(server.pid)) does not stop")
        }
    }

    private func waitForEnd(of server: Running, limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if isGone(server) { return true }
            usleep(10_000)
        }
        return false
    }

    private func isGone(_ server: Running) -> Bool {
        server.isChild ? ChildProcess.hasEnded(child: server.pid) : !ServerLock.isServer(server.pid, of: dataDirectory)
    }
}

/// Held for as long as a process owns the server of a data directory; the kernel lets go of it when the process dies.
final class OwnerLock: Sendable {
    private let descriptor: Int32

    /// Nil when another process holds the lock.
    init?(dataDirectory: String) {
        descriptor = open("\(dataDirectory)/evenhand.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit {
        close(descriptor)
    }
}
