import Deployment
import FoundationEssentials
import Postgres

/// Accounts, their roles and their tokens.
package struct Accounts: Sendable {
    let pool: Pool

    /// Accounts in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Makes an account.
    ///
    /// - Throws: `RecordError.conflict` when the name is taken, `.invalid` for an unknown team or officer.
    package func create(
        name: String, rank: Rank? = nil, team: String? = nil, officer: String? = nil, roles: Set<Role>
    ) async throws -> Account {
        guard (1...80).contains(name.unicodeScalars.count) else {
            throw RecordError.invalid([FieldProblem("/name", "has 1 to 80 characters")])
        }
        return try await recording {
            try await pool.transaction { connection in
                let made = try await connection.query(
                    """
                    INSERT INTO account (name, rank, team_id, officer_id)
                    VALUES (\(name), \(rank), \(team), \(officer)) RETURNING account_id
                    """)
                guard let id = try made.first?.decode(0, as: Int64.self) else { throw RecordError.notFound("account") }
                try await connection.execute(
                    "INSERT INTO account_role SELECT \(id), unnest(\(roles.map(\.rawValue))::text[])")
                guard let account = try await Accounts.find(id, connection) else {
                    throw RecordError.notFound("account")
                }
                return account
            }
        }
    }

    /// The account with this key; nil when there is none.
    package func find(_ id: Int64) async throws -> Account? {
        try await pool.withConnection { try await Accounts.find(id, $0) }
    }

    /// The account with this name; nil when there is none.
    package func find(name: String) async throws -> Account? {
        try await pool.withConnection { connection in
            try await connection.query(Accounts.selection + "WHERE a.name = \(name)").first.map(Account.init(row:))
        }
    }

    /// Accounts in order of their keys, those after `cursor`.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func list(after cursor: String? = nil, limit: Int = Page<Account>.usualLimit) async throws -> Page<Account>
    {
        let limit = Page<Account>.bounded(limit)
        let start = try Cursor.key(cursor) ?? 0
        return try await pool.withConnection { connection in
            let rows = try await connection.query(
                Accounts.selection + "WHERE a.account_id > \(start) ORDER BY a.account_id LIMIT \(limit + 1)")
            return Page(try rows.map(Account.init(row:)), limit: limit) { String($0.id) }
        }
    }

    /// Gives an account one more role; nothing happens when it has it.
    package func grant(_ role: Role, to account: Int64) async throws {
        try await recording {
            try await pool.transaction {
                _ = try await $0.execute(
                    "INSERT INTO account_role VALUES (\(account), \(role)) ON CONFLICT DO NOTHING")
            }
        }
    }

    private static func find(_ id: Int64, _ connection: Connection) async throws -> Account? {
        try await connection.query(selection + "WHERE a.account_id = \(id)").first.map(Account.init(row:))
    }

    private static let selection: Statement = """
        SELECT a.account_id, a.name, a.rank, a.team_id, a.officer_id, a.created_at,
            ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.account_id ORDER BY r.role) AS roles
        FROM account a\u{20}
        """
}

extension Account {
    init(row: Row) throws {
        id = try row.decode("account_id")
        name = try row.decode("name")
        rank = try row.decode("rank")
        team = try row.decode("team_id")
        officer = try row.decode("officer_id")
        roles = try row.decode("roles")
        createdAt = try row.decode("created_at")
    }
}
