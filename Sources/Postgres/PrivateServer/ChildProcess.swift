import CLibpq
import Glibc

/// Starts programs with posix_spawn. Every call may block: only for threads of our own.
enum ChildProcess {
    /// Where a child's standard streams go.
    struct Streams {
        var input: Int32
        var output: Int32
    }

    /// Starts a program in a session of its own (so that Ctrl-C reaches only us), in `/`, with umask 077.
    static func spawn(
        _ command: [String], streams: Streams, environment more: [String: String] = [:]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, streams.input, 0)
        posix_spawn_file_actions_adddup2(&actions, streams.output, 1)
        posix_spawn_file_actions_adddup2(&actions, streams.output, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Our threads block every signal, and a daemon may ignore some: a child must do neither.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // POSIX_SPAWN_SETSID, which glibc hides without _GNU_SOURCE.
        let newSession: Int32 = 0x80
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Int16(newSession))

        let arguments = ["/bin/sh", "-c", "umask 077 && cd / && exec \"$@\"", "sh"] + command
        let usual = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]
        let environment = usual.merging(more) { _, given in given }.map { "\($0)=\($1)" }
        var arguments0 = arguments.map { strdup($0) } + [nil]
        var environment0 = environment.map { strdup($0) } + [nil]
        defer { for text in arguments0 + environment0 { free(text) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments0, &environment0)
        guard failure == 0 else {
            throw PostgresError(.privateServer, "cannot start \(command[0]): \(String(cString: strerror(failure)))")
        }
        return pid
    }

    /// Runs a program to its end and returns what it printed; throws when it fails or takes longer than `limit`.
    @discardableResult
    static func run(
        _ command: [String], limit: Duration, environment: [String: String] = [:]
    ) throws -> String {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        var ends: [Int32] = [-1, -1]
        guard null >= 0, pipe2(&ends, O_CLOEXEC) == 0 else {
            throw PostgresError(.privateServer, "no descriptors: \(String(cString: strerror(errno)))")
        }
        defer {
            close(null)
            close(ends[0])
        }
        let pid: pid_t
        do {
            pid = try spawn(command, streams: Streams(input: null, output: ends[1]), environment: environment)
            close(ends[1])
        } catch {
            close(ends[1])
            throw error
        }
        let output = readAll(ends[0], until: .now + limit)
        if output == nil { kill(pid, SIGKILL) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard let output, status == 0 else {
            throw PostgresError(.privateServer, "\(command[0]) failed (\(status)): \((output ?? "too slow").trimmed)")
        }
        return output
    }

    private static func readAll(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var wanted = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            let left = milliseconds(deadline - .now)
            guard left > 0, poll(&wanted, 1, Int32(clamping: left)) > 0 else { return nil }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[0..<count]
        }
    }

    /// True once a child of ours has ended; reaps it.
    static func hasEnded(child pid: pid_t) -> Bool {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) != 0
    }
}
