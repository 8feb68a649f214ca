import Deployment
import FoundationEssentials

/// What is on record of a session.
package struct SessionRecord: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64

    /// Whose it is.
    package let account: Int64

    /// The one role it acts in.
    package let role: Role

    /// When it was opened.
    package let madeAt: Date

    /// When it was last used, to the minute.
    package let seenAt: Date

    /// When it last changed its secret.
    package let turnedAt: Date

    /// When it ends at the latest.
    package let endsAt: Date

    /// The roles that the provider vouched for, where it opened the session; nil where a password did.
    package let providerRoles: [Role]?
}

/// A session at the only moments its secret is known: opened, or under a new secret.
package struct OpenedSession: Sendable {
    /// What the cookie is to hold.
    package let secret: SessionSecret

    /// The session.
    package let record: SessionRecord
}

/// A session that somebody shows and that is good.
package struct OpenSession: Sendable, Hashable {
    /// Who acts, as with a token.
    package let principal: Principal

    /// The session.
    package let record: SessionRecord

    /// Whether it was opened by a password that an administrator gave: only its change and signing out should be allowed.
    package let mustChangePassword: Bool

    /// Whether it is time for `Sessions.turn`.
    package let isDueToTurn: Bool
}

/// A session that is over, but not for long: whose it was, so that a form sent too late can be shown to them again.
package struct LapsedSession: Sendable, Hashable {
    /// Whose it was.
    package let account: Int64

    /// The account's name.
    package let name: String

    /// The role it acted in.
    package let role: Role
}
