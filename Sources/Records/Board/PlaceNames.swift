import Deployment
import Postgres

/// What posts, sites and missions are called, for pages that show a name beside a code. Covert posts are never named.
package struct PlaceNames: Sendable, Equatable {
    private var names: [String: String] = [:]

    /// No names: every place is called by its code.
    package init() {}

    /// Reads the names of the posts, sites and missions with these codes; unknown ones and covert posts are left out.
    package static func read(_ codes: some Sequence<String>, in pool: Pool) async throws -> PlaceNames {
        let wanted = Set(codes).sorted()
        guard !wanted.isEmpty else { return PlaceNames() }
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT post_id AS code, name FROM post WHERE post_id = ANY (\(wanted)::text[]) AND NOT covert
                    UNION ALL SELECT site_id, name FROM site WHERE site_id = ANY (\(wanted)::text[])
                    UNION ALL SELECT mission_id, name FROM mission WHERE mission_id = ANY (\(wanted)::text[])
                    """)
                var found = PlaceNames()
                for row in rows { found.names[try row.decode("code")] = try row.decode("name", as: String.self) }
                return found
            }
        }
    }

    /// Whether a name is known.
    package func knows(_ code: String) -> Bool { names[code] != nil }

    /// Name and code, "North gate P027"; the code where no name is known.
    package func called(_ code: String) -> String { names[code].map { "\($0) \(code)" } ?? code }

    /// Name and code of a site, "Harbour embassy S014"; "site S014" where no name is known.
    package func site(_ code: String) -> String { names[code] == nil ? "site \(code)" : called(code) }
}
