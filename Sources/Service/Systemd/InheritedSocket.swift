import FoundationEssentials
import Glibc

/// A listening socket that systemd opened for us (sd_listen_fds(3)): it stays open while the service restarts.
enum InheritedSocket {
    /// The first descriptor that systemd passes.
    private static let first: Int32 = 3

    /// The socket; nil where none was passed to this process. Throws `ConfigurationError` for more than one.
    static func descriptor(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Int32? {
        guard environment["LISTEN_PID"] == String(getpid()), let count = environment["LISTEN_FDS"].flatMap({ Int($0) }),
            count > 0
        else { return nil }
        guard count == 1 else {
            throw ConfigurationError(problems: ["systemd passed \(count) sockets: evenhand listens on one"])
        }
        var listens: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(first, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens == 1 else {
            throw ConfigurationError(problems: ["the descriptor that systemd passed is no listening socket"])
        }
        // Programs that we start must not hold the port open.
        _ = fcntl(first, F_SETFD, FD_CLOEXEC)
        return first
    }
}
