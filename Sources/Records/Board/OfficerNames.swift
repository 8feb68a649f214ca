import Deployment
import Postgres

/// What officers are called, for pages that show a name beside a number.
package struct OfficerNames: Sendable, Equatable {
    private var names: [String: String] = [:]

    /// Reads the names of some officers; unknown ones are left out.
    package static func read(_ officers: [String], in pool: Pool) async throws -> OfficerNames {
        guard !officers.isEmpty else { return OfficerNames() }
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT officer_id, rank || ' ' || name AS called FROM officer
                    WHERE officer_id = ANY (\(Array(Set(officers)).sorted())::text[])
                    """)
                var found = OfficerNames()
                for row in rows { found.names[try row.decode("officer_id")] = try row.decode("called") }
                return found
            }
        }
    }

    /// Rank, name and number: "PC Rowan Tate W001".
    package func called(_ officer: String) -> String {
        names[officer].map { "\($0) \(officer)" } ?? officer
    }
}
