/// Why a database is not one that this program may work on; each case says what to do.
package enum MigrationError: Error, Equatable, Sendable {
    /// PostgreSQL older than 15 lacks what the migrations use.
    case serverTooOld(found: String)
    /// A migration that was applied has another text now.
    case changed(migration: String)
    /// A migration of this program was never applied although a later one was.
    case missing(migration: String, later: String)
    /// The database knows a migration that this program does not, newer than all of its own.
    case newer(migration: String, newest: Int)
    /// The database knows a migration that this program does not, among its own.
    case unknown(migration: String)
    /// Migrations of this program are not applied yet, and this instance may not apply them.
    case pending(migrations: [String])
}

extension MigrationError: CustomStringConvertible {
    /// What is wrong and what to do about it.
    package var description: String {
        switch self {
        case .serverTooOld(let found):
            "PostgreSQL \(found) is too old: Evenhand needs 15 or newer; upgrade the server"
        case .changed(let migration):
            """
            migration \(migration) was changed after it was applied to this database; restore the file as it was \
            and put the change into a new migration
            """
        case .missing(let migration, let later):
            """
            migration \(migration) was never applied although the later \(later) was; give it a number after the \
            newest, or restore the database from a backup
            """
        case .newer(let migration, let newest):
            """
            this database has migration \(migration) and this program knows none after \(newest); \
            run a version of Evenhand at least as new as the one that migrated it
            """
        case .unknown(let migration):
            """
            this database has migration \(migration), which this program does not know; \
            it was migrated by another build: run that one, or restore the database from a backup
            """
        case .pending(let migrations):
            """
            the database still needs migration \(migrations.joined(separator: ", ")); \
            run `evenhand migrate` with the administrator's connection first
            """
        }
    }
}
