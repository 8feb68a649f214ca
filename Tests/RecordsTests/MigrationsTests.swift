import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Migrations")
struct MigrationsTests {
    /// The directory `sql/` of the repository this file is compiled from.
    private static let directory = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/sql"

    @Test("every file in sql/ is embedded as it stands")
    func filesAreEmbedded() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: MigrationsTests.directory)
            .filter { $0.hasSuffix(".sql") && $0.first?.isNumber == true }.sorted()
        #expect(!files.isEmpty)
        let read = try files.map { file in
            let bytes = try Data(contentsOf: URL(filePath: MigrationsTests.directory + "/" + file))
            return try #require(Migration(file: file, bytes: Array(bytes)), "\(file) has another form of name")
        }
        #expect(Migration.embedded.map(\.name) == read.map(\.name))
        for (embedded, file) in zip(Migration.embedded, read) {
            let isSame = embedded == file
            #expect(isSame, "\(file.name)")
        }
    }

    @Test("numbers run from 1 without gaps")
    func numbersAreWhole() {
        #expect(Migration.embedded.map(\.number) == Array(1...Migration.embedded.count))
    }

    @Test(
        "file names of another form are no migrations",
        arguments: ["ground.sql", "0001_ground.txt", "x_y.sql", "0_a.sql"])
    func otherNames(file: String) {
        #expect(Migration(file: file, bytes: []) == nil)
    }

    private static func migration(_ number: Int, _ sql: String = "SELECT 1") throws -> Migration {
        try #require(Migration(file: "000\(number)_step\(number).sql", bytes: Array(sql.utf8)))
    }

    private static func applied(_ migrations: [Migration]) -> [AppliedMigration] {
        migrations.map { AppliedMigration(number: $0.number, name: $0.name, checksum: $0.checksum) }
    }

    @Test("what is not applied yet is left to do, in order")
    func missingIsPlanned() throws {
        let all = try (1...3).map { try MigrationsTests.migration($0) }
        let left = try Migrations.plan(applied: MigrationsTests.applied([all[0]]), available: all.reversed())
        #expect(left == Array(all[1...]))
    }

    @Test("a changed migration is refused by number and name")
    func changedIsRefused() throws {
        let changed = try MigrationsTests.applied([MigrationsTests.migration(1, "SELECT 2")])
        #expect(throws: MigrationError.changed(migration: "1 \"step1\"")) {
            try Migrations.plan(applied: changed, available: [MigrationsTests.migration(1)])
        }
    }

    @Test("a renamed migration is refused like a changed one")
    func renamedIsRefused() throws {
        let now = try MigrationsTests.migration(1)
        let old = AppliedMigration(number: 1, name: "other", checksum: now.checksum)
        #expect(throws: MigrationError.changed(migration: "1 \"other\"")) {
            try Migrations.plan(applied: [old], available: [now])
        }
    }

    @Test("a migration that was passed over is refused")
    func gapIsRefused() throws {
        let all = try (1...3).map { try MigrationsTests.migration($0) }
        #expect(throws: MigrationError.missing(migration: "2 \"step2\"", later: "3 \"step3\"")) {
            try Migrations.plan(applied: MigrationsTests.applied([all[0], all[2]]), available: all)
        }
    }

    @Test("a database that a newer program migrated is refused")
    func newerIsRefused() throws {
        let all = try (1...2).map { try MigrationsTests.migration($0) }
        #expect(throws: MigrationError.newer(migration: "2 \"step2\"", newest: 1)) {
            try Migrations.plan(applied: MigrationsTests.applied(all), available: [all[0]])
        }
    }

    @Test("a database with another build's migration among ours is refused")
    func unknownIsRefused() throws {
        let all = try (1...3).map { try MigrationsTests.migration($0) }
        #expect(throws: MigrationError.unknown(migration: "2 \"step2\"")) {
            try Migrations.plan(applied: MigrationsTests.applied(all), available: [all[0], all[2]])
        }
    }

    @Test("a second run finds nothing to do, and every role can verify")
    func secondRunDoesNothing() async throws {
        try await withDatabase { database in
            #expect(try await Migrations.apply(admin: database.admin).isEmpty)
            try await Migrations.verify(database.admin)
            try await Migrations.verify(database.pool)
            try await Migrations.verify(database.readOnly)
        }
    }

    @Test("two instances that start at once migrate once")
    func twoAtOnce() async throws {
        try await withEmptyDatabase { database in
            async let first = Migrations.apply(admin: database.admin)
            async let second = Migrations.apply(admin: database.admin)
            let counts = try await [first.count, second.count].sorted()
            #expect(counts == [0, Migration.embedded.count])
        }
    }

    @Test("an instance that may not migrate says what is missing")
    func pendingIsTold() async throws {
        try await withEmptyDatabase { database in
            let first = try #require(Migration.embedded.first)
            _ = try await Migrations.apply(admin: database.admin, migrations: [first])
            await #expect(throws: MigrationError.self) { try await Migrations.verify(database.pool) }
            do {
                try await Migrations.verify(database.pool)
            } catch MigrationError.pending(let migrations) {
                #expect(migrations.count == Migration.embedded.count - 1)
            }
        }
    }

    @Test("an empty database is pending, not an error of SQL")
    func emptyIsPending() async throws {
        try await withEmptyDatabase { database in
            _ = await #expect(throws: MigrationError.self) { try await Migrations.verify(database.admin) }
        }
    }

    @Test("a checksum that differs stops the start before anything changes")
    func changedInDatabase() async throws {
        try await withDatabase { database in
            try await database.admin.withConnection {
                _ = try await $0.execute("UPDATE schema_migration SET checksum = sha256('other') WHERE number = 3")
            }
            await #expect(throws: MigrationError.changed(migration: "3 \"ledger\"")) {
                try await Migrations.apply(admin: database.admin)
            }
        }
    }

    @Test("a migration that fails leaves nothing of itself and can be run again")
    func failureIsUndone() async throws {
        try await withEmptyDatabase { database in
            let good = try MigrationsTests.migration(1, "CREATE TABLE kept (id integer)")
            let bad = try MigrationsTests.migration(2, "CREATE TABLE lost (id integer); SELECT 1 / 0;")
            // The last step grants to roles that only the real first migration makes; they exist in this cluster.
            await #expect(throws: PostgresError.self) {
                try await Migrations.apply(admin: database.admin, migrations: [good, bad])
            }
            let found = try await database.admin.withConnection { connection in
                try await connection.query(
                    """
                    SELECT to_regclass('evenhand.kept') IS NOT NULL, to_regclass('evenhand.lost') IS NULL,
                        (SELECT count(*) FROM evenhand.schema_migration)
                    """)
            }
            #expect(try found[0].decode(0, as: Bool.self))
            #expect(try found[0].decode(1, as: Bool.self))
            #expect(try found[0].decode(2, as: Int.self) == 1)
        }
    }

    @Test("the application cannot touch the memory of migrations")
    func memoryIsTheAdministrators() async throws {
        try await withDatabase { database in
            for statement in ["DELETE FROM schema_migration", "UPDATE schema_migration SET name = 'x'"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.pool.withConnection { try await $0.execute(Statement(unsafe: statement)) }
                }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
        }
    }

    @Test("passwords are set from values, quotes and all, and taken away again")
    func passwords() async throws {
        try await withDatabase { database in
            func hasPassword() async throws -> Bool {
                try await database.admin.withConnection { connection in
                    try await connection.query(
                        "SELECT rolpassword IS NOT NULL FROM pg_authid WHERE rolname = 'evenhand_app'")[0].decode(0)
                }
            }
            try await Migrations.setPasswords(admin: database.admin, app: "it's; a \\ \"test\"", read: nil)
            #expect(try await hasPassword())
            try await Migrations.setPasswords(admin: database.admin, app: nil, read: nil)
            #expect(try await !hasPassword())
        }
    }
}
