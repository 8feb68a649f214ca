import Deployment
import FoundationEssentials
import Postgres

extension RosterJobs {
    /// Asks for a job to stop early and keep the best roster it has; its worker stores that as it would at the time limit.
    ///
    /// The wish stands in the database: it reaches the worker in whatever instance, by a notification or at its next heartbeat,
    /// and whoever takes the job over. The first who asks is kept. Throws `RecordError.notFound`, and `RecordError.conflict`:
    /// "job_finished" when it is over, "job_stopping" when somebody asked to discard it, "nothing_to_keep" when no whole roster
    /// was found yet; then nothing is changed.
    package func requestFinish(_ id: Int64, by account: Int64) async throws -> RosterJob {
        try await recording {
            try await pool.transaction { connection in
                let job: RosterJob = try await connection.query(
                    "SELECT \(Self.columns) FROM job WHERE job_id = \(id) FOR UPDATE"
                ).one("job \(id)")
                if let refusal = job.refusalToFinish { throw refusal }
                return try await connection.query(
                    """
                    UPDATE job SET finish_requested_by = coalesce(finish_requested_by, \(account))
                    WHERE job_id = \(id) RETURNING \(Self.columns)
                    """
                ).one("job \(id)")
            }
        }
    }
}

extension RosterJob {
    /// Whether there is a roster to keep: the search has begun to improve a whole one.
    package var hasBest: Bool { (progress?.iterations ?? 0) > 0 }

    fileprivate var refusalToFinish: RecordError? {
        if state.next.isEmpty {
            return .conflict(rule: "job_finished", message: "job \(id) has \(state.rawValue) already")
        }
        if cancelRequestedBy != nil {
            return .conflict(rule: "job_stopping", message: "somebody asked already to stop job \(id) and discard it")
        }
        guard state == .running, hasBest else {
            return .conflict(
                rule: "nothing_to_keep",
                message: "job \(id) has found no whole roster yet that could be kept; it goes on, ask again in a moment"
            )
        }
        return nil
    }
}
