import Deployment
import FoundationEssentials
import Postgres

/// Where an open case stands: differs whenever the case has moved.
package struct CaseStanding: Sendable, Hashable {
    package let revision: Int
    package let state: CaseState
    package let priority: Priority
    package let dueAt: Date
}

extension GoldQueue {
    /// Where every open case stands that the reader may know of, by its key.
    package func standings(for reader: Int64) async throws -> [Int64: CaseStanding] {
        try await pool.reading(for: reader) { connection in
            let rows = try await connection.query(
                "SELECT case_id, revision, state, priority, due_at FROM gold_case WHERE state <> 'closed'")
            var found: [Int64: CaseStanding] = [:]
            for row in rows {
                found[try row.decode("case_id")] = CaseStanding(
                    revision: try row.decode("revision"), state: try row.decode("state"),
                    priority: try row.decode("priority"), dueAt: try row.decode("due_at"))
            }
            return found
        }
    }

    /// A text that differs whenever something is written in a case, or joins it, that the reader may know of.
    ///
    /// - Throws: `RecordError.notFound`.
    package func mark(of id: Int64, for reader: Int64) async throws -> String {
        try await pool.reading(for: reader) { connection in
            let rows = try await connection.query(
                """
                SELECT c.revision || '.' || (SELECT count(*) FROM case_entry e WHERE e.case_id = c.case_id) AS mark
                FROM gold_case c WHERE c.case_id = \(id)
                """)
            guard let row = rows.first else { throw RecordError.notFound("case G-\(id)") }
            return try row.decode("mark")
        }
    }
}
