import Deployment
import FoundationEssentials
import Postgres

/// Something that a person was told and has still to acknowledge; its sentence is read on the page of what is due.
package struct WaitingNotice: Sendable, Equatable {
    /// The notification.
    package let id: Int64
    /// Its title.
    package let title: String
    /// The day it is about.
    package let day: Day?
    /// By when an answer is wanted.
    package let answerBy: Date?
    /// Whether it cannot wait.
    package let isUrgent: Bool

    /// A notice with these parts.
    package init(id: Int64, title: String, day: Day? = nil, answerBy: Date? = nil, isUrgent: Bool = false) {
        self.id = id
        self.title = title
        self.day = day
        self.answerBy = answerBy
        self.isUrgent = isUrgent
    }
}

extension Notifications {
    /// What a person has still to acknowledge, newest first, without marking anything as seen: pages other than the one of
    /// what is due only point at it.
    package func waiting(for account: Int64, limit: Int = 20) async throws -> [WaitingNotice] {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT n.notification_id, k.title, n.on_day, n.answer_by, n.urgent
                    FROM notification_standing n JOIN notification_kind k USING (kind)
                    WHERE (n.to_account = \(account) OR n.to_officer = (SELECT officer_id FROM account WHERE account_id = \(account)))
                        AND k.needs_acknowledgement AND n.reminds IS NULL AND n.standing IN ('not_seen', 'seen')
                    ORDER BY n.notification_id DESC LIMIT \(limit)
                    """)
                return try rows.map { row in
                    let (day, answerBy) = (
                        try row.decode("on_day", as: Day?.self), try row.decode("answer_by", as: Date?.self)
                    )
                    return WaitingNotice(
                        id: try row.decode("notification_id"),
                        title: NotificationText.filled(try row.decode("title"), day: day, answerBy: answerBy), day: day,
                        answerBy: answerBy, isUrgent: try row.decode("urgent"))
                }
            }
        }
    }
}
