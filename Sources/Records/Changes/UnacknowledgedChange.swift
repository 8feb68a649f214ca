import Deployment
import FoundationEssentials
import Postgres

/// A change of a duty that its officer was told of and has yet to acknowledge.
package struct UnacknowledgedChange: Sendable, Equatable {
    package var notification: Int64
    package var change: Int64
    package var officer: String
    /// The day of the duty.
    package var day: Day?
    package var toldAt: Date
    package var answerBy: Date?
    package var isSeen: Bool

    /// Those that wait, the earliest told first; at most `limit` a page.
    package static func list(
        cursor: String? = nil, limit: Int = Page<UnacknowledgedChange>.usualLimit, in pool: Pool
    ) async throws -> Page<UnacknowledgedChange> {
        let after = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT n.notification_id, n.about_id::bigint AS change_id, n.to_officer, n.on_day, n.created_at, n.answer_by,
                        n.seen_at IS NOT NULL AS is_seen
                    FROM awaiting_answer w JOIN notification_standing n USING (notification_id)
                    WHERE n.kind = 'duty_changed' AND n.about_kind = 'change' AND n.to_officer IS NOT NULL
                        AND (\(after)::bigint IS NULL OR n.notification_id > \(after)::bigint)
                    ORDER BY n.notification_id LIMIT \(limit + 1)
                    """)
                return Page(
                    try rows.map {
                        UnacknowledgedChange(
                            notification: try $0.decode("notification_id"), change: try $0.decode("change_id"),
                            officer: try $0.decode("to_officer"), day: try $0.decode("on_day"),
                            toldAt: try $0.decode("created_at"), answerBy: try $0.decode("answer_by"),
                            isSeen: try $0.decode("is_seen"))
                    }, limit: limit
                ) { "\($0.notification)" }
            }
        }
    }
}
