import Deployment
import FoundationEssentials
import Postgres

/// Sessions of the pages: opened at sign-in, found by their secret, over after half an hour alone or twelve hours in all.
package struct Sessions: Sendable {
    let pool: Pool

    /// How long the secret before a turn stays good: what another tab had sent, or sends while the answer is on its way.
    static let grace: TimeInterval = 30

    /// Use is written down this often at most, so that a page is seldom a write. A session left alone may thus end this much
    /// too early, never too late.
    static let touch: TimeInterval = 60

    /// How long it is remembered whose a session was that is over.
    static let remembered: TimeInterval = 12 * 3600

    /// Sessions in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Opens a session for one role of an account; `providerRoles` are those that the provider vouched for, if it opens it.
    ///
    /// - Throws: `RecordError.invalid` when the account does not hold the role, or the provider does not vouch for it.
    package func open(
        account: Int64, role: Role, providerRoles: [Role]? = nil, asOf: Date
    ) async throws -> OpenedSession {
        guard providerRoles?.contains(role) != false else { throw Sessions.roleNotHeld }
        let secret = SessionSecret.make()
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    INSERT INTO web_session (account_id, role, token_hash, made_at, seen_at, turned_at, ends_at,
                        provider_roles)
                    SELECT r.account_id, r.role, \(secret.hash), x.moment, x.moment, x.moment,
                        x.moment + make_interval(mins => figure('session_longest', x.day)),
                        \(providerRoles)::text[]
                    FROM account_role r, \(Sessions.moment(asOf)) x
                    WHERE r.account_id = \(account) AND r.role = \(role)
                    RETURNING \(Sessions.columns)
                    """)
                guard let row = rows.first else { throw Sessions.roleNotHeld }
                return OpenedSession(secret: secret, record: try SessionRecord(row))
            }
        }
    }

    /// The session with this secret, when it is good at this moment.
    ///
    /// `isUse` is false for what runs by itself, such as a stream: that keeps no session alive.
    package func find(_ secret: SessionSecret, isUse: Bool = true, asOf: Date) async throws -> OpenSession? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT s.*, a.name, a.rank, a.officer_id, a.team_id,
                    coalesce(p.must_change, false) AND s.provider_roles IS NULL AS must_change,
                    s.token_hash = x.hash AND s.turned_at <= x.moment - make_interval(mins => figure('session_turn', x.day))
                        AS is_due,
                    s.seen_at <= x.moment - make_interval(secs => \(Sessions.touch)) AS is_stale
                FROM \(Sessions.moment(asOf, secret)) x
                JOIN web_session s ON s.token_hash = x.hash
                    OR s.former_hash = x.hash AND s.turned_at > x.moment - make_interval(secs => \(Sessions.grace))
                JOIN account a USING (account_id) LEFT JOIN account_password p USING (account_id)
                WHERE \(Sessions.over) > x.moment
                """)
            guard let row = rows.first else { return nil }
            let found = try OpenSession(row)
            if isUse, try row.decode("is_stale") {
                try await connection.execute(
                    """
                    UPDATE web_session SET seen_at = \(asOf)
                    WHERE session_id = \(found.record.id) AND seen_at < \(asOf) AND ended_at IS NULL
                    """)
            }
            return found
        }
    }

    /// Whether a session is still open in this role, for a stream that outlives the secret it began with. No use of it.
    package func isOpen(_ id: Int64, role: Role, asOf: Date) async throws -> Bool {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT FROM web_session s, \(Sessions.moment(asOf)) x
                WHERE s.session_id = \(id) AND s.role = \(role) AND \(Sessions.over) > x.moment
                """)
            return !rows.isEmpty
        }
    }

    /// Whose session this was, when it ended within the last twelve hours; nil while it is good.
    package func lapsed(_ secret: SessionSecret, asOf: Date) async throws -> LapsedSession? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT s.account_id, s.role, a.name
                FROM \(Sessions.moment(asOf, secret)) x
                JOIN web_session s ON s.token_hash = x.hash OR s.former_hash = x.hash JOIN account a USING (account_id)
                WHERE \(Sessions.over) <= x.moment
                    AND \(Sessions.over) > x.moment - make_interval(secs => \(Sessions.remembered))
                """)
            return try rows.first.map {
                LapsedSession(
                    account: try $0.decode("account_id"), name: try $0.decode("name"), role: try $0.decode("role"))
            }
        }
    }

    /// The open sessions of an account, the last used first.
    package func list(of account: Int64, asOf: Date) async throws -> [SessionRecord] {
        try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT s.* FROM web_session s, \(Sessions.moment(asOf)) x
                WHERE s.account_id = \(account) AND \(Sessions.over) > x.moment
                ORDER BY s.seen_at DESC, s.session_id DESC
                """
            ).map(SessionRecord.init)
        }
    }
}

extension Sessions {
    static let columns: Statement = "session_id, account_id, role, made_at, seen_at, turned_at, ends_at, provider_roles"

    /// The roles of account `a`, that of its last session first.
    static let rolesByUse: Statement = """
        ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.account_id
            ORDER BY (SELECT max(s.made_at) FROM web_session s
                      WHERE s.account_id = r.account_id AND s.role = r.role) DESC NULLS LAST, r.grant_id) AS roles
        """

    static let roleNotHeld = RecordError.invalid([FieldProblem("/role", "is a role that the account holds")])

    /// The moment and its day in London, by which figures are in force, as a row `x`.
    static func moment(_ asOf: Date) -> Statement {
        """
        (SELECT t.moment, (t.moment AT TIME ZONE 'Europe/London')::date AS day
        FROM (SELECT \(asOf)::timestamptz AS moment) t)
        """
    }

    /// The same, with the hash of the secret that was shown. By its hash, so that the time taken tells nothing about it.
    static func moment(_ asOf: Date, _ secret: SessionSecret) -> Statement {
        """
        (SELECT t.moment, (t.moment AT TIME ZONE 'Europe/London')::date AS day, \(secret.hash)::bytea AS hash
        FROM (SELECT \(asOf)::timestamptz AS moment) t)
        """
    }

    /// When session `s` is or was over, with the figures of day `x`.
    static let over: Statement = """
        least(s.ended_at, s.ends_at, s.seen_at + make_interval(mins => figure('session_idle', x.day)))
        """
}

extension SessionRecord {
    init(_ row: Row) throws {
        id = try row.decode("session_id")
        account = try row.decode("account_id")
        role = try row.decode("role")
        madeAt = try row.decode("made_at")
        seenAt = try row.decode("seen_at")
        turnedAt = try row.decode("turned_at")
        endsAt = try row.decode("ends_at")
        providerRoles = try row.decode("provider_roles")
    }
}

extension OpenSession {
    fileprivate init(_ row: Row) throws {
        record = try SessionRecord(row)
        principal = Principal(
            accountID: record.account, name: try row.decode("name"), role: record.role, rank: try row.decode("rank"),
            officerID: try row.decode("officer_id"), teamID: try row.decode("team_id"), credential: .session(record.id))
        mustChangePassword = try row.decode("must_change")
        isDueToTurn = try row.decode("is_due")
    }
}
