import Foundation
import Postgres

/// Bare inserts by pgbench, PostgreSQL's own load generator.
struct PgbenchRun {
    let server: PrivateServer
    let clients: Int
    /// Inserts in all. A count, because pgbench's own timer needs a signal that a child process may have blocked.
    let inserts: Int
    /// Bytes of text in each row.
    var bytes = 200

    /// Runs it in a directory of its own and reads every transaction's time from its log.
    func run() async throws -> Sample {
        let directory = "/tmp/evenhand-pgbench-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let script = "\(directory)/bare.sql"
        try "INSERT INTO public.bare (body) VALUES (repeat('x', \(bytes)));\n".write(
            toFile: script, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try PgbenchRun.program())
        process.arguments = [
            "-n", "-f", script, "-c", String(clients), "-j", "2", "-t", String(inserts / clients), "-l", "--log-prefix",
            "\(directory)/log", "evenhand",
        ]
        process.environment = environment()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let clock = ContinuousClock()
        let start = clock.now
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        guard process.terminationStatus == 0 else { throw BadInput(reasons: ["pgbench failed"]) }
        let seconds = (clock.now - start) / .seconds(1)
        let times = try PgbenchRun.milliseconds(in: directory)
        return Sample(milliseconds: times.sorted(), perSecond: Double(times.count) / seconds)
    }

    /// The newest pgbench that Debian's packages installed.
    private static func program() throws -> String {
        let base = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        let paths = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(base)/\($0)/bin/pgbench" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
            throw BadInput(reasons: ["there is no pgbench in \(base)"])
        }
        return path
    }

    /// Host, port and user of the server as pgbench reads them.
    private func environment() -> [String: String] {
        let names = ["host": "PGHOST", "port": "PGPORT", "user": "PGUSER"]
        var environment = ProcessInfo.processInfo.environment
        for pair in server.connectionString(database: "evenhand").split(separator: " ") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: ["'"]) }
            if parts.count == 2, let name = names[parts[0]] { environment[name] = parts[1] }
        }
        return environment
    }

    /// The third column of pgbench's log is the time of a transaction in microseconds.
    private static func milliseconds(in directory: String) throws -> [Double] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("log") }.flatMap { name in
            try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8).split(separator: "\n").compactMap {
                let columns = $0.split(separator: " ")
                return columns.count > 2 ? Double(columns[2]).map { $0 / 1000 } : nil
            }
        }
    }
}
