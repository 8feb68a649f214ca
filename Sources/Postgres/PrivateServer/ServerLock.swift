import FoundationEssentials
import Glibc

/// What `postmaster.pid` says about the server of a data directory.
struct ServerLock: Equatable, Sendable {
    let pid: pid_t
    let port: Int
    let socketDirectory: String
    /// `starting`, `stopping`, `ready` or `standby`.
    let status: String

    /// Reads the text of the file; nil while the server has not written all of it.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 8, let pid = pid_t(lines[0]), let port = Int(lines[3]) else { return nil }
        self.pid = pid
        self.port = port
        socketDirectory = String(lines[4])
        status = String(lines[7]).trimmed
    }

    static func path(in dataDirectory: String) -> String { "\(dataDirectory)/postmaster.pid" }

    /// The lock of a data directory; nil when there is none or it is incomplete.
    static func read(in dataDirectory: String) -> ServerLock? {
        (try? String(contentsOfFile: path(in: dataDirectory), encoding: .utf8)).flatMap(ServerLock.init(text:))
    }

    /// The process named in the lock, if it runs on this very data directory; another process with that number does not.
    static func livingServer(of dataDirectory: String) -> pid_t? {
        guard let text = try? String(contentsOfFile: path(in: dataDirectory), encoding: .utf8) else { return nil }
        guard let first = text.split(separator: "\n").first, let pid = pid_t(first), pid > 1 else { return nil }
        return isServer(pid, of: dataDirectory) ? pid : nil
    }

    /// A postmaster's working directory is its data directory.
    static func isServer(_ pid: pid_t, of dataDirectory: String) -> Bool {
        guard kill(pid, 0) == 0 else { return false }
        var buffer = [CChar](repeating: 0, count: 4096)
        // One byte less than the buffer, so that the text always ends in NUL.
        guard readlink("/proc/\(pid)/cwd", &buffer, buffer.count - 1) > 0 else { return false }
        guard let real = realpath(dataDirectory, nil) else { return false }
        defer { free(real) }
        return strcmp(buffer, real) == 0
    }
}
