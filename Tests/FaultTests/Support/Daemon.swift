import Foundation
import Glibc
import Synchronization
import TestDatabase

@testable import Postgres

/// One `evenhand serve` as a child process in a process group of its own; it dies with this process.
final class Daemon: Sendable {
    let pid: pid_t
    let port: Int
    private let log: String
    private let hasEnded = Mutex(false)
    private let lifeline: Lifeline

    private init(pid: pid_t, port: Int, log: String, lifeline: Lifeline) {
        (self.pid, self.port, self.log, self.lifeline) = (pid, port, log, lifeline)
    }

    deinit { kill9() }

    /// The built program beside this test bundle.
    static var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "evenhand").path
    }

    /// Starts the program with these settings and waits until it listens. `before` goes before it in the environment.
    static func start(
        _ settings: [String: String], in directory: String, environment: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) async throws -> Daemon {
        let log = "\(directory)/serve-\(UUID().uuidString.prefix(8)).log"
        let pid = try await BackgroundThread.run {
            try spawn(["serve", "--port", "0"], settings, environment, log: log)
        }
        let lifeline = try Lifeline(pid)
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let port = port(in: log) { return Daemon(pid: pid, port: port, log: log, lifeline: lifeline) }
            if ChildProcess.hasEnded(child: pid) { break }
            try await Task.sleep(for: .milliseconds(15))
        }
        Glibc.kill(-pid, SIGKILL)
        throw Trouble("the service does not listen: \(Files.tail(log))")
    }

    /// Runs another command of the program to its end; its exit code and everything it printed.
    static func command(
        _ arguments: [String], _ settings: [String: String], in directory: String
    ) async throws -> (code: Int32, text: String) {
        let log = "\(directory)/command-\(UUID().uuidString.prefix(8)).log"
        return try await BackgroundThread.run {
            let pid = try spawn(arguments, settings, [:], log: log)
            var status: Int32 = 0
            for _ in 0..<12_000 {
                if waitpid(pid, &status, WNOHANG) == pid {
                    let code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
                    return (code, (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
                }
                usleep(10_000)
            }
            Glibc.kill(-pid, SIGKILL)
            throw Trouble("\(arguments) does not end: \(Files.tail(log))")
        }
    }

    /// Everything it has logged.
    var text: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Resident memory in KiB.
    var residentKiB: Int { Processes.residentKiB(of: pid) ?? 0 }

    /// True while the process runs.
    var isRunning: Bool {
        hasEnded.withLock { ended in
            if !ended, ChildProcess.hasEnded(child: pid) { ended = true }
            return !ended
        }
    }

    /// Kills the process and whatever it started in its group, without warning.
    func kill9() {
        hasEnded.withLock { ended in
            guard !ended else { return }
            Glibc.kill(-pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            ended = true
        }
    }

    /// Sends a signal to the process alone.
    func signal(_ number: Int32) {
        Glibc.kill(pid, number)
    }

    /// Asks it to stop; false when it has not within this time.
    func stop(within limit: Duration = .seconds(20)) async throws -> Bool {
        signal(SIGTERM)
        let deadline = ContinuousClock.now + limit
        while isRunning {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    private static func spawn(
        _ arguments: [String], _ settings: [String: String], _ environment: [String: String], log: String
    ) throws -> pid_t {
        let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer {
            close(output)
            close(null)
        }
        let variables = settings.map { name, value in
            ("EVENHAND_" + name.uppercased().replacing(".", with: "_"), value)
        }
        // PATH and the like are ChildProcess's; libraries that are preloaded must not reach the shell before the program.
        let assignments = (variables + environment.map { ($0.key, $0.value) }).map { "\($0)=\($1)" }
        // A library that is preloaded may add to the environment, and a Swift program that this happens to loses its
        // arguments: it happens to a shell instead, which then becomes the program.
        let shell = environment.isEmpty ? [] : ["/bin/sh", "-c", "exec \"$@\"", "sh"]
        return try ChildProcess.spawn(
            ["/usr/bin/env"] + assignments + shell + [program] + arguments,
            streams: .init(input: null, output: output))
    }

    private static func port(in log: String) -> Int? {
        guard let text = try? String(contentsOfFile: log, encoding: .utf8), text.contains("listening") else {
            return nil
        }
        let digits = text.split(separator: "http.port=").dropFirst().first?.prefix { $0.isNumber }
        return digits.flatMap { Int($0) }
    }
}
