import FoundationEssentials

/// Where PostgreSQL's programs are installed.
struct ServerBinaries: Sendable, Equatable {
    let directory: String
    let major: Int

    /// Finds the programs: the given directory only, else the newest of `/usr/lib/postgresql/*/bin`, else PATH.
    ///
    /// With `wanted` (the version of an existing data directory) only that major version will do.
    static func find(explicit: String?, wanted: Int?) throws -> ServerBinaries {
        let found = candidates(explicit).compactMap(ServerBinaries.init(directory:)).sorted { $0.major > $1.major }
        guard !found.isEmpty else {
            throw PostgresError(
                .privateServer, "no PostgreSQL server programs found in \(candidates(explicit).joined(separator: ", "))"
            )
        }
        guard let wanted else { return found[0] }
        guard let match = found.first(where: { $0.major == wanted }) else {
            let installed = found.map { String($0.major) }.joined(separator: ", ")
            throw PostgresError(
                .privateServer,
                "the data directory belongs to PostgreSQL \(wanted), installed is \(installed); upgrade it with pg_upgrade"
            )
        }
        return match
    }

    private static func candidates(_ explicit: String?) -> [String] {
        if let explicit { return [explicit] }
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return versions.map { "\(root)/\($0)/bin" } + path.split(separator: ":").map(String.init)
    }

    private init?(directory: String) {
        let programs = ["postgres", "initdb"].map { "\(directory)/\($0)" }
        guard programs.allSatisfy({ FileManager.default.isExecutableFile(atPath: $0) }) else { return nil }
        // "postgres (PostgreSQL) 15.4 (Debian 15.4-1)"; development versions say "18devel".
        guard let text = try? ChildProcess.run([programs[0], "--version"], limit: .seconds(10)) else { return nil }
        guard let version = text.split(separator: " ").dropFirst(2).first else { return nil }
        guard let major = Int(version.prefix { $0.isNumber }) else { return nil }
        self.directory = directory
        self.major = major
    }

    func path(_ program: String) -> String { "\(directory)/\(program)" }
}
