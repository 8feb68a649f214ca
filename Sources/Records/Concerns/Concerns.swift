import Deployment
import FoundationEssentials
import Postgres

/// Concerns that officers raise in confidence.
///
/// They take nobody off a duty and count towards no flag. Their texts are sealed, and their rows show themselves only to who
/// may know of them; every method says for whom it asks.
package struct Concerns: Sendable {
    let pool: Pool

    /// Concerns in the database of this pool, which connects as the application.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Raises a concern: the officer's own, or by a supervisor for the officer who is named.
    ///
    /// - Returns: its key; the officer and those who answer for it are told in the same transaction.
    /// - Throws: `RecordError.invalid`, or `.refused`: `concern_raiser`, `concern_words`, `concern_duty`.
    package func raise(_ concern: NewConcern, by account: Int64) async throws -> Int64 {
        let problems = concern.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return try await recording {
            try await pool.transaction { connection in
                guard try await !connection.query("SELECT FROM officer WHERE officer_id = \(concern.officer)").isEmpty
                else { throw RecordError.invalid([FieldProblem("/officer", "is an officer of the command")]) }
                let rows = try await connection.query(
                    """
                    SELECT raise_concern(\(account), \(concern.officer), \(concern.site), \(concern.deployment), \(concern.what),
                        \(concern.help), \(concern.ownWords), \(concern.notMyLine))
                    """)
                return try rows[0].decode(0)
            }
        }
    }

    /// Takes a concern on, or passes on one that somebody else has taken.
    ///
    /// - Throws: `RecordError.notFound` for who may not know of it, `.refused`: `concern_line`, `concern_step`.
    package func acknowledge(_ concern: Int64, note: String? = nil, by account: Int64) async throws {
        try await step(concern, .acknowledged, note, account)
    }

    /// Answers a concern; by somebody who has taken it on.
    ///
    /// - Throws: as `acknowledge`, and `.refused` with `concern_words`.
    package func answer(_ concern: Int64, text: String, by account: Int64) async throws {
        try await step(concern, .answered, text, account)
    }

    /// Withdraws a concern; by the officer.
    ///
    /// - Throws: as `acknowledge`, and `.refused` with `concern_own`.
    package func withdraw(_ concern: Int64, note: String? = nil, by account: Int64) async throws {
        try await step(concern, .withdrawn, note, account)
    }

    /// Says that a non-deployment came of a concern.
    ///
    /// - Throws: `RecordError.refused`: `concern_line`, `concern_officer`; `.conflict` when it is linked already.
    package func link(_ concern: Int64, to nonDeployment: Int64, by account: Int64) async throws {
        try await recording {
            try await pool.transaction { connection in
                _ = try await connection.query("SELECT link_concern(\(concern), \(nonDeployment), \(account))")
            }
        }
    }

    /// Reads the sealed texts of a concern; the read is on record before a text is seen, and the officer sees it.
    ///
    /// - Parameter purpose: 5 to 200 characters, shown to the officer.
    /// - Throws: `RecordError.refused(.needToKnow, …)` for whoever may not know of it, `.invalid`.
    package func read(_ concern: Int64, by reader: Int64, purpose: String) async throws -> [ConcernText] {
        guard (5...200).contains(purpose.unicodeScalars.count) else {
            throw RecordError.invalid([FieldProblem("/purpose", "has 5 to 200 characters")])
        }
        return try await recording {
            let noted: Int64 = try await pool.transaction { connection in
                try await connection.query("SELECT note_concern_read(\(reader), \(concern), \(purpose))")[0].decode(0)
            }
            // The database gives the texts only when the note is committed.
            return try await pool.withConnection { connection in
                try await connection.query("SELECT part, saying FROM read_concern(\(noted))").map {
                    ConcernText(part: try $0.decode("part"), text: try $0.decode("saying"))
                }
            }
        }
    }

    private func step(_ concern: Int64, _ state: ConcernState, _ note: String?, _ account: Int64) async throws {
        let problems = Prose.problems(note, at: state == .answered ? "/text" : "/note")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        do {
            try await recording {
                try await pool.transaction { connection in
                    _ = try await connection.query(
                        "SELECT step_concern(\(concern), \(state), \(account), \(note))")
                }
            }
        } catch RecordError.refused(_, "concern_known", _) {
            throw RecordError.notFound("concern C-\(concern)")
        }
    }
}

extension ConcernState: PostgresEncodable, PostgresDecodable {}
extension ConcernPart: PostgresEncodable, PostgresDecodable {}
