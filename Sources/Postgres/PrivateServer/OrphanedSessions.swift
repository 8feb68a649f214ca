import FoundationEssentials
import Glibc

/// Server processes whose postmaster was killed: until they end, no new server may start on their data directory.
///
/// An idle one ends by itself at once, one that computes only when it is done, and that can be never. SIGQUIT is what a
/// postmaster sends them in that case: they leave without touching anything, and the next start recovers from the log.
enum OrphanedSessions {
    /// Ends them and waits for that, two seconds at most.
    static func end(in dataDirectory: String) {
        for _ in 0..<100 {
            let orphans = find(in: dataDirectory)
            guard !orphans.isEmpty else { return }
            for pid in orphans { kill(pid, SIGQUIT) }
            usleep(20_000)
        }
    }

    /// Processes that work in the data directory, call themselves a session and have no postmaster for a parent.
    private static func find(in dataDirectory: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { pid in
            ServerLock.isServer(pid, of: dataDirectory) && isSession(pid)
                && !(parent(of: pid).map { ServerLock.isServer($0, of: dataDirectory) } ?? false)
        }
    }

    /// A postmaster's command line is its program's; its children write "postgres: " and what they do there.
    private static func isSession(_ pid: pid_t) -> Bool {
        (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8))?.hasPrefix("postgres: ") == true
    }

    private static func parent(of pid: pid_t) -> pid_t? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return nil }
        // The name stands in parentheses and may hold anything; the state and the parent follow it.
        let rest = text.split(separator: ")", omittingEmptySubsequences: false).last?.split(separator: " ") ?? []
        return rest.count > 1 ? pid_t(rest[1]) : nil
    }
}
