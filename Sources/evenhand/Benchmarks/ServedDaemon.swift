import Deployment
import Foundation

/// `evenhand serve` as a process of its own, with a private PostgreSQL, so that its memory is its own.
final class ServedDaemon {
    private let process: Process
    private let port: UInt16

    private init(_ process: Process, port: UInt16) {
        self.process = process
        self.port = port
    }

    /// Starts this very program on a data directory and waits until it listens.
    static func start(_ data: String) async throws -> ServedDaemon {
        let log = "\(data).log"
        guard FileManager.default.createFile(atPath: log, contents: nil), let output = FileHandle(forWritingAtPath: log)
        else { throw BadInput(reasons: ["\(log) cannot be written"]) }
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["serve", "--data", data, "--port", "0"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        for _ in 0..<1200 {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if text.contains("listening"),
                let port = text.split(separator: "http.port=").dropFirst().first.flatMap({
                    UInt16($0.prefix { $0.isNumber })
                })
            {
                return ServedDaemon(process, port: port)
            }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        process.terminate()
        throw BadInput(reasons: ["the daemon does not start"])
    }

    /// Resident memory in KiB.
    var residentKiB: Int {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// Stops it as an operator does.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Sends one request over a connection of its own; its status, 0 when the connection broke or 30 s went by.
    func send(_ request: SoakCast.Request) async -> Int {
        let text = request.body?.text() ?? ""
        let head = "\(request.method) \(request.path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        let auth = "Authorization: Bearer \(request.token)\r\nIdempotency-Key: \(UUID().uuidString)\r\n"
        let kind = "Content-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n"
        let bytes = Array((head + auth + (request.body == nil ? "" : kind) + "\r\n" + text).utf8)
        return await withCheckedContinuation { done in
            // Plain sockets block, so each request has a thread of its own.
            Thread { [port] in done.resume(returning: SocketExchange.send(bytes, port: port)?.status ?? 0) }.start()
        }
    }
}
