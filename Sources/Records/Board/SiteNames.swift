import Postgres

/// Sites as lists to choose from show them.
package enum SiteNames {
    /// Every site with its name, by number.
    package static func read(in pool: Pool) async throws -> [(id: String, name: String)] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query("SELECT site_id, name FROM site ORDER BY site_id").map {
                    (id: try $0.decode("site_id"), name: try $0.decode("name"))
                }
            }
        }
    }
}
