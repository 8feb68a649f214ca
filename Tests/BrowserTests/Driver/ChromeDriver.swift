import Foundation
import Glibc
import TestDatabase

@testable import Postgres

/// One chromedriver as a child in a process group of its own, with the browsers that it starts; all die with this process.
final class ChromeDriver: Sendable {
    /// Where it listens, on the loopback address.
    let port: Int
    private let pid: pid_t
    private let lifeline: Lifeline

    private init(port: Int, pid: pid_t, lifeline: Lifeline) {
        (self.port, self.pid, self.lifeline) = (port, pid, lifeline)
    }

    /// Starts it and waits until it listens; its browsers keep their files under `directory`.
    static func start(in directory: String) async throws -> ChromeDriver {
        let log = "\(directory)/chromedriver.log"
        let pid = try await BackgroundThread.run { try spawn(log: log, directory: directory) }
        let lifeline = try Lifeline(pid)
        for _ in 0..<300 {
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if let digits = said.components(separatedBy: "successfully on port ").dropFirst().first?.prefix(
                while: \.isNumber),
                let port = Int(digits)
            {
                return ChromeDriver(port: port, pid: pid, lifeline: lifeline)
            }
            if ChildProcess.hasEnded(child: pid) { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        Glibc.kill(-pid, SIGKILL)
        throw BrowserFault(
            "chromedriver does not start (bash .ci/setup installs it): "
                + ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "no log"))
    }

    /// Ends it and every browser of it.
    func stop() async {
        try? await BackgroundThread.run { [pid] in
            Glibc.kill(-pid, SIGTERM)
            for _ in 0..<100 where !ChildProcess.hasEnded(child: pid) { usleep(50_000) }
            Glibc.kill(-pid, SIGKILL)
        }
    }

    private static func spawn(log: String, directory: String) throws -> pid_t {
        let output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer {
            close(output)
            close(null)
        }
        return try ChildProcess.spawn(
            ["chromedriver", "--port=0", "--log-level=SEVERE"], streams: .init(input: null, output: output),
            environment: ["HOME": directory, "TMPDIR": directory, "TZ": "Europe/London"])
    }
}

/// Something of the browser, or of its driver, that is not as the tests need it.
struct BrowserFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
