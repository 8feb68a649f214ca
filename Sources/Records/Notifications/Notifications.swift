import Deployment
import FoundationEssentials
import Postgres

/// What people are told, and what became of it. Rows are made by PostgreSQL's `tell` and never rewritten.
package struct Notifications: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Tells one person one thing; of several tellings with one `occurrence` the first counts.
    ///
    /// For what is told by itself: other features call `tell` in their own transaction. Throws `RecordError.refused`
    /// for an unknown kind or a kind that names a day when none is given.
    package func tell(
        account: Int64? = nil, officer: String? = nil, kind: String, about: (kind: String, id: String), day: Day? = nil,
        answerBy: Date? = nil, isUrgent: Bool = false, occurrence: String? = nil
    ) async throws -> Int64 {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT tell(\(account)::bigint, \(officer)::text, \(kind), \(about.kind), \(about.id), \(day)::date,
                        \(answerBy)::timestamptz, \(isUrgent), \(occurrence)::text)
                    """)
                guard let row = rows.first else { throw RecordError.notFound("notification") }
                return try row.decode(0)
            }
        }
    }

    /// The notifications of one person, as account and as officer, newest first; marks each as seen.
    ///
    /// - Parameter isOpen: only those that neither were answered nor have become pointless.
    package func read(
        account: Int64, isOpen: Bool = false, cursor: String? = nil, limit: Int = Page<NotificationRecord>.usualLimit
    ) async throws -> Page<NotificationRecord> {
        let before = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    SELECT n.*, k.title, k.body, k.needs_acknowledgement
                    FROM notification_standing n JOIN notification_kind k USING (kind)
                    WHERE (n.to_account = \(account) OR n.to_officer = (SELECT officer_id FROM account WHERE account_id = \(account)))
                        AND (NOT \(isOpen) OR n.standing IN ('not_seen', 'seen'))
                        AND (\(before)::bigint IS NULL OR n.notification_id < \(before)::bigint)
                    ORDER BY n.notification_id DESC LIMIT \(limit + 1)
                    """)
                let page = Page(try rows.map { try NotificationRecord($0) }, limit: limit) { "\($0.id)" }
                let unseen = page.items.filter { $0.seenAt == nil }.map(\.id)
                if !unseen.isEmpty {
                    try await connection.execute(
                        "SELECT mark_notification(id, 'seen', \(account)) FROM unnest(\(unseen)::bigint[]) AS id")
                }
                return page
            }
        }
    }

    /// Acknowledges those of these notifications that ask for no more than to be read, for the person they went to.
    ///
    /// Throws `RecordError.notFound` where one of them went to somebody else; then none is acknowledged.
    package func acknowledgeRead(_ ids: [Int64], by account: Int64) async throws {
        do {
            try await recording {
                try await pool.transaction { connection in
                    _ = try await connection.execute(
                        """
                        SELECT mark_notification(n.notification_id, 'acknowledged', \(account))
                        FROM notification n JOIN notification_kind k USING (kind)
                        WHERE n.notification_id = ANY (\(ids)::bigint[]) AND NOT k.needs_acknowledgement
                        """)
                }
            }
        } catch RecordError.refused(_, "notification_own", _) {
            throw RecordError.notFound("notification")
        }
    }

    /// Acknowledges a notification for the person it went to; of a reminder, what it reminds of too.
    ///
    /// Returns whether that is new. Throws `RecordError.notFound` where there is none of this number for this account.
    @discardableResult
    package func acknowledge(_ id: Int64, by account: Int64) async throws -> Bool {
        do {
            return try await recording {
                try await pool.withConnection { connection in
                    try await connection.query("SELECT mark_notification(\(id), 'acknowledged', \(account))")
                        .first?.decode(0) ?? false
                }
            }
        } catch RecordError.refused(_, "notification_known", _), RecordError.refused(_, "notification_own", _) {
            // Whose messages there are is nobody else's business.
            throw RecordError.notFound("notification \(id)")
        }
    }

    /// What an account prefers; nil when it never said.
    package func preference(of account: Int64) async throws -> NotificationPreference? {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT channel, address, paused_until FROM notification_preference WHERE account_id = \(account)
                    """)
                return try rows.first.map { row in
                    NotificationPreference(
                        channel: try row.decode("channel"), address: try row.decode("address"),
                        pausedUntil: try row.decode("paused_until"))
                }
            }
        }
    }

    /// Sets what an account prefers; what waits for it is looked at again.
    ///
    /// Throws `RecordError.invalid` for an address that is none or is missing, `.refused` for too long a pause.
    package func prefer(_ wish: NotificationPreference, for account: Int64) async throws {
        try await recording {
            try await pool.withConnection { connection in
                _ = try await connection.execute(
                    """
                    SELECT prefer_notification(\(account), \(wish.channel), \(wish.address), \(wish.pausedUntil)::timestamptz)
                    """)
            }
        }
    }
}
