import Deployment
import FoundationEssentials
import Postgres

/// What people want of a job under way.
package enum JobWish: Sendable, Equatable {
    /// That it goes on.
    case goOn
    /// That it stops early and keeps the best roster it has.
    case finish
    /// That it stops and makes nothing, whatever else was wished.
    case cancel
}

/// How a job ended that made no roster.
package enum JobEnd: Sendable, Equatable {
    /// It cannot be done; the text says why and carries nothing personal.
    case failed(String)
    /// Somebody asked to stop it.
    case cancelled
}

extension RosterJobs {
    /// Takes the oldest job that waits or whose lease ran out; nil when there is none.
    ///
    /// Never waits for another worker's row. First ends those that ran out of attempts or whose cancelling nobody saw.
    /// Leases are counted by the database's clock, or by `now`: instances whose clocks differ must not take each other's jobs.
    package func claim(owner: String, now: Date? = nil) async throws -> JobClaim? {
        let clock = clock(now)
        return try await recording {
            try await pool.transaction { connection in
                try await endOrphans(clock, connection)
                let rows = try await connection.query(
                    """
                    WITH next AS (
                        SELECT job_id FROM job
                        WHERE kind = 'generate_roster' AND attempts < \(Self.mostAttempts)
                            AND (state = 'queued' OR (state = 'running' AND \(lapsed(clock))))
                        ORDER BY job_id LIMIT 1 FOR UPDATE SKIP LOCKED
                    )
                    UPDATE job SET state = 'running', owner = \(owner), lease_until = \(until(clock)), fence = fence + 1,
                        attempts = attempts + 1, started_at = coalesce(started_at, \(clock))
                    FROM next WHERE job.job_id = next.job_id
                    RETURNING job.job_id, state, request, nullif(progress, '{}') AS progress, result, error, created_by,
                        created_at, started_at, finished_at, cancel_requested_by, finish_requested_by, owner, lease_until, fence,
                        attempts
                    """)
                return try rows.first.map { row in
                    JobClaim(job: try RosterJob(row), owner: owner, fence: try row.decode("fence"))
                }
            }
        }
    }

    private func clock(_ now: Date?) -> Statement {
        guard let now else { return "clock_timestamp()" }
        return "\(now)::timestamptz"
    }

    private func until(_ clock: Statement) -> Statement {
        "\(clock) + make_interval(secs => \(Self.lease))"
    }

    /// A lease that ends far later than any is given was written while the clock was wrong; it must not hold the job till then.
    private func lapsed(_ clock: Statement) -> Statement {
        "(lease_until < \(clock) OR lease_until > \(clock) + make_interval(secs => \(10 * Self.lease)))"
    }

    private func endOrphans(_ clock: Statement, _ connection: Connection) async throws {
        let orphans: Statement = """
            SELECT job_id FROM job
            WHERE kind = 'generate_roster' AND state = 'running' AND \(lapsed(clock))
            """
        try await connection.execute(
            """
            UPDATE job SET state = 'cancelled', finished_at = \(clock), owner = NULL, lease_until = NULL
            WHERE job_id IN (\(orphans) AND cancel_requested_by IS NOT NULL FOR UPDATE SKIP LOCKED)
            """)
        try await connection.execute(
            """
            UPDATE job SET state = 'failed', finished_at = \(clock), owner = NULL, lease_until = NULL,
                error = 'given up: its worker died ' || attempts || ' times'
            WHERE job_id IN (\(orphans) AND attempts >= \(Self.mostAttempts) FOR UPDATE SKIP LOCKED)
            """)
    }

    /// Holds the lease for another half minute and shows the progress; tells what people want of the job.
    ///
    /// Throws `RecordError.conflict` ("lease_lost") when another worker has the job or it is over.
    package func heartbeat(_ claim: JobClaim, progress: JobProgress?, now: Date? = nil) async throws -> JobWish {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    UPDATE job SET lease_until = \(until(clock(now))),
                        progress = coalesce(\(progress.map(StoredJSON.init))::jsonb, progress)
                    WHERE \(held(claim)) RETURNING \(wishes)
                    """)
                guard let row = rows.first else { throw lost(claim) }
                return try JobWish(row)
            }
        }
    }

    /// What people want of the job; a look that changes nothing, for when a hint came.
    ///
    /// Throws `RecordError.conflict` ("lease_lost").
    package func wish(_ claim: JobClaim) async throws -> JobWish {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query("SELECT \(wishes) FROM job WHERE \(held(claim))")
                guard let row = rows.first else { throw lost(claim) }
                return try JobWish(row)
            }
        }
    }

    private var wishes: Statement {
        "cancel_requested_by IS NOT NULL AS cancelled, finish_requested_by IS NOT NULL AS finished"
    }

    /// Puts the job back into the queue because this instance stops; the attempt does not count.
    ///
    /// Throws `RecordError.conflict` ("lease_lost").
    package func giveBack(_ claim: JobClaim) async throws {
        try await write(claim, "state = 'queued', owner = NULL, lease_until = NULL, attempts = attempts - 1")
    }

    /// Ends a job that made no roster; throws `RecordError.conflict` ("lease_lost").
    package func finish(_ claim: JobClaim, _ end: JobEnd, now: Date? = nil) async throws {
        let over: Statement = "finished_at = \(clock(now)), owner = NULL, lease_until = NULL"
        switch end {
        case .failed(let why): try await write(claim, "state = 'failed', error = \(why), \(over)")
        case .cancelled: try await write(claim, "state = 'cancelled', \(over)")
        }
    }

    /// Stores the roster and ends the job in one transaction; returns the number of the version.
    ///
    /// Throws `RecordError.conflict` and stores nothing: "lease_lost" when the fence is stale, "rest_between_tours" when the
    /// windows of the database leave an officer too little rest.
    package func succeed(
        _ claim: JobClaim, with draft: VersionDraft, progress: JobProgress?, now: Date? = nil
    ) async throws -> Int64 {
        try await recording {
            try await pool.transaction { connection in
                let mine = try await connection.query("SELECT job_id FROM job WHERE \(held(claim)) FOR UPDATE")
                guard !mine.isEmpty else { throw lost(claim) }
                let version = try await RosterVersions.store(draft, on: connection)
                try await RosterVersions.requireRest(version, from: draft.from, days: draft.days, on: connection)
                let breaches = try await RuleSets.counts(of: version, on: connection)
                let result = JobResult(version: version, breaches: breaches)
                try await connection.execute(
                    """
                    UPDATE job SET state = 'succeeded', result = \(StoredJSON(result)),
                        progress = coalesce(\(progress.map(StoredJSON.init))::jsonb, progress),
                        finished_at = \(clock(now)), owner = NULL, lease_until = NULL
                    WHERE \(held(claim))
                    """)
                return version
            }
        }
    }

    private func write(_ claim: JobClaim, _ change: Statement) async throws {
        try await recording {
            try await pool.withConnection { connection in
                guard try await connection.execute("UPDATE job SET \(change) WHERE \(held(claim))") == 1 else {
                    throw lost(claim)
                }
            }
        }
    }

    private func held(_ claim: JobClaim) -> Statement {
        "job_id = \(claim.job.id) AND state = 'running' AND owner = \(claim.owner) AND fence = \(claim.fence)"
    }

    private func lost(_ claim: JobClaim) -> RecordError {
        .conflict(rule: "lease_lost", message: "job \(claim.job.id) is no longer held by this worker")
    }
}

extension JobWish {
    fileprivate init(_ row: Row) throws {
        self = try row.decode("cancelled") ? .cancel : try row.decode("finished") ? .finish : .goOn
    }
}
