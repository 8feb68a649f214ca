import ArgumentParser
import Deployment
import Foundation
import Logging
import Postgres
import Service

/// Where a command finds its settings: flags before the environment, the environment before the file.
struct Settings: ParsableArguments {
    @Option(help: "A JSON file of settings; Sources/Service/Configuration/README.md lists them.")
    var config: String?

    @Option(help: "The data directory: private PostgreSQL and the ledger's key.")
    var data: String?

    @Option(help: "Least severity that is logged on standard error.")
    var logLevel: String?

    /// The settings of a command that adds some of its own.
    func configuration(_ more: [String: String] = [:]) throws -> ServiceConfiguration {
        var flags = more
        if let data { flags["data.directory"] = data }
        if let logLevel { flags["log.level"] = logLevel }
        do {
            return try ServiceConfiguration.read(file: config, flags: flags)
        } catch let error as ConfigurationError {
            throw BadInput(reasons: error.problems)
        }
    }

    /// Runs a command's work on the database that the settings name, migrated; `admin` is nil where an operator keeps it.
    func withDatabase<R: Sendable>(
        _ work: (_ pool: Pool, _ admin: PoolConfiguration?) async throws -> R
    ) async throws -> R {
        try await withOpenDatabase { database in
            try await database.prepare(logger: logger(usual: .warning))
            return try await work(database.pool, database.admin)
        }
    }

    /// Runs a command's work on the database that the settings name, as it is.
    func withOpenDatabase<R: Sendable>(_ work: (ServiceDatabase) async throws -> R) async throws -> R {
        try await Settings.withOpenDatabase(try configuration(), logger: logger(usual: .warning), work)
    }

    /// Opens a database, runs the work, and closes what was opened.
    static func withOpenDatabase<R: Sendable>(
        _ configuration: ServiceConfiguration, logger: Logger, _ work: (ServiceDatabase) async throws -> R
    ) async throws -> R {
        let database = try await ServiceDatabase.open(configuration, logger: logger)
        do {
            let result = try await work(database)
            await database.pool.shutdown()
            try await database.server?.stop()
            return result
        } catch {
            await database.pool.shutdown()
            try? await database.server?.stop()
            throw error
        }
    }

    /// Logs to standard error, so that standard output stays the command's answer.
    func logger(usual: Logger.Level) -> Logger {
        var logger = Logger(label: "evenhand") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel.flatMap(Logger.Level.init(rawValue:)) ?? usual
        return logger
    }
}

extension Day: ExpressibleByArgument {
    /// Reads `YYYY-MM-DD`.
    public init?(argument: String) {
        self.init(iso: argument)
    }
}
