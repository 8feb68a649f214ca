import Deployment
import FoundationEssentials
import Postgres

extension Accounts {
    /// Makes a token for one role of an account; its text is returned and never stored.
    ///
    /// - Throws: `RecordError.invalid` when the account does not hold the role or the token would be born expired.
    package func issueToken(account: Int64, role: Role, expiresAt: Date, asOf: Date) async throws -> IssuedToken {
        guard expiresAt > asOf else {
            throw RecordError.invalid([FieldProblem("/expiresAt", "lies in the future")])
        }
        let text = BearerToken.make()
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    INSERT INTO token (account_id, role, token_hash, created_at, expires_at)
                    SELECT account_id, role, \(BearerToken.hash(text)), \(asOf), \(expiresAt)
                    FROM account_role WHERE account_id = \(account) AND role = \(role)
                    RETURNING token_id
                    """)
                guard let row = rows.first else {
                    throw RecordError.invalid([FieldProblem("/role", "is a role that the account holds")])
                }
                return IssuedToken(id: try row.decode("token_id"), text: text, role: role, expiresAt: expiresAt)
            }
        }
    }

    /// Stops a token from working; a second time changes nothing.
    ///
    /// - Throws: `RecordError.notFound` when there is no such token.
    package func revoke(token id: Int64, asOf: Date) async throws {
        try await pool.withConnection { connection in
            let touched = try await connection.execute(
                "UPDATE token SET revoked_at = coalesce(revoked_at, \(asOf)) WHERE token_id = \(id)")
            guard touched == 1 else { throw RecordError.notFound("token") }
        }
    }

    /// The tokens of an account, newest first.
    package func tokens(of account: Int64) async throws -> [TokenRecord] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT token_id, role, created_at, expires_at, revoked_at
                FROM token WHERE account_id = \(account) ORDER BY token_id DESC
                """)
            return try rows.map {
                TokenRecord(
                    id: try $0.decode("token_id"), role: try $0.decode("role"), createdAt: try $0.decode("created_at"),
                    expiresAt: try $0.decode("expires_at"), revokedAt: try $0.decode("revoked_at"))
            }
        }
    }

    /// Who shows this token at this moment; nil when it is unknown, expired or revoked.
    ///
    /// Looks the token up by its hash, so that the time taken tells nothing about its text.
    package func authenticate(_ text: String, asOf: Date) async throws -> Principal? {
        guard let hash = BearerToken.hash(text) else { return nil }
        return try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT t.token_id, t.role, a.account_id, a.name, a.rank, a.officer_id, a.team_id
                FROM token t JOIN account a USING (account_id)
                WHERE t.token_hash = \(hash) AND t.expires_at > \(asOf) AND (t.revoked_at IS NULL OR t.revoked_at > \(asOf))
                """)
            return try rows.first.map {
                Principal(
                    accountID: try $0.decode("account_id"), name: try $0.decode("name"), role: try $0.decode("role"),
                    rank: try $0.decode("rank"), officerID: try $0.decode("officer_id"),
                    teamID: try $0.decode("team_id"), credential: .token(try $0.decode("token_id")))
            }
        }
    }
}
