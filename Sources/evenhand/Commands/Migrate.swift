import ArgumentParser
import Logging
import Postgres
import Records
import Service

/// `evenhand migrate`: brings the database to the schema of this program.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database to the schema of this program; refuses a changed, missing or newer migration.")

    @OptionGroup var settings: Settings

    func run() async throws {
        try await reporting {
            let database = try await ServiceDatabase.open(
                settings.configuration(), logger: settings.logger(usual: .warning))
            guard let admin = database.admin else {
                throw BadInput(reasons: ["database.admin.url is not set: migrations need an owner's connection"])
            }
            let pool = Pool(admin)
            let applied = try await Migrations.apply(admin: pool)
            for migration in applied { Terminal.say("applied \(migration.number) \(migration.name)") }
            if applied.isEmpty { Terminal.say("nothing to do: the schema is up to date") }
            await pool.shutdown()
            await database.pool.shutdown()
            try await database.server?.stop()
        }
    }
}
