import Postgres

/// What the shifts are called.
package enum ShiftNames {
    /// Every shift with its name, by its start.
    package static func read(in pool: Pool) async throws -> [(id: String, name: String)] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query("SELECT shift_id, name FROM shift ORDER BY starts, shift_id").map {
                    (id: try $0.decode("shift_id"), name: try $0.decode("name"))
                }
            }
        }
    }
}
