import Foundation
import Glibc
import TestDatabase

@testable import Postgres

/// `evenhand demo --small`, served until it is stopped, as its first user would try it.
final class Demonstration: Sendable {
    /// `http://127.0.0.1:PORT`.
    let origin: String
    /// The password that it gave to everybody.
    let password: String
    private let tokens: [String: String]
    private let pid: pid_t
    private let lifeline: Lifeline

    private init(summary: Summary, pid: pid_t, lifeline: Lifeline) {
        (origin, password, tokens) = (summary.origin, summary.password, summary.tokens)
        (self.pid, self.lifeline) = (pid, lifeline)
    }

    /// Runs the demonstration's story under `directory` and waits until it serves, five minutes at most.
    static func start(in directory: String) async throws -> Demonstration {
        let log = "\(directory)/demo.log"
        let pid = try await BackgroundThread.run { try spawn(log: log, data: "\(directory)/data") }
        let lifeline = try Lifeline(pid)
        for _ in 0..<3000 {
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if said.contains("serving until interrupted"), let summary = Summary(said) {
                return Demonstration(summary: summary, pid: pid, lifeline: lifeline)
            }
            if ChildProcess.hasEnded(child: pid) { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        Glibc.kill(-pid, SIGKILL)
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? "no log"
        throw BrowserFault("the demonstration does not serve: \(said.suffix(2000))")
    }

    /// The token of the API for a role, as the summary tells it.
    func token(_ role: String) -> String { tokens[role] ?? "" }

    /// Stops the service and its PostgreSQL.
    func stop() async {
        try? await BackgroundThread.run { [pid] in
            Glibc.kill(pid, SIGTERM)
            for _ in 0..<400 where !ChildProcess.hasEnded(child: pid) { usleep(50_000) }
            Glibc.kill(-pid, SIGKILL)
        }
    }

    private static func spawn(log: String, data: String) throws -> pid_t {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "evenhand").path
        let output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer {
            close(output)
            close(null)
        }
        return try ChildProcess.spawn(
            [program, "demo", "--small", "--seconds", "2", "--port", "0", "--data", data],
            streams: .init(input: null, output: output))
    }
}

/// What the demonstration's summary tells whoever wants to look around.
struct Summary {
    var origin: String
    var password: String
    /// By role.
    var tokens: [String: String] = [:]

    /// Reads the end of what was printed; nil where it lacks the address or the password.
    init?(_ text: String) {
        guard let pages = text.firstMatch(of: /pages: (http:\S+?)\/sign-in .*password: (.+)/) else { return nil }
        (origin, password) = (String(pages.1), String(pages.2).trimmingCharacters(in: .whitespaces))
        for match in text.matches(of: /(?m)^ +(\w+) +(evh_\S+)  \(/) { tokens[String(match.1)] = String(match.2) }
    }
}
