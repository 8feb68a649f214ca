import Foundation

/// The built program, run as a user runs it.
struct Program {
    /// What a run printed and how it ended.
    struct Ending {
        var code: Int32
        var output: String
        var errors: String
    }

    /// A directory of a test's own, which the account that runs PostgreSQL can enter.
    static func withDirectory<R>(_ work: (String) async throws -> R) async throws -> R {
        let path = "/tmp/evenhand-end-\(UUID().uuidString.lowercased().prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await work(path)
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Ending {
        let process = prepared(arguments, environment)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        async let said = collected(output)
        async let complained = collected(errors)
        try await ended(process)
        return Ending(code: process.terminationStatus, output: await said, errors: await complained)
    }

    /// The root of the repository that these tests belong to.
    static var repository: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path
    }

    /// What an address answers; nil where it does not.
    static func answer(_ address: String) async throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        let place = address.dropFirst("http://".count).split(separator: "/", maxSplits: 1)
        let (host, port) = (place[0].split(separator: ":")[0], place[0].split(separator: ":")[1])
        // bash opens TCP connections itself: nothing more need be installed.
        process.arguments = [
            "-c",
            "exec 3<>/dev/tcp/\(host)/\(port); printf 'GET /\(place[1]) HTTP/1.0\\r\\nHost: \(host)\\r\\n\\r\\n' >&3; timeout 20 head -1 <&3",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        async let said = collected(output)
        try await ended(process)
        let text = await said
        return process.terminationStatus == 0 && text.hasPrefix("HTTP/1.1 2") ? text : nil
    }

    /// A process of the program, not started yet.
    static func prepared(_ arguments: [String], _ environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "evenhand")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("EVENHAND_") }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private static func ended(_ process: Process) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                done.resume(throwing: error)
            }
        }
    }

    private static func collected(_ pipe: Pipe) async -> String {
        await withCheckedContinuation { done in
            // Reading blocks, so it gets a thread outside the cooperative pool.
            Thread {
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                done.resume(returning: String(decoding: data, as: UTF8.self))
            }.start()
        }
    }
}
