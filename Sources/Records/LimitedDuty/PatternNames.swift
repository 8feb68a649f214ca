import Postgres

/// Patterns as lists to choose from show them.
package enum PatternNames {
    /// Every pattern with its name, by id.
    package static func read(in pool: Pool) async throws -> [(id: String, name: String)] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query("SELECT pattern_id, name FROM pattern ORDER BY name, pattern_id").map {
                    (id: try $0.decode("pattern_id"), name: try $0.decode("name"))
                }
            }
        }
    }
}
