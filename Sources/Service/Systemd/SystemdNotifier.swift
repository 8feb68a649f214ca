import FoundationEssentials
import Glibc

/// Tells systemd how the service is (sd_notify(3)); says nothing where nobody asked.
///
/// One datagram a message, never waiting: a full socket loses a message rather than holding up the service.
package struct SystemdNotifier: Sendable {
    /// Within which time systemd wants to hear from us; nil where it does not watch.
    package let watchdog: Duration?

    private let path: String?

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isForUs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        watchdog = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { microseconds in
            isForUs && microseconds > 0 ? .microseconds(microseconds) : nil
        }
    }

    /// Whether anybody listens.
    package var isWatched: Bool { path != nil }

    /// Sends one message, such as `READY=1`; returns whether it went out.
    @discardableResult
    package func tell(_ message: String) -> Bool {
        guard let path, var address = SystemdNotifier.address(path) else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(message.utf8)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        return sent == bytes.count
    }

    /// The address of a path, or of a name in the abstract namespace where it begins with `@`; nil for one too long.
    private static func address(_ path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            buffer.copyBytes(from: bytes)
            if bytes[0] == UInt8(ascii: "@") { buffer[0] = 0 }
        }
        return address
    }
}
