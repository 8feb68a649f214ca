import Postgres

/// Brings a database to the state this program needs, forwards only.
///
/// Any number of instances may start at once: one migrates under an advisory lock and the others wait, then find
/// nothing to do. Each migration is one transaction together with the row that remembers it.
package enum Migrations {
    /// The lock that instances wait for; any number that nothing else in this database uses.
    private static let lock: Int64 = 4_547_000

    /// How long one step may take, waiting for another instance included.
    private static let patience: Duration = .seconds(600)

    /// Applies what is missing and returns it, oldest first; an empty list when there was nothing to do.
    ///
    /// - Parameter admin: connects as a superuser, or as a member of `evenhand_owner` that may create roles and
    ///   objects in this database.
    /// - Throws: `MigrationError` before anything is changed; `PostgresError` from a migration, which is then undone.
    package static func apply(admin: Pool, migrations: [Migration] = Migration.embedded) async throws -> [Migration] {
        // Not from the pool: closing the session gives the lock back whatever happens.
        let connection = try await Connection.connect(admin.configuration)
        defer { connection.close() }
        try refuseOldServer(connection)
        try await connection.execute("SELECT pg_advisory_lock(\(lock))", deadline: patience)
        try await connection.script(ground, deadline: patience)
        let missing = try plan(applied: try await applied(connection), available: migrations)
        for migration in missing { try await apply(migration, connection) }
        if !missing.isEmpty { try await connection.script(grants, deadline: patience) }
        return missing
    }

    /// Checks, with any role's connection, that the database is exactly at this program's state.
    ///
    /// - Throws: `MigrationError`; `.pending` when migrations are missing.
    package static func verify(_ pool: Pool, migrations: [Migration] = Migration.embedded) async throws {
        try await pool.withConnection { connection in
            try refuseOldServer(connection)
            let isKnown = try await connection.query("SELECT to_regclass('evenhand.schema_migration') IS NOT NULL")
            let found = try isKnown.first?.decode(0, as: Bool.self) == true ? try await applied(connection) : []
            let missing = try plan(applied: found, available: migrations)
            guard missing.isEmpty else { throw MigrationError.pending(migrations: missing.map(\.label)) }
        }
    }

    /// Sets the passwords with which the service and readers sign in over TCP; nil takes a password away.
    package static func setPasswords(admin: Pool, app: String?, read: String?) async throws {
        try await admin.transaction { connection in
            for (role, password) in [("evenhand_app", app), ("evenhand_read", read)] {
                let rows = try await connection.query(
                    "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', \(role)::text, \(password)::text)")
                guard let statement = try rows.first?.decode(0, as: String.self) else { continue }
                try await connection.execute(Statement(unsafe: statement))
            }
        }
    }

    /// What is left to apply, or why this program and this database do not fit together. Pure.
    package static func plan(
        applied: [AppliedMigration], available: [Migration]
    ) throws(MigrationError) -> [Migration] {
        let known = Dictionary(available.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        let newest = available.map(\.number).max() ?? 0
        for old in applied.sorted(by: { $0.number < $1.number }) {
            guard let migration = known[old.number] else {
                if old.number > newest { throw .newer(migration: old.label, newest: newest) }
                throw .unknown(migration: old.label)
            }
            guard migration.name == old.name, migration.checksum == old.checksum else {
                throw .changed(migration: old.label)
            }
        }
        let done = Set(applied.map(\.number))
        let missing = available.filter { !done.contains($0.number) }.sorted { $0.number < $1.number }
        if let first = missing.first, let later = applied.filter({ $0.number > first.number }).first {
            throw .missing(migration: first.label, later: later.label)
        }
        return missing
    }

    private static func apply(_ migration: Migration, _ connection: Connection) async throws {
        try await connection.transaction { connection in
            try await connection.execute("SET LOCAL search_path = evenhand, public")
            try await connection.script(migration.sql, deadline: patience)
            // The migration works as evenhand_owner; the memory of migrations is the administrator's to write.
            try await connection.execute("RESET ROLE")
            try await connection.script(ownership)
            try await connection.execute(
                """
                INSERT INTO evenhand.schema_migration (number, name, checksum)
                VALUES (\(migration.number), \(migration.name), \(migration.checksum))
                """)
        }
    }

    private static func applied(_ connection: Connection) async throws -> [AppliedMigration] {
        try await connection.query("SELECT number, name, checksum FROM evenhand.schema_migration ORDER BY number").map {
            AppliedMigration(
                number: try $0.decode("number"), name: try $0.decode("name"), checksum: try $0.decode("checksum"))
        }
    }

    private static func refuseOldServer(_ connection: Connection) throws {
        let version = connection.serverVersion
        guard version >= 150_000 else {
            throw MigrationError.serverTooOld(found: "\(version / 10_000).\(version % 10_000)")
        }
    }

    /// What must be there before the first migration.
    private static let ground = """
        CREATE SCHEMA IF NOT EXISTS evenhand;
        CREATE TABLE IF NOT EXISTS evenhand.schema_migration (
            number integer PRIMARY KEY,
            name text NOT NULL,
            checksum bytea NOT NULL CHECK (length(checksum) = 32),
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """

    /// The first migration makes the owner of everything; the memory of migrations is no exception.
    private static let ownership = """
        DO $$
        BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenhand_owner') THEN
                ALTER TABLE evenhand.schema_migration OWNER TO evenhand_owner;
            END IF;
        END
        $$
        """

    /// Every instance checks the state of the database, with whatever role it has.
    private static let grants = "GRANT SELECT ON evenhand.schema_migration TO evenhand_app, evenhand_read"
}
