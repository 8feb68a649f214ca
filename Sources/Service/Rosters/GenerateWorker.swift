import FoundationEssentials
import Postgres
import Records
import Rostering

/// Takes jobs that generate rosters from PostgreSQL and does them, one at a time.
///
/// Any number of workers in any number of processes may run against one database: each job is held by a lease, and what
/// a worker does after it lost the lease is refused there.
package struct GenerateWorker: Sendable {
    /// How a worker behaves; each default says why.
    package struct Settings: Sendable {
        /// Between two heartbeats. 3 s: fresh enough to watch, ten of them in a lease.
        package var heartbeat: Duration = .seconds(3)
        /// Between two looks at the queue when no hint comes. 5 s: a lost hint delays a job, never loses it.
        package var poll: Duration = .seconds(5)
        /// Prices of changes to rostered days.
        package var pricing = NoticePricing()

        /// The defaults.
        package init() {}
    }

    /// The name under which this worker holds leases; unique to it.
    package let owner: String
    let pool: Pool
    let settings: Settings

    var jobs: RosterJobs { RosterJobs(pool: pool) }

    /// A worker over this pool; `owner` must be no other worker's name.
    package init(pool: Pool, owner: String, settings: Settings = Settings()) {
        self.pool = pool
        self.owner = owner
        self.settings = settings
    }

    /// Works until its task is cancelled; a job under way is then given back.
    ///
    /// Outages of the database are waited out. `report` hears of errors that end no job (an outage, a defect).
    package func run(report: @escaping @Sendable (any Error) -> Void = { _ in }) async {
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let hints = JobHints()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [pool] in
                for await notification in pool.listen("evenhand_job") {
                    look.yield()
                    hints.tell(notification)
                }
            }
            group.addTask { [settings] in
                repeat { look.yield() } while (try? await Task.sleep(for: settings.poll)) != nil
                look.finish()
            }
            for await _ in looks where !Task.isCancelled {
                do {
                    while !Task.isCancelled, try await workOnce(hints: hints) {}
                } catch  where !Task.isCancelled {
                    report(error)
                } catch {
                    break
                }
            }
            group.cancelAll()
        }
    }

    /// Claims one job and does it to its end; false when there was none.
    package func workOnce() async throws -> Bool {
        try await workOnce(hints: JobHints())
    }

    func workOnce(hints: JobHints) async throws -> Bool {
        guard let claim = try await jobs.claim(owner: owner) else { return false }
        try await GenerateRun(worker: self, claim: claim, hints: hints).toItsEnd()
        return true
    }
}
