import FoundationEssentials
import Postgres

/// What time alone causes; run again and again by whichever instance leads. Running it twice changes nothing.
package struct DueWork: Sendable {
    let pool: Pool

    /// The due work of the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Raises the flags whose cause is time: overdue full forms, missed reviews, undocumented absences.
    ///
    /// - Returns: how many are new.
    package func raiseDueFlags(asOf: Date) async throws -> Int {
        try await count("SELECT raise_due_flags(\(asOf))")
    }

    /// Ends the records whose end has passed; their effect ended with their window already.
    ///
    /// - Returns: how many ended.
    package func endWhatIsOver(asOf: Date) async throws -> Int {
        try await count("SELECT end_what_is_over(\(asOf))")
    }

    /// Reminds of messages that wait for their answer, in the rhythm of ux 6.4; tells the next rank at its end.
    ///
    /// - Returns: how many messages it made.
    package func remindDue(asOf: Date) async throws -> Int {
        try await count("SELECT remind_due(\(asOf))")
    }

    private func count(_ statement: Statement) async throws -> Int {
        try await recording {
            try await pool.transaction { connection in
                try await connection.query(statement).first?.decode(0, as: Int.self) ?? 0
            }
        }
    }
}
