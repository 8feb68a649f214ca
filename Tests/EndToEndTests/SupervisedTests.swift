import Foundation
import Testing

@Suite("The daemon under systemd")
struct SupervisedTests {
    @Test("serves on the socket that it is passed, says READY, gives signs of life, and says STOPPING at the end")
    func activation() async throws {
        try await Program.withDirectory { directory in
            let (port, listening) = try listener()
            let (notices, path) = try datagrams(directory)
            defer { close(notices) }
            let program = try #require(Program.prepared([]).executableURL?.path)
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            // What systemd does: the listening socket as descriptor 3, and its new process's number.
            shell.arguments = [
                "-c", "exec 3<&0 </dev/null; export LISTEN_PID=$$ LISTEN_FDS=1; exec \"$0\" serve --data \"$1\"",
                program,
                "\(directory)/data",
            ]
            shell.environment = ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "3000000", "PATH": "/usr/bin:/bin"]
            shell.standardInput = FileHandle(fileDescriptor: listening, closeOnDealloc: true)
            let errors = Pipe()
            shell.standardError = errors
            shell.standardOutput = FileHandle.nullDevice
            try shell.run()
            let log = GrowingLog(errors)
            #expect(try await log.wait(for: "listening"), "\(log.text)")
            let answer = try await Program.answer("http://127.0.0.1:\(port)/livez")
            #expect(answer != nil)
            var heard = ""
            for _ in 0..<600 where !heard.contains("WATCHDOG=1") {
                heard += message(notices)
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(heard.contains("READY=1") && heard.contains("WATCHDOG=1"), "\(heard)")
            shell.terminate()
            #expect(try await log.end())
            shell.waitUntilExit()
            #expect(shell.terminationStatus == 0, "\(log.text)")
            #expect(message(notices).hasSuffix("STOPPING=1\nSTATUS=stopping"))
        }
    }

    @Test("the units expose at most 1.2 by systemd's own reckoning", arguments: ["evenhand", "evenhand-backup"])
    func exposure(unit: String) async throws {
        let analyse = "/usr/bin/systemd-analyze"
        guard FileManager.default.isExecutableFile(atPath: analyse) else {
            print("systemd-analyze is not installed: the exposure of \(unit).service is not checked here")
            return
        }
        let file = "\(Program.repository)/systemd/\(unit).service"
        // Fails when the exposure is above the threshold, which is in tenths.
        let process = Process()
        process.executableURL = URL(filePath: analyse)
        process.arguments = ["security", "--offline=true", "--no-pager", "--threshold=12", file]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && words.contains("Overall exposure level"), "\(words.suffix(400))")
    }

    private func listener() throws -> (port: Int, descriptor: Int32) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(bound)
        return (Int(UInt16(bigEndian: address.sin_port)), descriptor)
    }

    private func datagrams(_ directory: String) throws -> (descriptor: Int32, path: String) {
        let path = "\(directory)/notify"
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
        try #require(bound)
        return (descriptor, path)
    }

    /// Everything that has arrived.
    private func message(_ descriptor: Int32) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return text }
            text += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
    }
}
