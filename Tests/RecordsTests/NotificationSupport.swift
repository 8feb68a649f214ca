import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

extension Cast {
    var notifications: Notifications { Notifications(pool: database.pool) }
    var outgoing: OutgoingNotices { OutgoingNotices(pool: database.pool) }

    /// Kinds that only tests know: with and without an answer, with and without a pause.
    func registerTestKinds() async throws {
        try await database.admin.run(
            """
            INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
                ('t_duty', 'Duty changed', 'Your duty on {day} has changed. Sign in.', true, true),
                ('t_news', 'News', 'There is news for you. Sign in.', false, true),
                ('t_legal', 'Legal notice', 'There is a notice for you. Answer by {answer_by}. Sign in.', true, false)
            """)
    }

    /// Tells somebody of a change of a duty.
    @discardableResult
    func tell(
        officer: String? = nil, account: Int64? = nil, kind: String = "t_duty", about: String = "1", in days: Int = 3,
        answerBy: Date? = nil, isUrgent: Bool = false, occurrence: String? = nil
    ) async throws -> Int64 {
        try await notifications.tell(
            account: account, officer: officer, kind: kind, about: ("change", about), day: today.adding(days),
            answerBy: answerBy, isUrgent: isUrgent, occurrence: occurrence)
    }

    var today: Day { LondonClock.day(atAbsoluteMinutes: Int(now.timeIntervalSince1970 / 60)) }

    /// What was told: recipient and kind, in order.
    func told(_ condition: String = "true") async throws -> [String] {
        try await database.admin.value(
            Statement(
                unsafe:
                    "SELECT coalesce(array_agg(recipient || ' ' || kind ORDER BY notification_id), '{}') FROM notification WHERE \(condition)"
            ))
    }

    /// The states of what is to go out, in order.
    func outgoingStates() async throws -> [String] {
        try await database.admin.value(
            "SELECT coalesce(array_agg(state ORDER BY notification_id), '{}') FROM outgoing")
    }
}

/// Holds every text of the database against what texts may hold: the two placeholders, no line breaks, and no name of
/// anybody or any place on record.
func expectPlainTexts(
    _ pool: Pool, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let (texts, names, notifications) = try await pool.withConnection { connection in
        let texts = try await connection.query("SELECT kind, title || ' ' || body AS text FROM notification_kind").map {
            (kind: try $0.decode("kind", as: String.self), text: try $0.decode("text", as: String.self))
        }
        let names = try await connection.query(
            """
            SELECT name FROM site UNION SELECT name FROM mission UNION SELECT name FROM officer UNION SELECT name FROM account
            UNION SELECT name FROM team UNION SELECT name FROM post
            """
        ).map { try $0.decode("name", as: String.self) }
        let notifications = try await connection.query("SELECT about_id, occurrence FROM notification").map {
            (
                about: try $0.decode("about_id", as: String.self),
                occurrence: try $0.decode("occurrence", as: String.self)
            )
        }
        return (texts, names, notifications)
    }
    #expect(texts.count >= 7, sourceLocation: sourceLocation)
    for (kind, text) in texts {
        #expect(NotificationText.isPlain(text), "\(kind)", sourceLocation: sourceLocation)
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(kind)", sourceLocation: sourceLocation)
        for word in ["because", "reason", "welfare", "sick", "medical", "threat", "mission"] {
            #expect(!text.lowercased().contains(word), "\(kind) says \(word)", sourceLocation: sourceLocation)
        }
        for name in names where name.count > 3 {
            #expect(!text.contains(name), "\(kind) says \(name)", sourceLocation: sourceLocation)
        }
    }
    for (about, occurrence) in notifications {
        for name in names where name.count > 3 {
            #expect(!about.contains(name) && !occurrence.contains(name), "\(about)", sourceLocation: sourceLocation)
        }
    }
}
