import FoundationEssentials
import Glibc

/// A whole database in one file, by PostgreSQL's own `pg_dump` and `pg_restore`.
///
/// A dump is one snapshot: whole transactions, so every row with its ledger leaf. Connection settings go by a service
/// file that only this user reads, never by arguments or environment, which others can see.
package enum DatabaseDump {
    /// A dump of many gigabytes takes its time; past this it is a fault.
    private static let limit = Duration.seconds(2 * 3600)

    /// Writes the database of this configuration to a new file with mode 0600; the file appears whole or not at all.
    ///
    /// Throws `PostgresError.Code.privateServer` with the program's own words.
    package static func write(_ configuration: PoolConfiguration, to file: String, binaries: String? = nil) async throws
    {
        try await BackgroundThread.run {
            let partial = "\(file).partial"
            defer { unlink(partial) }
            try run(
                "pg_dump", ["--format=custom", "--lock-wait-timeout=60000", "--file=\(partial)"], configuration,
                binaries)
            try run("pg_restore", ["--list", "--file=/dev/null", partial], nil, binaries)
            guard chmod(partial, 0o600) == 0, flushed(partial), rename(partial, file) == 0 else {
                throw PostgresError(.privateServer, "cannot write \(file): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Puts the database of a file into the empty database of this configuration, all of it or nothing.
    package static func restore(_ file: String, to configuration: PoolConfiguration, binaries: String? = nil)
        async throws
    {
        try await BackgroundThread.run {
            try run(
                "pg_restore", ["--single-transaction", "--exit-on-error", "--dbname=service=evenhand", file],
                configuration, binaries)
        }
    }

    private static func run(
        _ program: String, _ arguments: [String], _ configuration: PoolConfiguration?, _ binaries: String?
    ) throws {
        let path = try ServerBinaries.find(explicit: binaries, wanted: nil).path(program)
        guard let configuration else {
            try ChildProcess.run([path] + arguments, limit: limit)
            return
        }
        let directory = "/tmp/evenhand-\(UUID().uuidString.lowercased())"
        guard mkdir(directory, 0o700) == 0 else {
            throw PostgresError(.privateServer, "cannot make \(directory): \(String(cString: strerror(errno)))")
        }
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let service = "\(directory)/service"
        try serviceFile(configuration).write(toFile: service, atomically: false, encoding: .utf8)
        try ChildProcess.run(
            [path, "--no-password"] + arguments, limit: limit,
            environment: ["PGSERVICEFILE": service, "PGSERVICE": "evenhand"])
    }

    private static func serviceFile(_ configuration: PoolConfiguration) throws -> String {
        var options = try ConnectionTarget.parse(configuration.connectionString)
        // The search path of the service would bend the names that a dump spells out.
        options["options"] = nil
        guard !options.values.contains(where: { $0.contains("\n") }) else {
            throw PostgresError(.invalidConfiguration, "a value of the connection string holds a line break")
        }
        return "[evenhand]\n" + options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    private static func flushed(_ file: String) -> Bool {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
