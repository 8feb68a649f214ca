import Foundation
import Glibc
import Synchronization

@testable import Postgres

/// A PostgreSQL server of a test that can be stopped, killed, frozen, copied and promoted; it dies with this process.
///
/// Reached by a Unix socket in a directory of its own, never by TCP. Every call may block, so each runs on a thread of its
/// own.
final class Cluster: Sendable {
    /// Where the data lives; `sockets` is beside it, so that a base backup does not meet a socket.
    let data: String
    let sockets: String
    private let settings: [String: String]
    private let inside = Mutex<(pid: pid_t, guardian: ServerGuard)?>(nil)

    private init(root: String, name: String, settings: [String: String]) {
        data = "\(root)/\(name)-data"
        sockets = "\(root)/\(name)"
        self.settings = settings
    }

    /// A new, empty cluster that runs.
    static func create(_ root: String, _ name: String = "a", settings: [String: String] = [:]) async throws -> Cluster {
        let cluster = Cluster(root: root, name: name, settings: settings)
        try await BackgroundThread.run {
            let account = try ServerAccount.current()
            try cluster.makeDirectories(account)
            let options = ["-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--auth-local=trust", "--no-sync"]
            try ChildProcess.run(
                account.prefix + [try Cluster.program("initdb"), "-D", cluster.data] + options, limit: .seconds(120))
        }
        try await cluster.start()
        return cluster
    }

    /// A standby of `primary`, copied by pg_basebackup, that runs and follows under its own name.
    static func standby(
        of primary: Cluster, _ root: String, _ name: String, settings: [String: String] = [:]
    ) async throws -> Cluster {
        let cluster = Cluster(root: root, name: name, settings: settings)
        try await BackgroundThread.run {
            let account = try ServerAccount.current()
            try cluster.makeDirectories(account)
            let source = "host=\(primary.sockets) port=5432 user=postgres application_name=\(name)"
            try ChildProcess.run(
                account.prefix + [
                    try Cluster.program("pg_basebackup"), "-D", cluster.data, "-d", source, "--write-recovery-conf",
                    "--checkpoint=fast", "--wal-method=stream", "--no-sync",
                ], limit: .seconds(120))
        }
        try await cluster.start()
        return cluster
    }

    /// The string by which a role reaches a database here.
    func connection(user: String = "postgres", database: String = "evenhand") -> String {
        "host=\(sockets) port=5432 dbname=\(database) user=\(user)"
    }

    /// Starts the server and waits until it accepts connections, as primary or as standby.
    func start() async throws {
        try await BackgroundThread.run { [self] in
            let account = try ServerAccount.current()
            let log = open("\(data)/server.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
            let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
            defer {
                close(log)
                close(null)
            }
            var all = settings
            all["listen_addresses"] = ""
            all["unix_socket_directories"] = sockets
            let options = all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
            let command = account.prefix + [try Cluster.program("postgres"), "-D", data] + options
            let pid = try ChildProcess.spawn(command, streams: .init(input: null, output: log))
            for _ in 0..<3000 {
                if let lock = ServerLock.read(in: data), lock.pid == pid, ["ready", "standby"].contains(lock.status) {
                    let guardian = try ServerGuard(server: pid, dataDirectory: data, temporary: [data])
                    inside.withLock { $0 = (pid, guardian) }
                    return
                }
                if ChildProcess.hasEnded(child: pid) { break }
                usleep(20_000)
            }
            throw Trouble("the server on \(data) does not start: \(Files.tail("\(data)/server.log"))")
        }
    }

    /// Stops the server as `pg_ctl stop -m fast` or `-m immediate` do.
    func stop(_ mode: PrivateServer.StopMode = .fast) async throws {
        try await end(by: mode == .fast ? SIGINT : SIGQUIT)
    }

    /// Kills the postmaster and every process of the server, as a machine that loses power does.
    func kill() async throws {
        try await end(by: SIGKILL)
    }

    /// Makes a standby the primary, and returns once it takes writes.
    func promote() async throws {
        try await BackgroundThread.run { [self] in
            let account = try ServerAccount.current()
            try ChildProcess.run(
                account.prefix + [try Cluster.program("pg_ctl"), "promote", "-D", data, "-w", "-t", "60"],
                limit: .seconds(90))
        }
    }

    /// Stops every process of the server in its tracks, for as long as `body` runs.
    func frozen<R>(_ body: () async throws -> R) async throws -> R {
        // The postmaster first, and then again whoever it forked before it stopped: one backend awake would answer.
        var stopped: Set<pid_t> = []
        defer { for pid in stopped { Glibc.kill(pid, SIGCONT) } }
        for _ in 0..<100 {
            let awake = processes().filter { stopped.insert($0).inserted }
            if awake.isEmpty { break }
            for pid in awake { Glibc.kill(pid, SIGSTOP) }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await body()
    }

    /// The postmaster and its children.
    func processes() -> [pid_t] {
        guard let server = inside.withLock({ $0?.pid }) else { return [] }
        return [server] + Processes.children(of: server)
    }

    /// Runs statements as the superuser, outside a transaction, and returns the rows of the last.
    @discardableResult
    func run(_ statements: [Statement], database: String = "evenhand") async throws -> Rows {
        let session = try await Connection.connect(PoolConfiguration(connectionString: connection(database: database)))
        defer { session.close() }
        var rows: Rows?
        for statement in statements { rows = try await session.query(statement, deadline: .seconds(60)) }
        guard let rows else { throw Trouble("no statement") }
        return rows
    }

    /// The first value of one statement.
    func value<T: PostgresDecodable>(_ statement: Statement, as type: T.Type = T.self) async throws -> T {
        guard let row = try await run([statement]).first else { throw Trouble("no row") }
        return try row.decode(0)
    }

    private func end(by signal: Int32) async throws {
        guard let (server, guardian) = inside.withLock({ $0.take() }) else { return }
        try await BackgroundThread.run { [self] in
            let all = [server] + Processes.children(of: server)
            guardian.dismiss()
            for pid in signal == SIGKILL ? all : [server] { Glibc.kill(pid, signal) }
            for _ in 0..<3000 {
                if ChildProcess.hasEnded(child: server) { return }
                usleep(10_000)
            }
            throw Trouble("the server on \(data) does not end")
        }
    }

    private func makeDirectories(_ account: ServerAccount) throws {
        for path in [data, sockets] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try account.own(path, mode: path == data ? 0o700 : 0o755)
        }
    }

    static func program(_ name: String) throws -> String {
        try ServerBinaries.find(explicit: nil, wanted: nil).path(name)
    }
}

/// What keeps a test from going on.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
