import Logging
import Postgres
import Records

/// Everything the routes work with: the stores over one pool, and what the process itself knows.
package struct House: Sendable {
    /// The application's pool.
    let pool: Pool
    /// Accounts and tokens.
    let accounts: Accounts
    /// Repeated writes.
    let idempotency: IdempotencyDesk
    /// What is counted.
    let metrics: MetricsRegistry
    /// Where this process stands.
    let health: Health
    /// News for open streams of events.
    let events: EventHub
    /// Stores of the roster's side.
    let jobs: RosterJobs
    let versions: RosterVersions
    let standing: StandingRoster
    let changes: Changes
    let attendance: AttendanceRecords

    /// A house over a pool.
    package init(pool: Pool, metrics: MetricsRegistry = MetricsRegistry(), logger: Logger) {
        self.pool = pool
        self.metrics = metrics
        accounts = Accounts(pool: pool)
        idempotency = IdempotencyDesk(pool: pool, logger: logger)
        health = Health(pool: pool)
        events = EventHub(pool: pool)
        jobs = RosterJobs(pool: pool)
        versions = RosterVersions(pool: pool)
        standing = StandingRoster(pool: pool)
        changes = Changes(pool: pool)
        attendance = AttendanceRecords(pool: pool)
    }
}
