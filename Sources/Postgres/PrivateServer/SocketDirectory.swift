import Glibc

/// Where the server's Unix socket lives: `run` in the data directory, or a short directory of `/tmp` when that is too long.
enum SocketDirectory {
    static let port = 5432
    /// `sockaddr_un.sun_path` has 108 bytes, the last one NUL.
    private static let longestPath = 107

    /// Creates the directory, 0700 and owned by the server's user, and returns its path.
    static func prepare(for dataDirectory: String, account: ServerAccount) throws -> String {
        let path = choose(for: dataDirectory)
        // An attacker may have made the directory in /tmp first: mkdir tells, and then it must be ours already.
        if mkdir(path, 0o700) == 0 { try account.own(path, mode: 0o700) }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == account.user,
            status.st_mode & 0o077 == 0
        else {
            throw PostgresError(.privateServer, "\(path) is not a private directory of the server's user")
        }
        return path
    }

    /// The path, without touching the disk.
    static func choose(for dataDirectory: String) -> String {
        let inside = "\(dataDirectory)/run"
        // A comma would end the path in the server's list of directories, an @ or a quote would change its meaning.
        let isPlain = !inside.contains { $0 == "," || $0 == "\"" || $0 == "@" }
        if isPlain, "\(inside)/.s.PGSQL.\(port)".utf8.count <= longestPath { return inside }
        // FNV-1a: stable across runs, unlike Hasher.
        let hash = dataDirectory.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "/tmp/evenhand-\(String(hash, radix: 16))"
    }
}
