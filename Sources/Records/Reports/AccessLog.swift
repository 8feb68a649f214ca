import Deployment
import FoundationEssentials
import Postgres

/// Readings of sealed texts, for who looks after them from outside.
package struct AccessLog: Sendable {
    let pool: Pool

    /// The log in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// What a list shows; every part that is given must hold.
    package struct Filter: Sendable, Hashable {
        /// Of decisions about this officer. Whose a concern is, the log does not tell.
        package var officer: String?
        /// By somebody with this text in their name.
        package var reader: String?
        /// From this day to that one, in London.
        package var from: Day?
        package var to: Day?

        /// Shows everything.
        package init() {}
    }

    /// Readings that fit the filter, newest first, those after `cursor`.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func list(
        _ filter: Filter = Filter(), after cursor: String? = nil, limit: Int = Page<SensitiveRead>.usualLimit
    ) async throws -> Page<SensitiveRead> {
        let limit = Page<SensitiveRead>.bounded(limit)
        let start = try Cursor.key(cursor) ?? .max
        let reader = filter.reader?.lowercased()
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT r.read_id, coalesce('ND-' || r.nd_id, 'C-' || r.concern_id) AS number, r.layer, r.purpose, r.read_at,
                        a.account_id, a.name
                    FROM sensitive_read r JOIN account a USING (account_id) LEFT JOIN non_deployment n USING (nd_id)
                    WHERE r.read_id < \(start) AND (\(filter.officer)::text IS NULL OR n.officer_id = \(filter.officer)::text)
                        AND (\(reader)::text IS NULL OR strpos(lower(a.name), \(reader)::text) > 0)
                        AND (\(filter.from)::date IS NULL
                            OR r.read_at >= (\(filter.from)::date)::timestamp AT TIME ZONE 'Europe/London')
                        AND (\(filter.to)::date IS NULL
                            OR r.read_at < (\(filter.to)::date + 1)::timestamp AT TIME ZONE 'Europe/London')
                    ORDER BY r.read_id DESC LIMIT \(limit + 1)
                    """)
                return Page(
                    try rows.map {
                        SensitiveRead(
                            id: try $0.decode("read_id"), number: try $0.decode("number"),
                            layer: try $0.decode("layer"),
                            reader: try PersonReference(row: $0), purpose: try $0.decode("purpose"),
                            readAt: try $0.decode("read_at"))
                    }, limit: limit
                ) { String($0.id) }
            }
        }
    }
}
