import FoundationEssentials
import Glibc

/// Starting; everything here blocks and runs on a thread of its own.
extension PrivateServer {
    /// A crash recovery can take a while; a start that takes longer than this is a fault.
    private static let startLimit = Duration.seconds(60)

    func launch() throws -> Running {
        let account = try ServerAccount.current()
        try account.requireWay(to: dataDirectory)
        let programs = try ServerBinaries.find(explicit: binaries, wanted: dataVersion())
        if try dataVersion() == nil { try initialise(programs, account) }
        try requireOwner(account)
        if let adopted = try adopt() { return adopted }
        return try startServer(programs, account)
    }

    /// The major version of an existing data directory; nil when there is none.
    private func dataVersion() throws -> Int? {
        guard let text = try? String(contentsOfFile: "\(dataDirectory)/PG_VERSION", encoding: .utf8) else { return nil }
        guard let version = Int(text.trimmed) else {
            throw PostgresError(.privateServer, "\(dataDirectory)/PG_VERSION holds no version")
        }
        return version
    }

    /// Makes the data directory beside its place and moves it there whole, so that a crash leaves nothing half-made.
    private func initialise(_ programs: ServerBinaries, _ account: ServerAccount) throws {
        let files = FileManager.default
        if let entries = try? files.contentsOfDirectory(atPath: dataDirectory), !entries.isEmpty {
            throw PostgresError(.privateServer, "\(dataDirectory) is not empty and holds no PostgreSQL data")
        }
        let staging = "\(dataDirectory).initialising-\(getpid())"
        do {
            try files.createDirectory(atPath: staging, withIntermediateDirectories: true)
        } catch {
            throw PostgresError(.privateServer, "cannot create \(staging): \(String(cString: strerror(errno)))")
        }
        defer { try? files.removeItem(atPath: staging) }
        try account.own(staging, mode: 0o700)
        var command = account.prefix + [programs.path("initdb"), "-D", staging, "-U", superuser]
        command += ["--encoding=UTF8", "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
        command += isTemporary ? ["--no-sync"] : ["--data-checksums"]
        try ChildProcess.run(command, limit: .seconds(120))
        // Replaces an empty directory; fails when another process was faster, which is as good.
        if rename(staging, dataDirectory) != 0, try dataVersion() == nil {
            throw PostgresError(
                .privateServer, "cannot move \(staging) into place: \(String(cString: strerror(errno)))")
        }
    }

    private func requireOwner(_ account: ServerAccount) throws {
        var status = stat()
        guard stat(dataDirectory, &status) == 0, status.st_uid == account.user else {
            throw PostgresError(
                .privateServer, "\(dataDirectory) does not belong to the server's user (uid \(account.user))")
        }
    }

    /// Uses a server that runs on this data directory already; nil when none does, after clearing a dead one's lock.
    private func adopt() throws -> Running? {
        let deadline = ContinuousClock.now + Self.startLimit
        while let pid = ServerLock.livingServer(of: dataDirectory) {
            if let lock = ServerLock.read(in: dataDirectory), lock.status == "ready" {
                let ownership = try takeOwnership(of: pid, socketDirectory: lock.socketDirectory)
                return Running(pid: pid, socketDirectory: lock.socketDirectory, port: lock.port, ownership: ownership)
            }
            guard ContinuousClock.now < deadline else {
                throw PostgresError(
                    .privateServer, "a server on \(dataDirectory) (process \(pid)) does not become ready")
            }
            usleep(20_000)
        }
        // The number in a crashed server's lock may by now belong to another process, which would stop the next start.
        unlink(ServerLock.path(in: dataDirectory))
        OrphanedSessions.end(in: dataDirectory)
        return nil
    }

    private func takeOwnership(of pid: pid_t, socketDirectory: String) throws -> Ownership? {
        guard let lock = OwnerLock(dataDirectory: dataDirectory) else { return nil }
        let leftovers = isTemporary ? [dataDirectory, socketDirectory] : nil
        return Ownership(
            lock: lock, guardian: try ServerGuard(server: pid, dataDirectory: dataDirectory, temporary: leftovers))
    }

    private func startServer(_ programs: ServerBinaries, _ account: ServerAccount) throws -> Running {
        let socketDirectory = try SocketDirectory.prepare(for: dataDirectory, account: account)
        unlink("\(socketDirectory)/.s.PGSQL.\(SocketDirectory.port).lock")
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        defer {
            close(null)
            close(log)
        }
        guard null >= 0, log >= 0 else {
            throw PostgresError(.privateServer, "cannot open \(logPath): \(String(cString: strerror(errno)))")
        }
        let logStart = lseek(log, 0, SEEK_END)
        let command = account.prefix + serverCommand(programs, socketDirectory)
        let pid = try ChildProcess.spawn(command, streams: .init(input: null, output: log))
        try waitUntilReady(pid, logStart: Int(logStart))
        var started = Running(pid: pid, socketDirectory: socketDirectory, port: SocketDirectory.port, isChild: true)
        started.ownership = try takeOwnership(of: pid, socketDirectory: socketDirectory)
        return started
    }

    private var logPath: String { "\(dataDirectory)/server.log" }

    private func serverCommand(_ programs: ServerBinaries, _ socketDirectory: String) -> [String] {
        var all = settings
        all["listen_addresses"] = ""
        all["unix_socket_directories"] = socketDirectory
        all["unix_socket_permissions"] = "0700"
        all["port"] = String(SocketDirectory.port)
        let options = all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        return [programs.path("postgres"), "-D", dataDirectory] + options
    }

    private func waitUntilReady(_ pid: pid_t, logStart: Int) throws {
        let deadline = ContinuousClock.now + Self.startLimit
        while true {
            if let lock = ServerLock.read(in: dataDirectory), lock.pid == pid, lock.status == "ready" { return }
            if ChildProcess.hasEnded(child: pid) {
                throw PostgresError(.privateServer, "the server ended at its start: \(lastWords(from: logStart))")
            }
            if ContinuousClock.now > deadline {
                kill(pid, SIGQUIT)
                throw PostgresError(.privateServer, "the server did not become ready: \(lastWords(from: logStart))")
            }
            usleep(10_000)
        }
    }

    private func lastWords(from start: Int) -> String {
        guard let data = try? Data(contentsOf: URL(filePath: logPath)), data.count > start else { return "no words" }
        return String(decoding: data.dropFirst(start).suffix(2000), as: UTF8.self).trimmed
    }
}
