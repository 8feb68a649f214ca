import Deployment
import FoundationEssentials
import Postgres

/// An officer as lists of a team show one.
package struct TeamMember: Sendable, Hashable {
    /// The officer's id, such as `W00417`.
    package let officer: String
    /// The officer's name.
    package let name: String
    /// The officer's rank.
    package let rank: Rank
    /// The officer's team.
    package let team: String
}

/// Who is in which team: what a supervisor's pages need to call people by their names.
package struct Teams: Sendable {
    let pool: Pool

    /// Teams in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// The officers of a team on a day, by name.
    package func officers(of team: String, on day: Day) async throws -> [TeamMember] {
        try await members(
            """
            SELECT officer_id, name, rank, team_id FROM officer
            WHERE team_id = \(team) AND joined_on <= \(day) AND (left_on IS NULL OR left_on >= \(day))
            ORDER BY name, officer_id
            """)
    }

    /// The officers with these ids, by id; those that nobody has are left out.
    package func members(_ officers: some Sequence<String>) async throws -> [String: TeamMember] {
        let wanted = Set(officers).sorted()
        guard !wanted.isEmpty else { return [:] }
        let found = try await members(
            "SELECT officer_id, name, rank, team_id FROM officer WHERE officer_id = ANY (\(wanted)::text[])")
        return Dictionary(found.map { ($0.officer, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The account that an officer signs in with; nil where there is none.
    package func account(of officer: String) async throws -> Int64? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                "SELECT account_id FROM account WHERE officer_id = \(officer) ORDER BY account_id LIMIT 1")
            return try rows.first?.decode("account_id", as: Int64.self)
        }
    }

    private func members(_ query: Statement) async throws -> [TeamMember] {
        try await pool.withConnection { connection in
            try await connection.query(query).map { row in
                TeamMember(
                    officer: try row.decode("officer_id"), name: try row.decode("name"), rank: try row.decode("rank"),
                    team: try row.decode("team_id"))
            }
        }
    }
}
