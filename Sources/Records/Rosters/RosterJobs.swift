import Deployment
import FoundationEssentials
import Postgres

/// The queue of jobs that generate rosters, in PostgreSQL alone.
///
/// A worker holds a job by a lease. When the lease runs out any worker may take the job over with a higher fence; what
/// the first one then writes is refused. The states and arrows are those of `JobState`.
package struct RosterJobs: Sendable {
    package let pool: Pool
    /// How long a claim or heartbeat holds a job. 30 s: ten missed heartbeats.
    package static let lease: TimeInterval = 30
    /// Claims after which a job is given up (`job.attempts`): a job that kills its worker must not kill them all.
    package static let mostAttempts = 5

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Puts a job into the queue, or finds the one that already makes the roster of this very period.
    ///
    /// Throws `RecordError.invalid` for a request out of bounds (start not a Monday included) and
    /// `RecordError.conflict` ("period_published" when days of the period are published, "period_under_way" when a job
    /// for another period that shares days with it has not ended).
    package func enqueue(_ request: GenerateRequest, by account: Int64, now: Date) async throws -> (
        job: RosterJob, isNew: Bool
    ) {
        let problems = request.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        let end = request.from.adding(request.days)
        return try await recording {
            try await pool.transaction { connection in
                // Two persons at once: the second waits here and then finds the first's job.
                try await connection.execute("SELECT pg_advisory_xact_lock(4547002)")
                let published = try await connection.query(
                    "SELECT version_id FROM publication WHERE period && daterange(\(request.from), \(end))")
                if let row = published.first {
                    let version: Int64 = try row.decode("version_id")
                    throw RecordError.conflict(
                        rule: "period_published", message: "days of this period are published as version \(version)")
                }
                let running = try await connection.query(
                    """
                    SELECT \(Self.columns) FROM job
                    WHERE kind = 'generate_roster' AND state IN ('queued', 'running')
                        AND daterange((request ->> 'from')::date, (request ->> 'from')::date + (request ->> 'days')::int)
                            && daterange(\(request.from), \(end))
                    ORDER BY job_id LIMIT 1
                    """)
                if let row = running.first {
                    let other = try RosterJob(row)
                    guard (other.request.from, other.request.days) == (request.from, request.days) else {
                        throw RecordError.conflict(
                            rule: "period_under_way",
                            message: "job \(other.id) is making \(other.request.days) days from \(other.request.from)")
                    }
                    return (other, false)
                }
                let rows = try await connection.query(
                    """
                    INSERT INTO job (kind, request, created_by, created_at)
                    VALUES ('generate_roster', \(StoredJSON(request)), \(account), \(now)) RETURNING \(Self.columns)
                    """)
                return (try rows.one("job"), true)
            }
        }
    }

    /// The job with this number; throws `RecordError.notFound`.
    package func get(_ id: Int64) async throws -> RosterJob {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query("SELECT \(Self.columns) FROM job WHERE job_id = \(id)").one("job \(id)")
            }
        }
    }

    /// Jobs, newest first, at most `limit` a page; only those in `state` where one is given. Without the trails of their
    /// progress, which `get` has.
    package func list(
        state: JobState? = nil, cursor: String? = nil, limit: Int = Page<RosterJob>.usualLimit
    ) async throws -> Page<RosterJob> {
        let before = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT \(Self.columns(progress: "nullif(progress, '{}') - 'trail'")) FROM job
                    WHERE (\(state?.rawValue)::text IS NULL OR state = \(state?.rawValue)::text)
                        AND (\(before)::bigint IS NULL OR job_id < \(before)::bigint)
                    ORDER BY job_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try RosterJob($0) }, limit: limit) { "\($0.id)" }
            }
        }
    }

    /// Asks for a job to be stopped: a queued one is cancelled at once, a running one by its worker at its next heartbeat.
    ///
    /// Throws `RecordError.notFound`, and `RecordError.conflict` ("job_finished") when it is over.
    package func requestCancel(_ id: Int64, by account: Int64, now: Date) async throws -> RosterJob {
        try await recording {
            try await pool.transaction { connection in
                let job: RosterJob = try await connection.query(
                    "SELECT \(Self.columns) FROM job WHERE job_id = \(id) FOR UPDATE"
                ).one("job \(id)")
                guard !job.state.next.isEmpty else {
                    throw RecordError.conflict(
                        rule: "job_finished", message: "job \(id) has \(job.state.rawValue) already")
                }
                let change: Statement =
                    job.state == .queued
                    ? "state = 'cancelled', finished_at = \(now), cancel_requested_by = \(account)"
                    : "cancel_requested_by = coalesce(cancel_requested_by, \(account))"
                return try await connection.query(
                    "UPDATE job SET \(change) WHERE job_id = \(id) RETURNING \(Self.columns)"
                ).one("job \(id)")
            }
        }
    }

    static let columns = columns(progress: "nullif(progress, '{}')")

    private static func columns(progress: Statement) -> Statement {
        """
        job_id, state, request, \(progress) AS progress, result, error, created_by, created_at, started_at,
        finished_at, cancel_requested_by, finish_requested_by, owner, lease_until, fence, attempts
        """
    }
}

extension GenerateRequest {
    /// What is wrong with the request; empty when nothing is.
    var problems: [FieldProblem] {
        var problems: [FieldProblem] = []
        func need(_ holds: Bool, _ pointer: String, _ rule: String) {
            if !holds { problems.append(FieldProblem(pointer, rule)) }
        }
        need(from.weekday == 0, "/from", "\(from) is not a Monday; the week of this day begins on \(from.monday)")
        need((1...366).contains(days), "/days", "\(days) is not within 1 to 366")
        need(seconds >= 0.1 && seconds <= 86_400, "/seconds", "\(seconds) is not within 0.1 to 86400")
        need((iterations ?? 0) >= 0, "/iterations", "\(iterations ?? 0) is below 0")
        need((1...64).contains(threads), "/threads", "\(threads) is not within 1 to 64")
        need(seed >= 0, "/seed", "\(seed) is below 0")
        return problems
    }
}

extension RosterJob {
    init(_ row: Row) throws {
        id = try row.decode("job_id")
        state = try row.decode("state")
        request = try row.decode("request", as: StoredJSON<GenerateRequest>.self).value
        progress = try row.decode("progress", as: StoredJSON<JobProgress>?.self)?.value
        result = try row.decode("result", as: StoredJSON<JobResult>?.self)?.value
        error = try row.decode("error")
        createdBy = try row.decode("created_by")
        createdAt = try row.decode("created_at")
        startedAt = try row.decode("started_at")
        finishedAt = try row.decode("finished_at")
        cancelRequestedBy = try row.decode("cancel_requested_by")
        finishRequestedBy = try row.decode("finish_requested_by")
        owner = try row.decode("owner")
        leaseUntil = try row.decode("lease_until")
        attempts = try row.decode("attempts")
    }
}

extension Rows {
    /// The job in the first row; throws `RecordError.notFound` when there is none.
    func one(_ what: String) throws -> RosterJob {
        guard let row = first else { throw RecordError.notFound(what) }
        return try RosterJob(row)
    }
}
