import Deployment
import FoundationEssentials
import Postgres

extension Notifications {
    /// Who was told of something and what became of it, in the order of telling; reminders are folded into what they
    /// remind of.
    package func acknowledgements(
        about: (kind: String, id: String), asOf: Date, cursor: String? = nil,
        limit: Int = Page<Acknowledgement>.usualLimit
    ) async throws -> Page<Acknowledgement> {
        let after = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let figures = try await RuleFigureReader.read(connection)
                let day = LondonClock.day(atAbsoluteMinutes: Int(asOf.timeIntervalSince1970 / 60))
                let rhythm = ReminderRhythm(hours: try figures("reminder_rhythm", on: day))
                let rows = try await connection.query(
                    """
                    SELECT n.*, k.needs_acknowledgement,
                        (SELECT min(o.created_at) FROM notification o WHERE o.reminds = n.notification_id AND o.kind = 'overdue') AS overdue_at,
                        NOT EXISTS (SELECT FROM awaiting_answer w WHERE w.notification_id = n.notification_id) AS is_over
                    FROM notification_standing n JOIN notification_kind k USING (kind)
                    WHERE n.about_kind = \(about.kind) AND n.about_id = \(about.id) AND n.reminds IS NULL
                        AND (\(after)::bigint IS NULL OR n.notification_id > \(after)::bigint)
                    ORDER BY n.notification_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try Acknowledgement($0, rhythm, asOf) }, limit: limit) {
                    "\($0.notification)"
                }
            }
        }
    }

    /// What did not get out: given up after the last try, or to somebody who cannot be reached; newest first.
    package func undelivered(
        cursor: String? = nil, limit: Int = Page<UndeliveredNotification>.usualLimit
    ) async throws -> Page<UndeliveredNotification> {
        let before = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT n.notification_id, n.to_officer, n.to_account, n.created_at, o.state, o.attempts, d.error_class, d.at
                    FROM outgoing o JOIN notification n USING (notification_id)
                    LEFT JOIN LATERAL (SELECT error_class, at FROM delivery WHERE notification_id = o.notification_id
                        ORDER BY delivery_id DESC LIMIT 1) d ON true
                    WHERE o.state IN ('given_up', 'no_channel')
                        AND (\(before)::bigint IS NULL OR o.notification_id < \(before)::bigint)
                    ORDER BY o.notification_id DESC LIMIT \(limit + 1)
                    """)
                let items = try rows.map { row in
                    UndeliveredNotification(
                        notification: try row.decode("notification_id"), officer: try row.decode("to_officer"),
                        account: try row.decode("to_account"), createdAt: try row.decode("created_at"),
                        state: try row.decode("state"), attempts: try row.decode("attempts"),
                        error: try row.decode("error_class"), lastTryAt: try row.decode("at"))
                }
                return Page(items, limit: limit) { "\($0.notification)" }
            }
        }
    }
}

extension Acknowledgement {
    init(_ row: Row, _ rhythm: ReminderRhythm, _ now: Date) throws {
        notification = try row.decode("notification_id")
        kind = try row.decode("kind")
        officer = try row.decode("to_officer")
        account = try row.decode("to_account")
        createdAt = try row.decode("created_at")
        answerBy = try row.decode("answer_by")
        seenAt = try row.decode("seen_at")
        acknowledgedAt = try row.decode("acknowledged_at")
        standing = try row.decode("standing")
        guard let answerBy, try row.decode("needs_acknowledgement", as: Bool.self) else { return }
        let next = rhythm.next(
            createdAt: createdAt, answerBy: answerBy, overdueAt: try row.decode("overdue_at"),
            isOver: try row.decode("is_over"), after: now)
        switch next?.step {
        case .reminder: self.next = "reminder"
        case .overdue: self.next = "overdue"
        case .nextRank: self.next = "next_rank"
        case nil: break
        }
        nextAt = next?.at
    }
}
