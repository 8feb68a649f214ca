import Deployment
import FoundationEssentials
import Postgres

/// A duty that was published for an officer and that a change took away again: it never stands again, because undoing a
/// change makes another duty.
package struct CancelledDuty: Sendable, Equatable {
    /// The duty as it stood.
    package let duty: StandingDeployment
    /// When it was taken away.
    package let cancelledAt: Date
}

extension CalendarFeeds {
    /// An officer's duties with days from `from` to `to` inclusive that were taken away, by day; at most `limit`.
    package func cancelled(of officer: String, from: Day, to: Day, limit: Int) async throws -> [CancelledDuty] {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT d.deployment_id, d.officer_id, d.day, d.shift_id, d.post_id, p.site_id, p.covert, d.starts_at, d.ends_at,
                        c.made_at
                    FROM deployment d JOIN change c ON c.removes = d.deployment_id JOIN post p ON p.post_id = d.post_id
                    WHERE d.officer_id = \(officer) AND d.day BETWEEN \(from) AND \(to)
                    ORDER BY d.day, d.deployment_id LIMIT \(limit)
                    """)
                return try rows.map {
                    CancelledDuty(duty: try StandingDeployment($0), cancelledAt: try $0.decode("made_at"))
                }
            }
        }
    }
}
