import Deployment
import FoundationEssentials
import Postgres

/// The account that a person of the provider is bound to, as sign-in needs it.
package struct ProviderHolder: Sendable, Equatable {
    /// The account.
    package let account: Int64

    /// What it may act as, the role of its last session first.
    package let roles: [Role]
}

/// A person of the provider who may sign in to an account.
package struct ProviderIdentity: Sendable, Equatable {
    /// The provider's own key of the person (`sub`).
    package let subject: String

    /// The administrator who bound the two; nil where the claim did that the settings name.
    package let boundBy: Int64?

    /// When they were bound.
    package let boundAt: Date
}

/// Which person of which provider is which account. An account has one such person for each provider, and a person one account.
package struct ProviderIdentities: Sendable {
    let pool: Pool

    /// Bindings in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// The account that this person of this provider may sign in to; nil where none is bound.
    package func holder(issuer: String, subject: String) async throws -> ProviderHolder? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT a.account_id, \(Sessions.rolesByUse)
                FROM provider_identity i JOIN account a USING (account_id)
                WHERE i.issuer = \(issuer) AND i.subject = \(subject) AND i.ended_at IS NULL
                """)
            return try rows.first.map {
                ProviderHolder(account: try $0.decode("account_id"), roles: try $0.decode("roles"))
            }
        }
    }

    /// The person of this provider who may sign in to an account; nil where there is none.
    package func find(issuer: String, account: Int64) async throws -> ProviderIdentity? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT subject, bound_by, bound_at FROM provider_identity
                WHERE issuer = \(issuer) AND account_id = \(account) AND ended_at IS NULL
                """)
            return try rows.first.map {
                ProviderIdentity(
                    subject: try $0.decode("subject"), boundBy: try $0.decode("bound_by"),
                    boundAt: try $0.decode("bound_at"))
            }
        }
    }

    /// Binds a person of the provider to somebody else's account.
    ///
    /// - Throws: `RecordError.conflict` when one of the two is bound already, `.invalid` for an unknown account or one's own.
    package func bind(
        issuer: String, subject: String, to account: Int64, by admin: Int64, asOf: Date
    ) async throws {
        try await recording {
            try await pool.withConnection { connection in
                _ = try await connection.execute(
                    """
                    INSERT INTO provider_identity (issuer, subject, account_id, bound_by, bound_at)
                    VALUES (\(issuer), \(subject), \(account), \(admin), \(asOf))
                    """)
            }
        }
    }

    /// Binds a person of the provider to the account of this name at the first sign-in, and says which that is.
    ///
    /// Nil where there is no such account, or where the person or the account was ever bound at this provider: what an
    /// administrator ended, only an administrator begins again.
    package func bindFirst(issuer: String, subject: String, named name: String, asOf: Date) async throws
        -> ProviderHolder?
    {
        // A text of PostgreSQL holds no NUL.
        guard !name.utf8.contains(0), !subject.utf8.contains(0) else { return nil }
        let bound = try await pool.withConnection { connection in
            try await connection.execute(
                """
                INSERT INTO provider_identity (issuer, subject, account_id, bound_at)
                SELECT \(issuer), \(subject), a.account_id, \(asOf) FROM account a
                WHERE a.name = \(name) AND NOT EXISTS (
                    SELECT FROM provider_identity i
                    WHERE i.issuer = \(issuer) AND (i.subject = \(subject) OR i.account_id = a.account_id))
                ON CONFLICT DO NOTHING
                """)
        }
        return bound == 1 ? try await holder(issuer: issuer, subject: subject) : nil
    }

    /// Ends the binding of an account, and signs it out everywhere.
    ///
    /// - Throws: `RecordError.notFound` when it has none.
    package func end(issuer: String, account: Int64, by admin: Int64, asOf: Date) async throws {
        try await recording {
            try await pool.transaction { connection in
                let touched = try await connection.execute(
                    """
                    UPDATE provider_identity SET ended_by = \(admin), ended_at = \(asOf)
                    WHERE issuer = \(issuer) AND account_id = \(account) AND ended_at IS NULL
                    """)
                guard touched == 1 else { throw RecordError.notFound("binding") }
                _ = try await Sessions.endAll(of: account, except: nil, asOf, connection)
            }
        }
    }
}
