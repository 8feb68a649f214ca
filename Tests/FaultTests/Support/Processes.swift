import Foundation

/// What /proc says about processes.
enum Processes {
    /// The processes whose parent this is.
    static func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { self.parent(of: $0) == parent }
    }

    /// A process and everything below it, the deepest last.
    static func all(under root: pid_t) -> [pid_t] {
        [root] + children(of: root).flatMap { all(under: $0) }
    }

    /// Resident memory in KiB; nil when the process is gone.
    static func residentKiB(of pid: pid_t) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) }
    }

    private static func parent(of pid: pid_t) -> pid_t? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return nil }
        // The name stands in parentheses and may hold anything; the state and the parent follow it.
        let rest = text.split(separator: ")", omittingEmptySubsequences: false).last?.split(separator: " ") ?? []
        return rest.count > 1 ? pid_t(rest[1]) : nil
    }
}

/// Small files that processes write.
enum Files {
    /// The last lines of a log.
    static func tail(_ path: String) -> String {
        String(((try? String(contentsOfFile: path, encoding: .utf8)) ?? "no log").suffix(3000))
    }

    /// A directory of a test's own, which the account that runs PostgreSQL can enter; gone afterwards.
    static func withDirectory<R>(_ work: (String) async throws -> R) async throws -> R {
        let path = "/tmp/evenhand-fault-\(UUID().uuidString.lowercased().prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await work(path)
    }
}
