import Deployment
import FoundationEssentials
import Postgres

/// Another rest day that is owed for one that was worked with full notice: the task "re-roster by date X".
package struct RestDayOwed: Sendable, Codable, Equatable {
    package var id: Int64
    package var officer: String
    /// The rest day that is worked.
    package var workedDay: Day
    /// The day by which the officer must be told of the other one (Police Regulations 2003 reg. 25, Annex G).
    package var notifyBy: Day
    /// The change that took the rest day.
    package var change: Int64
    /// The other rest day; nil while it is owed, or where the old one stands again.
    package var restDay: Day?
    /// The counter-change by which the old rest day stands again.
    package var reinstatedBy: Int64?
    package var settledAt: Date?
    /// Whether it is still owed after `notifyBy`.
    package var isOverdue: Bool
}

/// Rest days owed.
package struct RestDaysOwed: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Those still owed, or all, the most urgent first, at most `limit` a page; of one officer where given.
    package func list(
        openOnly: Bool = true, officer: String? = nil, asOf: Date, cursor: String? = nil,
        limit: Int = Page<RestDayOwed>.usualLimit
    ) async throws -> Page<RestDayOwed> {
        let after = try cursorParts(cursor, count: 2)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(selection(asOf))
                    WHERE (NOT \(openOnly) OR s.settled_id IS NULL) AND (\(officer)::text IS NULL OR w.officer_id = \(officer)::text)
                        AND (\(after?[0])::date IS NULL OR (w.notify_by, w.owed_id) > (\(after?[0])::date, \(after?[1])::bigint))
                    ORDER BY w.notify_by, w.owed_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try RestDayOwed($0) }, limit: limit) { "\($0.notifyBy),\($0.id)" }
            }
        }
    }

    /// Fixes the other rest day and tells the officer.
    ///
    /// Throws `RecordError.notFound`, `.refused` ("rest_day_new" for a day that is a rest day anyway, "rest_day_free" while
    /// the officer has a duty on it) and `.conflict` where it is settled already.
    package func settle(_ id: Int64, restDay: Day, by account: Int64, asOf: Date) async throws -> RestDayOwed {
        try await recording {
            try await pool.transaction { connection in
                guard try await !connection.query("SELECT 1 FROM rest_day_owed WHERE owed_id = \(id)").isEmpty else {
                    throw RecordError.notFound("rest day owed \(id)")
                }
                try await connection.execute(
                    "INSERT INTO rest_day_settled (owed_id, rest_day, settled_by) VALUES (\(id), \(restDay), \(account))"
                )
                let rows = try await connection.query("\(selection(asOf)) WHERE w.owed_id = \(id)")
                guard let row = rows.first else { throw RecordError.notFound("rest day owed \(id)") }
                return try RestDayOwed(row)
            }
        }
    }

    private func selection(_ asOf: Date) -> Statement {
        """
        SELECT w.owed_id, w.officer_id, w.worked_day, w.notify_by, c.change_id, s.rest_day, k.change_id AS reinstated_by, s.settled_at,
            s.settled_id IS NULL AND police_day(\(asOf)) > w.notify_by AS overdue
        FROM rest_day_owed w JOIN change_consequence c USING (consequence_id) LEFT JOIN rest_day_settled s USING (owed_id)
            LEFT JOIN change_consequence k ON k.consequence_id = s.reinstated_by
        """
    }
}

extension RestDayOwed {
    fileprivate init(_ row: Row) throws {
        id = try row.decode("owed_id")
        officer = try row.decode("officer_id")
        workedDay = try row.decode("worked_day")
        notifyBy = try row.decode("notify_by")
        change = try row.decode("change_id")
        restDay = try row.decode("rest_day")
        reinstatedBy = try row.decode("reinstated_by")
        settledAt = try row.decode("settled_at")
        isOverdue = try row.decode("overdue")
    }
}
