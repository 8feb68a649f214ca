import Deployment
import FoundationEssentials
import Glibc
import Synchronization

/// Hands messages to a program of the operator's: the message as JSON on its standard input, its exit code decides.
///
/// It gets no arguments, none of our environment (settings may hold secrets) and none of our descriptors; what it prints
/// goes nowhere. It runs in a process group of its own, which is killed when the time is up.
package struct CommandHook: DeliveryChannel {
    let program: String
    let limit: Duration

    /// The longest document that a pipe takes without anybody reading (Linux: 64 KiB).
    private static let longest = 65_536

    /// A hook. `limit`: 30 s, as long as a gateway on the network may need.
    package init(program: String, limit: Duration = .seconds(30)) {
        self.program = program
        self.limit = limit
    }

    func deliver(_ message: OutgoingMessage, now: Date) async throws {
        let input = message.document.bytes() + Array("\n".utf8)
        guard input.count <= CommandHook.longest else {
            throw DeliveryFailure("command_input", "the message is too long for a command", isPermanent: true)
        }
        let child = try CommandHook.start(program, input)
        let stopped = Once()
        let status = await withTaskCancellationHandler {
            await wait(for: child, unless: stopped)
        } onCancel: {
            _ = stopped.raise()
        }
        guard let status else { throw DeliveryFailure("command_timeout", "the command took too long and was stopped") }
        // The low seven bits hold the signal that ended it, the next byte its exit code (waitpid).
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        guard signal == 0 else {
            throw DeliveryFailure("signal_\(signal)", "the command was ended by signal \(signal)")
        }
        guard code == 0 else { throw DeliveryFailure("exit_\(code)", "the command ended with \(code)") }
    }

    /// Waits for a child without holding a thread; nil when it had to be killed. A stop of the service leaves it 3 s.
    private func wait(for child: pid_t, unless stopped: Once) async -> Int32? {
        var deadline = ContinuousClock.now + limit
        var pause = Duration.milliseconds(2)
        var isStopping = false
        while ContinuousClock.now < deadline {
            if let status = CommandHook.reap(child, WNOHANG) { return status }
            if stopped.isRaised, !isStopping {
                isStopping = true
                deadline = min(deadline, .now + .seconds(3))
            }
            // A cancelled task's sleep ends at once; a task of its own sleeps on.
            let rest = pause
            await Task.detached { try? await Task.sleep(for: rest) }.value
            pause = min(pause * 2, .milliseconds(100))
        }
        // On a busy machine we may wake long after the deadline: what ended in time has not failed.
        if let status = CommandHook.reap(child, WNOHANG) { return status }
        kill(-child, SIGKILL)
        _ = CommandHook.reap(child, 0)
        return nil
    }

    private static func reap(_ child: pid_t, _ options: Int32) -> Int32? {
        var status: Int32 = 0
        var reaped = waitpid(child, &status, options)
        while reaped < 0, errno == EINTR { reaped = waitpid(child, &status, options) }
        return reaped == child ? status : nil
    }

    /// Starts the program with its input waiting in a pipe, so that nobody has to write while it runs.
    private static func start(_ program: String, _ input: [UInt8]) throws -> pid_t {
        let failure = DeliveryFailure("command_start", "the command cannot be started")
        // One start at a time: a child started between a pipe and its mark would keep the pipe open for ever.
        return try starting.withLock { _ in try start(program, input, failure) }
    }

    private static let starting = Mutex(())

    private static func start(_ program: String, _ input: [UInt8], _ failure: DeliveryFailure) throws -> pid_t {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw failure }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let written = write(ends[1], input, input.count)
        close(ends[1])
        guard written == input.count else { throw failure }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Ours are marked to close by themselves; what this process was started with may not be.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Our threads may block signals and the daemon may ignore some: a child must do neither.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var arguments = [strdup(program), nil]
        var environment = [
            strdup("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), strdup("LC_ALL=C.UTF-8"), nil,
        ]
        defer { for text in arguments + environment { free(text) } }
        var child: pid_t = 0
        guard posix_spawn(&child, program, &actions, &attributes, &arguments, &environment) == 0 else { throw failure }
        return child
    }
}
