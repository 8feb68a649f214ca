import Deployment
import FoundationEssentials
import Postgres

extension NotificationStanding: PostgresEncodable, PostgresDecodable {}
extension NotificationChannel: PostgresEncodable, PostgresDecodable {}

/// A notification as the person it went to sees it.
package struct NotificationRecord: Sendable, Codable, Equatable {
    package var id: Int64
    package var kind: String
    package var title: String
    /// The sentence, with its day and time put in.
    package var body: String
    /// What it is about: `change`.
    package var aboutKind: String
    /// Which one: `12`, `ND-41`.
    package var aboutID: String
    package var day: Day?
    package var answerBy: Date?
    package var isUrgent: Bool
    package var needsAcknowledgement: Bool
    /// The notification that this one reminds of.
    package var reminds: Int64?
    package var createdAt: Date
    package var seenAt: Date?
    package var acknowledgedAt: Date?
    package var standing: NotificationStanding
}

/// What has become of one telling, for those who made it.
package struct Acknowledgement: Sendable, Codable, Equatable {
    package var notification: Int64
    package var kind: String
    /// The officer who was told.
    package var officer: String?
    /// The account that was told.
    package var account: Int64?
    package var createdAt: Date
    package var answerBy: Date?
    package var seenAt: Date?
    package var acknowledgedAt: Date?
    package var standing: NotificationStanding
    /// What happens next if nobody answers: `reminder`, `overdue`, `next_rank`.
    package var next: String?
    package var nextAt: Date?
}

/// A notification that did not get out.
package struct UndeliveredNotification: Sendable, Codable, Equatable {
    package var notification: Int64
    /// The officer who was to be told.
    package var officer: String?
    /// The account that was to be told.
    package var account: Int64?
    package var createdAt: Date
    /// `given_up` after the last try, or `no_channel`: there is no way to reach this person.
    package var state: String
    package var attempts: Int
    /// A short code of the last failure, `smtp_550`; never a server's words.
    package var error: String?
    package var lastTryAt: Date?
}

/// How a person wants to be told.
package struct NotificationPreference: Sendable, Codable, Equatable {
    package var channel: NotificationChannel
    /// The e-mail address; needed for that channel.
    package var address: String?
    package var pausedUntil: Date?

    /// A preference.
    package init(channel: NotificationChannel, address: String? = nil, pausedUntil: Date? = nil) {
        self.channel = channel
        self.address = address
        self.pausedUntil = pausedUntil
    }
}

extension NotificationRecord {
    init(_ row: Row) throws {
        id = try row.decode("notification_id")
        kind = try row.decode("kind")
        day = try row.decode("on_day")
        answerBy = try row.decode("answer_by")
        title = NotificationText.filled(try row.decode("title"), day: day, answerBy: answerBy)
        body = NotificationText.filled(try row.decode("body"), day: day, answerBy: answerBy)
        aboutKind = try row.decode("about_kind")
        aboutID = try row.decode("about_id")
        isUrgent = try row.decode("urgent")
        needsAcknowledgement = try row.decode("needs_acknowledgement")
        reminds = try row.decode("reminds")
        createdAt = try row.decode("created_at")
        seenAt = try row.decode("seen_at")
        acknowledgedAt = try row.decode("acknowledged_at")
        standing = try row.decode("standing")
    }
}
