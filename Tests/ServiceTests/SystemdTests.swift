import FoundationEssentials
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle
import TestDatabase
import Testing

@testable import Service

@Suite("systemd")
struct SystemdTests {
    /// A datagram socket as systemd offers one, at this path or abstract name.
    private func listener(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            buffer.copyBytes(from: bytes)
            if bytes[0] == UInt8(ascii: "@") { buffer[0] = 0 }
        }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sa_family_t>.size + bytes.count))
            }
        }
        try #require(bound == 0)
        return descriptor
    }

    private func message(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    @Test("a message reaches systemd's socket by path and by abstract name", arguments: ["/tmp/", "@"])
    func notification(kind: String) throws {
        let path = "\(kind)evenhand-notify-\(UUID().uuidString.lowercased().prefix(8))"
        let descriptor = try listener(path)
        defer {
            close(descriptor)
            unlink(path)
        }
        let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "30000000"])
        #expect(notifier.tell("READY=1"))
        #expect(message(descriptor) == "READY=1")
        #expect(notifier.watchdog == .seconds(30))
    }

    @Test("without systemd nothing is said, and another process's watchdog is not ours")
    func silence() {
        #expect(!SystemdNotifier(environment: [:]).tell("READY=1"))
        #expect(!SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/at/all"]).tell("READY=1"))
        #expect(SystemdNotifier(environment: ["WATCHDOG_USEC": "5", "WATCHDOG_PID": "1"]).watchdog == nil)
    }

    @Test("event loops that work answer")
    func loops() async {
        #expect(await Supervision.loopsAnswer(within: .seconds(30)))
    }

    @Test("a socket is taken over only when it was passed to this process")
    func passing() throws {
        #expect(try InheritedSocket.descriptor(environment: [:]) == nil)
        #expect(try InheritedSocket.descriptor(environment: ["LISTEN_PID": "1", "LISTEN_FDS": "1"]) == nil)
        #expect(throws: ConfigurationError.self) {
            try InheritedSocket.descriptor(environment: ["LISTEN_PID": "\(getpid())", "LISTEN_FDS": "2"])
        }
    }

    @Test("dates are written as HTTP wants them")
    func dates() {
        #expect(Date(timeIntervalSince1970: 784_111_777).imfFixdate == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(Date(timeIntervalSince1970: 951_782_399).imfFixdate == "Mon, 28 Feb 2000 23:59:59 GMT")
    }
}
