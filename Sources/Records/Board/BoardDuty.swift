import Deployment
import Postgres

/// One duty with what is known of its place.
package struct BoardDuty: Sendable, Equatable {
    package var post: String
    package var postName: String
    package var isCovert: Bool
    package var site: String
    package var siteName: String
    package var day: Day
    package var shift: String
    package var shiftName: String
    package var level: ResponseLevel
    package var min: Int
    package var target: Int
    package var filled: Int
    /// The operation that wants it, such as `OP-3`.
    package var operation: String?
    /// The roster version that is published for the day.
    package var version: Int64?

    /// Reads the duty of a post on a day's shift, wanted or not; throws `RecordError.notFound` for a post or shift there is none of.
    package static func read(post: String, day: Day, shift: String, in pool: Pool) async throws -> BoardDuty {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT p.post_id, p.name AS post_name, p.covert, p.site_id, s.name AS site_name, h.shift_id, h.name AS shift_name,
                        coalesce(d.level, level_on(p.site_id, \(day))) AS level, coalesce(d.min_officers, 0) AS min,
                        coalesce(d.target_officers, 0) AS target, coalesce(d.filled, 0) AS filled, d.operation_id,
                        (SELECT u.version_id FROM publication u WHERE u.period @> \(day)::date) AS version
                    FROM post p JOIN site s USING (site_id) CROSS JOIN shift h
                    LEFT JOIN standing_duties(\(day), \(day)) d ON (d.post_id, d.shift_id) = (p.post_id, h.shift_id)
                    WHERE p.post_id = \(post) AND h.shift_id = \(shift)
                    """)
                guard let row = rows.first else { throw RecordError.notFound("duty of \(post) on shift \(shift)") }
                let operation: Int64? = try row.decode("operation_id")
                return BoardDuty(
                    post: try row.decode("post_id"), postName: try row.decode("post_name"),
                    isCovert: try row.decode("covert"), site: try row.decode("site_id"),
                    siteName: try row.decode("site_name"), day: day, shift: try row.decode("shift_id"),
                    shiftName: try row.decode("shift_name"), level: try row.decode("level"),
                    min: try row.decode("min"), target: try row.decode("target"), filled: try row.decode("filled"),
                    operation: operation.map { "OP-\($0)" }, version: try row.decode("version"))
            }
        }
    }
}
