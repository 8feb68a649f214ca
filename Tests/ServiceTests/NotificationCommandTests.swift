import Deployment
import FoundationEssentials
import Glibc
import Testing

@testable import Records
@testable import Service

@Suite("The command hook")
struct NotificationCommandTests {
    /// Writes a shell script for the time of `body`; `$DIR` in it is a directory of its own.
    private func withScript<R>(_ script: String, _ body: (String, String) async throws -> R) async throws -> R {
        let directory = "/tmp/evenhand-hook-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = "\(directory)/hook"
        try Data("#!/bin/sh\nDIR=\(directory)\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        try await untilNobodyWrites(path)
        return try await body(path, directory)
    }

    /// Waits for children of other tests that were started while we wrote: as long as one holds the file open for writing, the
    /// kernel refuses to run it (ETXTBSY), just as it refuses us a read lease.
    private func untilNobodyWrites(_ path: String) async throws {
        let setLease: Int32 = 1024  // F_SETLEASE, which the Glibc module does not show
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        for _ in 0..<6000 where fcntl(file, setLease, Int32(F_RDLCK)) != 0 {
            try await Task.sleep(for: .milliseconds(10))
        }
        try #require(fcntl(file, setLease, Int32(F_UNLCK)) == 0)
    }

    private func failure(
        _ program: String, _ message: OutgoingMessage = Messages.message(), limit: Duration = .seconds(60)
    ) async -> DeliveryFailure? {
        do {
            try await CommandHook(program: program, limit: limit).deliver(message, now: Messages.now)
            return nil
        } catch {
            return error as? DeliveryFailure
        }
    }

    private func read(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test("the message comes as JSON on standard input; there are no arguments and none of our environment")
    func input() async throws {
        setenv("EVENHAND_TEST_SECRET", "hunter2", 1)
        try await withScript("cat > $DIR/in; echo $# > $DIR/arguments; env > $DIR/env; ls /proc/self/fd > $DIR/fds") {
            path, directory in
            #expect(await failure(path) == nil)
            let written = try JSON.parse(Array(read("\(directory)/in").utf8))
            #expect(written == Messages.message().document)
            #expect(read("\(directory)/arguments") == "0\n")
            #expect(!read("\(directory)/env").contains("EVENHAND"))
            #expect(read("\(directory)/fds").split(separator: "\n").count <= 4)
        }
    }

    @Test("its exit code decides")
    func exitCodes() async throws {
        for code in [1, 2, 75, 255] {
            try await withScript("exit \(code)") { path, _ in
                let failure = await failure(path)
                #expect(failure?.code == "exit_\(code)" && failure?.isPermanent == false)
            }
        }
        try await withScript("kill -9 $$") { path, _ in #expect(await failure(path)?.code == "signal_9") }
        #expect(await failure("/nowhere/at-all")?.code == "command_start")
        #expect(await failure("/tmp")?.code == "command_start")
    }

    @Test("a command that takes too long is ended with everything it started")
    func timeout() async throws {
        try await withScript("sleep 300 & echo $! > $DIR/child; wait") { path, directory in
            let failure = await failure(path, limit: .seconds(8))
            #expect(failure?.code == "command_timeout")
            let child = read("\(directory)/child").split(separator: "\n").first.flatMap { Int32($0) } ?? 0
            #expect(child > 0)
            for _ in 0..<200 where kill(child, 0) == 0 && !read("/proc/\(child)/stat").contains(" Z ") {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(kill(child, 0) != 0 || read("/proc/\(child)/stat").contains(" Z "))
        }
    }

    @Test("a command that reads nothing, and a digest as large as there is, do not hold us up")
    func largest() async throws {
        let notices = (0..<50).map { Messages.notice($0, body: String(repeating: "Wort ", count: 60)) }
        let message = Messages.message(1, notices)
        #expect(message.document.bytes().count < 65_536)
        try await withScript("exit 0") { path, _ in #expect(await failure(path, message) == nil) }
        try await withScript("cat > $DIR/in") { path, directory in
            #expect(await failure(path, message) == nil)
            #expect(read("\(directory)/in").utf8.count == message.document.bytes().count + 1)
        }
    }

    @Test("many at once do not disturb each other")
    func many() async throws {
        try await withScript("cat > $DIR/$$.in; exit 3") { path, directory in
            let codes = await withTaskGroup(of: String?.self) { group in
                for number in 0..<12 {
                    group.addTask { await failure(path, Messages.message(Int64(number)))?.code }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes == Array(repeating: "exit_3", count: 12))
            let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".in") }
            let numbers = Set(
                try files.map { try JSON.parse(Array(read("\(directory)/\($0)").utf8))["id"]?.string ?? "" })
            #expect(numbers.count == 12)
        }
    }

    @Test("a stopped task gives the command three seconds, no more")
    func stopped() async throws {
        try await withScript("touch $DIR/started; sleep 300") { path, directory in
            let sending = Task { await failure(path, limit: .seconds(300)) }
            while !FileManager.default.fileExists(atPath: "\(directory)/started") {
                try await Task.sleep(for: .milliseconds(10))
            }
            sending.cancel()
            #expect(await sending.value?.code == "command_timeout")
        }
    }
}
