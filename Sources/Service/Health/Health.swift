import Postgres
import Records
import Synchronization

/// Where this process stands, for whoever sends it work.
package final class Health: Sendable {
    /// The steps of a process's life.
    package enum Stage: String, Sendable {
        case starting, serving, stopping
    }

    private let pool: Pool
    private let stage = Mutex(Stage.starting)

    /// The health of a process over this pool.
    init(pool: Pool) {
        self.pool = pool
    }

    /// The present step.
    package var current: Stage { stage.withLock { $0 } }

    /// Goes to a step.
    func enter(_ next: Stage) { stage.withLock { $0 = next } }

    /// Why no work should be sent here; nil when it should.
    ///
    /// Asks the database each time: an answer from before would be what a load balancer must not trust.
    func hindrance() async -> String? {
        guard current == .serving else { return "The service is \(current.rawValue)." }
        do {
            try await Migrations.verify(pool)
            return nil
        } catch is MigrationError {
            return "The database is not at the schema that this program needs."
        } catch let error as PostgresError where error.code == .poolExhausted {
            return "All database connections are busy."
        } catch {
            return "The database cannot be reached."
        }
    }
}
