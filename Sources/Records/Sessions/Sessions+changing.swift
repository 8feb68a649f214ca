import Deployment
import FoundationEssentials
import Postgres

extension Sessions {
    /// Gives a session a new secret; the one shown stays good for half a minute.
    ///
    /// Nil when another request has turned it since: that one's answer carries the new secret.
    package func turn(_ secret: SessionSecret, asOf: Date) async throws -> OpenedSession? {
        let next = secret.turned()
        return try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                UPDATE web_session
                SET former_hash = token_hash, token_hash = \(next.hash), turned_at = \(asOf)
                WHERE token_hash = \(secret.hash) AND ended_at IS NULL
                RETURNING \(Sessions.columns)
                """)
            return try rows.first.map { OpenedSession(secret: next, record: try SessionRecord($0)) }
        }
    }

    /// Lets a session act in another role of its account, under a new secret; the old one is good for nothing at once, and
    /// so are the forms that were open in the other role. It ends when it would have ended.
    ///
    /// - Throws: `RecordError.invalid` when the account does not hold the role, or the provider that opened the session did not
    ///   vouch for it; `.notFound` when the session is over.
    package func switchRole(_ id: Int64, to role: Role, asOf: Date) async throws -> OpenedSession {
        let secret = SessionSecret.make()
        return try await recording {
            try await pool.transaction { connection in
                guard try await !Sessions.held(role, by: id, connection).isEmpty else { throw Sessions.roleNotHeld }
                return try await Sessions.renew(id, secret, role, asOf, connection)
            }
        }
    }

    /// Ends one session of an account; a second time changes nothing.
    ///
    /// - Throws: `RecordError.notFound` when the account has no such session.
    package func end(_ id: Int64, of account: Int64, asOf: Date) async throws {
        try await pool.withConnection { connection in
            let touched = try await connection.execute(
                """
                UPDATE web_session SET ended_at = coalesce(ended_at, \(asOf))
                WHERE session_id = \(id) AND account_id = \(account)
                """)
            guard touched == 1 else { throw RecordError.notFound("session") }
        }
    }

    /// Ends the session with this secret, if there is one.
    package func end(_ secret: SessionSecret, asOf: Date) async throws {
        try await pool.withConnection { connection in
            _ = try await connection.execute(
                """
                UPDATE web_session SET ended_at = coalesce(ended_at, \(asOf))
                WHERE token_hash = \(secret.hash) OR former_hash = \(secret.hash)
                """)
        }
    }

    /// Signs an account out everywhere, but for one session where that is wanted; returns how many it ended.
    @discardableResult
    package func endAll(of account: Int64, except kept: Int64? = nil, asOf: Date) async throws -> Int {
        try await pool.withConnection { try await Sessions.endAll(of: account, except: kept, asOf, $0) }
    }

    /// Deletes sessions that nobody asks after any more; returns how many.
    package func forgetOld(asOf: Date) async throws -> Int {
        try await pool.withConnection {
            try await $0.execute(
                """
                DELETE FROM web_session s USING \(Sessions.moment(asOf)) x
                WHERE \(Sessions.over) < x.moment - make_interval(secs => \(Sessions.remembered))
                """)
        }
    }
}

extension Sessions {
    nonisolated(nonsending) static func endAll(
        of account: Int64, except kept: Int64?, _ asOf: Date, _ connection: Connection
    ) async throws -> Int {
        try await connection.execute(
            """
            UPDATE web_session SET ended_at = \(asOf)
            WHERE account_id = \(account) AND ended_at IS NULL AND session_id IS DISTINCT FROM \(kept)::bigint
            """)
    }

    /// Puts an open session under a secret that shares nothing with the former one.
    nonisolated(nonsending) static func renew(
        _ id: Int64, _ secret: SessionSecret, _ role: Role?, _ asOf: Date, _ connection: Connection
    ) async throws -> OpenedSession {
        let rows = try await connection.query(
            """
            UPDATE web_session s
            SET role = coalesce(\(role), s.role), token_hash = \(secret.hash), former_hash = NULL, turned_at = \(asOf)
            FROM \(Sessions.moment(asOf)) x WHERE s.session_id = \(id) AND \(Sessions.over) > x.moment
            RETURNING s.*
            """)
        guard let row = rows.first else { throw RecordError.notFound("session") }
        return OpenedSession(secret: secret, record: try SessionRecord(row))
    }

    nonisolated(nonsending) private static func held(
        _ role: Role, by id: Int64, _ connection: Connection
    ) async throws -> Rows {
        try await connection.query(
            """
            SELECT FROM web_session JOIN account_role r USING (account_id)
            WHERE session_id = \(id) AND r.role = \(role) AND (provider_roles IS NULL OR r.role = ANY (provider_roles))
            """)
    }
}
