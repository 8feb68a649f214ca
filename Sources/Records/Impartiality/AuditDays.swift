import Deployment
import FoundationEssentials
import Postgres

/// The days that the audit has closed.
package struct AuditDays: Sendable {
    let pool: Pool

    /// The days in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Puts a day on record as closed and raises what the audit found, both or neither.
    ///
    /// - Parameter restsOn: the moment up to which attendance counted for the day.
    /// - Parameter findings: one object each, as `close_audit_day` in the migration reads them; a finding that was raised
    ///   before, on a replay, is passed over.
    /// - Returns: how many flags are new.
    /// - Throws: `RecordError.conflict` ("audit_day_pkey") for a day that is closed already.
    package func close(_ day: Day, restsOn: Date, findings: [JSON]) async throws -> Int {
        try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    "SELECT close_audit_day(\(day), \(restsOn), \(JSON.array(findings).text())::jsonb)")
                return try rows.first?.decode(0, as: Int.self) ?? 0
            }
        }
    }

    /// Declares a season of many requests in advance; asked of Gold, because the audit asks less in it.
    ///
    /// - Throws: `RecordError.refused` for days that have come ("season_ahead") and for others than Gold ("gold_only").
    package func declareSeason(from: Day, to: Day, label: String, by account: Int64) async throws {
        try await recording {
            try await pool.transaction { connection in
                _ = try await connection.execute(
                    """
                    INSERT INTO declared_season (from_day, to_day, label, declared_by)
                    VALUES (\(from), \(to), \(label), \(account))
                    """)
            }
        }
    }
}
