import Deployment
import FoundationEssentials
import Impartiality
import Postgres
import Records
import Synchronization

/// Closes the days of the record for the audit, one after another, each when it is due.
///
/// The engine lives in memory and is made again from the record when it is missing, when it is ahead of the record, or when
/// something it took as given has changed. One task at a time; whoever leads.
package final class AuditDesk<Engine: DayCloser>: Sendable {
    /// Days read at once on a replay.
    private static var block: Int { 28 }

    private let reader: AuditReader
    private let days: AuditDays
    private let make: @Sendable (History, ErrorBudget) -> Engine
    /// Worked on in place by a thread of its own, so that nothing of its size is copied.
    private let running = Mutex<RunningAudit<Engine>?>(nil)

    /// A desk over the database of a pool, with an engine made by `make`.
    package init(pool: Pool, make: @escaping @Sendable (History, ErrorBudget) -> Engine) {
        reader = AuditReader(pool: pool)
        days = AuditDays(pool: pool)
        self.make = make
    }

    /// Closes every day that is due, oldest first; stops between two days when the task is cancelled.
    ///
    /// - Returns: how many flags are new.
    package func closeDue(asOf now: Date) async throws -> Int {
        var raised = 0
        while let found = try await work(asOf: now) {
            try Task.checkCancellation()
            do {
                raised += try await days.close(found.day, restsOn: found.restsOn, findings: found.findings)
            } catch RecordError.conflict(rule: "audit_day_pkey", _) {
                // Another instance closed it, and what it found is on record.
                continue
            }
        }
        return raised
    }

    /// A day that the engine has closed and the record not yet.
    private struct Found: Sendable {
        var day: Day
        var restsOn: Date
        var findings: [JSON]
    }

    /// Brings the engine to the record and lets it close the next day; nil when none is due.
    private func work(asOf now: Date) async throws -> Found? {
        try await reader.reading { snapshot in
            guard let standing = try await snapshot.standing(asOf: now), standing.isDue else { return nil }
            let master = try await snapshot.master(first: standing.first, through: standing.next)
            var findings: [JSON] = []
            if try await !goesOn(master, standing, snapshot) {
                let make = make
                try await thread { $0 = RunningAudit(master, make) }
            }
            while let block = nextBlock(standing) {
                try Task.checkCancellation()
                findings += try await close(through: block, standing, snapshot)
            }
            findings += try await close(through: standing.next, standing, snapshot)
            return Found(day: standing.next, restsOn: standing.restsOn, findings: findings)
        }
    }

    /// Whether the engine stands on the same ground as the record, and not ahead of it.
    private func goesOn(
        _ master: AuditMaster, _ standing: AuditSnapshot.Standing, _ snapshot: AuditSnapshot
    ) async throws -> Bool {
        let last: (through: Day, digest: String)? = running.withLock { audit in
            guard let audit, audit.ground.master == master, let through = audit.through else { return nil }
            return (through, audit.digest)
        }
        guard let last, let closed = standing.closed, last.through <= closed else { return false }
        return try await snapshot.digest(through: last.through) == last.digest
    }

    /// The end of the next days to go through that the record has closed already; nil when there are none.
    private func nextBlock(_ standing: AuditSnapshot.Standing) -> Day? {
        guard let closed = standing.closed else { return nil }
        let through = running.withLock { $0?.through } ?? standing.first.adding(-1)
        return through < closed ? min(closed, through.adding(Self.block)) : nil
    }

    private func close(
        through day: Day, _ standing: AuditSnapshot.Standing, _ snapshot: AuditSnapshot
    ) async throws -> [JSON] {
        let facts = try await snapshot.facts(
            after: running.withLock { $0?.through }, through: day, first: standing.first, restsOn: standing.restsOn)
        let digest = try await snapshot.digest(through: day)
        return try await thread { $0?.close(facts, digest: digest) ?? [] }
    }

    private func thread<R: Sendable>(
        _ work: @escaping @Sendable (inout RunningAudit<Engine>?) -> R
    ) async throws -> R {
        try await offPool("evenhand audit") { self.running.withLock { work(&$0) } }
    }
}

extension AuditDesk where Engine == Audit {
    /// A desk with the audit of this program.
    package convenience init(pool: Pool) {
        self.init(pool: pool) { Audit($0, budget: $1) }
    }
}
