import Deployment
import FoundationEssentials

/// A person who uses Evenhand.
package struct Account: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64

    /// The name by which records show this person; unique.
    package let name: String

    /// The rank that decides what this person may decide; nil outside the ranks.
    package let rank: Rank?

    /// The team, for the line of a decision.
    package let team: String?

    /// The officer this person is, when the command rosters them.
    package let officer: String?

    /// What the account may be used for.
    package let roles: [Role]

    /// When the account was made.
    package let createdAt: Date
}

/// What somebody showed to act.
package enum Credential: Sendable, Hashable {
    /// A bearer token, by its key.
    case token(Int64)
    /// A session of the pages, by its key.
    case session(Int64)
}

/// Who is acting, as a bearer token or a session says.
package struct Principal: Sendable, Hashable {
    /// The account.
    package let accountID: Int64

    /// The account's name.
    package let name: String

    /// The one role this token or session is for.
    package let role: Role

    /// The account's rank.
    package let rank: Rank?

    /// The officer this person is.
    package let officerID: String?

    /// The account's team.
    package let teamID: String?

    /// What was shown.
    package let credential: Credential
}

/// A bearer token at the only moment its text exists.
package struct IssuedToken: Sendable {
    /// The database's key, by which it can be revoked.
    package let id: Int64

    /// The text to hand over: `evh_` and 43 characters of base64url. Only its SHA-256 is stored.
    package let text: String

    /// The role it is for.
    package let role: Role

    /// When it stops working.
    package let expiresAt: Date
}

/// What is known of a token after it was handed over.
package struct TokenRecord: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64

    /// The role it is for.
    package let role: Role

    /// When it was made.
    package let createdAt: Date

    /// When it stops working.
    package let expiresAt: Date

    /// When it was revoked; nil while it works.
    package let revokedAt: Date?
}
