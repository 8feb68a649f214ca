import Deployment
import FoundationEssentials
import Postgres

/// Somebody with a password, as sign-in needs them.
package struct PasswordHolder: Sendable {
    /// The account.
    package let account: Int64

    /// Its name.
    package let name: String

    /// What it may act as, the role of its last session first.
    package let roles: [Role]

    /// What is kept of the password.
    package let password: DerivedPassword

    /// Whether it is one that an administrator gave.
    package let mustChange: Bool
}

/// Passwords of accounts. What scrypt makes of them comes from outside: deriving takes long, and needs no database.
package struct Passwords: Sendable {
    let pool: Pool

    /// Passwords in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// The account of this name, when it has a password; nil for both, a name of nobody and one without.
    package func holder(named name: String) async throws -> PasswordHolder? {
        // A text of PostgreSQL holds no NUL, so no account is called so.
        guard !name.utf8.contains(0) else { return nil }
        return try await holder("a.name = \(name)")
    }

    /// The account with this key, when it has a password.
    package func holder(account: Int64) async throws -> PasswordHolder? {
        try await holder("a.account_id = \(account)")
    }

    /// Sets the password that an account chose itself; it stays signed in nowhere but in `kept`, under a new secret.
    ///
    /// - Throws: `RecordError.notFound` when `kept` is over, and then the password is the old one.
    package func set(
        _ password: DerivedPassword, of account: Int64, keeping kept: Int64, asOf: Date
    ) async throws -> OpenedSession {
        let secret = SessionSecret.make()
        return try await recording {
            try await pool.transaction { connection in
                try await Passwords.write(password, account, by: account, mustChange: false, asOf, connection)
                _ = try await Sessions.endAll(of: account, except: kept, asOf, connection)
                return try await Sessions.renew(kept, secret, nil, asOf, connection)
            }
        }
    }

    /// Sets a password for somebody else, or from the command line (`by` nil), and signs the account out everywhere.
    ///
    /// `mustChange` is true where the giver knows the password. Throws `RecordError.invalid` for an unknown account.
    package func setByAdmin(
        _ password: DerivedPassword, of account: Int64, by admin: Int64?, mustChange: Bool = true, asOf: Date
    ) async throws {
        try await recording {
            try await pool.transaction { connection in
                try await Passwords.write(password, account, by: admin, mustChange: mustChange, asOf, connection)
                _ = try await Sessions.endAll(of: account, except: nil, asOf, connection)
            }
        }
    }

    /// Keeps the same password under other costs, unless it was changed meanwhile.
    package func rederive(_ old: DerivedPassword, as new: DerivedPassword, of account: Int64) async throws {
        try await pool.withConnection { connection in
            _ = try await connection.execute(
                """
                UPDATE account_password SET salt = \(new.salt), derived = \(new.derived), rounds = \(new.rounds),
                    block = \(new.block), lanes = \(new.lanes)
                WHERE account_id = \(account) AND derived = \(old.derived) AND salt = \(old.salt)
                """)
        }
    }
}

extension Passwords {
    private func holder(_ condition: Statement) async throws -> PasswordHolder? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT a.account_id, a.name, p.salt, p.derived, p.rounds, p.block, p.lanes, p.must_change,
                    \(Sessions.rolesByUse)
                FROM account a JOIN account_password p USING (account_id) WHERE \(condition)
                """)
            return try rows.first.map(PasswordHolder.init)
        }
    }

    nonisolated(nonsending) private static func write(
        _ password: DerivedPassword, _ account: Int64, by: Int64?, mustChange: Bool, _ asOf: Date,
        _ connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            INSERT INTO account_password (account_id, salt, derived, rounds, block, lanes, set_at, set_by, must_change)
            VALUES (\(account), \(password.salt), \(password.derived), \(password.rounds), \(password.block),
                \(password.lanes), \(asOf), \(by), \(mustChange))
            ON CONFLICT (account_id) DO UPDATE SET salt = excluded.salt, derived = excluded.derived,
                rounds = excluded.rounds, block = excluded.block, lanes = excluded.lanes, set_at = excluded.set_at,
                set_by = excluded.set_by, must_change = excluded.must_change
            """)
    }
}

extension PasswordHolder {
    fileprivate init(_ row: Row) throws {
        account = try row.decode("account_id")
        name = try row.decode("name")
        roles = try row.decode("roles")
        password = DerivedPassword(
            salt: try row.decode("salt"), derived: try row.decode("derived"), rounds: try row.decode("rounds"),
            block: try row.decode("block"), lanes: try row.decode("lanes"))
        mustChange = try row.decode("must_change")
    }
}
