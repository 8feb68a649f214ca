import Glibc

/// The user a server runs as: PostgreSQL refuses to run as root, so root gives it to `postgres` or else `nobody`.
struct ServerAccount: Sendable {
    let user: uid_t
    let group: gid_t
    /// What to put before a command so that it runs as this user; empty when we are that user already.
    let prefix: [String]

    static func current() throws -> ServerAccount {
        guard geteuid() == 0 else { return ServerAccount(user: geteuid(), group: getegid(), prefix: []) }
        for name in ["postgres", "nobody"] {
            guard let (user, group) = lookUp(name) else { continue }
            if let setpriv = find("setpriv") {
                let options = ["--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--"]
                return ServerAccount(user: user, group: group, prefix: [setpriv] + options)
            }
            if let runuser = find("runuser") {
                return ServerAccount(user: user, group: group, prefix: [runuser, "-u", name, "--"])
            }
        }
        throw PostgresError(
            .privateServer, "running as root needs a user postgres or nobody, and setpriv or runuser (util-linux)")
    }

    private static func lookUp(_ name: String) -> (uid_t, gid_t)? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return (entry.pw_uid, entry.pw_gid)
    }

    private static func find(_ program: String) -> String? {
        ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }

    /// Gives a file or directory to this user, with these permissions.
    func own(_ path: String, mode: mode_t) throws {
        guard chmod(path, mode) == 0, prefix.isEmpty || chown(path, user, group) == 0 else {
            throw PostgresError(.privateServer, "cannot hand over \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Throws, naming the directory, when this user cannot pass through a parent of `path`.
    func requireWay(to path: String) throws {
        var parent = ""
        for part in path.split(separator: "/").dropLast() {
            parent += "/\(part)"
            var status = stat()
            guard stat(parent, &status) == 0 else { continue }
            let bit: mode_t = status.st_uid == user ? 0o100 : status.st_gid == group ? 0o010 : 0o001
            guard status.st_mode & bit != 0 else {
                throw PostgresError(
                    .privateServer,
                    "the server's user (uid \(user)) cannot enter \(parent); choose a data directory elsewhere")
            }
        }
    }
}
