/// What has become of a notification; the strongest mark counts.
package enum NotificationStanding: String, Sendable, Codable, CaseIterable {
    case notSeen = "not_seen"
    case seen
    case acknowledged
    /// What it asked for was done elsewhere.
    case done
    /// It no longer matters.
    case cancelled
}

/// How a person wants to be told outside the service.
package enum NotificationChannel: String, Sendable, Codable, CaseIterable {
    /// The command's own program takes the message.
    case command
    case email
    /// Not at all, but for what no pause holds.
    case nothing = "none"
}
