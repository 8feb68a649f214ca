import Deployment
import FoundationEssentials
import Postgres

/// A duty below its target on a day with a published roster, and why, as that roster found it.
package struct UnfilledDuty: Sendable, Equatable {
    package var post: String
    package var postName: String
    package var site: String
    package var siteName: String
    package var day: Day
    package var shift: String
    package var level: ResponseLevel
    package var min: Int
    package var target: Int
    package var filled: Int
    /// The operation that wants it, such as `OP-3`.
    package var operation: String?
    /// Where every officer stood when the roster was made; nil where the duty had its target then.
    package var reasons: DutyReasons?

    /// Officers missing to the minimum.
    package var belowMin: Int { max(0, min - filled) }
    /// Officers missing to the target.
    package var belowTarget: Int { max(0, target - filled) }
}

/// Reads duties below their target, soonest first.
package enum UnfilledDuties {
    /// Those of days from `from` to `to` inclusive, by day, start of the shift and post; of one site where given; at most
    /// `limit` a page. Days without a published roster have none: nobody stands anywhere then.
    ///
    /// Throws `RecordError.invalid` for a cursor of another list.
    package static func read(
        from: Day, to: Day, site: String? = nil, cursor: String? = nil, limit: Int = Page<UnfilledDuty>.usualLimit,
        in pool: Pool
    ) async throws -> Page<UnfilledDuty> {
        let after = try cursorParts(cursor, count: 3)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT d.*, p.name AS post_name, p.site_id, s.name AS site_name, v.reasons
                    FROM standing_duties(\(from), \(to)) d JOIN post p USING (post_id) JOIN site s USING (site_id)
                    JOIN shift h USING (shift_id) JOIN publication u ON u.period @> d.day
                    LEFT JOIN version_duty v ON (v.version_id, v.post_id, v.day, v.shift_id)
                        = (u.version_id, d.post_id, d.day, d.shift_id)
                    WHERE d.filled < d.target_officers AND (\(site)::text IS NULL OR p.site_id = \(site)::text)
                        AND (\(after?[0])::date IS NULL OR (d.day, h.starts, d.shift_id, d.post_id) > (\(after?[0])::date,
                            (SELECT x.starts FROM shift x WHERE x.shift_id = \(after?[1])::text), \(after?[1])::text,
                            \(after?[2])::text))
                    ORDER BY d.day, h.starts, d.shift_id, d.post_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try UnfilledDuty($0) }, limit: limit) { "\($0.day),\($0.shift),\($0.post)" }
            }
        }
    }
}

extension UnfilledDuty {
    init(_ row: Row) throws {
        post = try row.decode("post_id")
        postName = try row.decode("post_name")
        site = try row.decode("site_id")
        siteName = try row.decode("site_name")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        level = try row.decode("level")
        min = try row.decode("min_officers")
        target = try row.decode("target_officers")
        filled = try row.decode("filled")
        let number: Int64? = try row.decode("operation_id")
        operation = number.map { "OP-\($0)" }
        reasons = try row.decode("reasons", as: StoredJSON<DutyReasons>?.self)?.value
    }
}
