import FoundationEssentials
import Postgres

/// What time alone causes; run again and again by whichever instance leads. Running it twice changes nothing.
package struct DueWork: Sendable {
    let pool: Pool

    /// The due work of the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Raises the flags whose cause is time: overdue full forms, missed reviews, and questions
    /// about attendance that ended without an answer or a row.
    ///
    /// - Returns: how many are new.
    package func raiseDueFlags(asOf: Date) async throws -> Int {
        try await count("SELECT raise_due_flags(\(asOf))")
    }

    /// Asks about every difference between published and worked that is past its grace time and has no row that says why.
    ///
    /// - Returns: how many questions are new.
    package func askDueQuestions(asOf: Date) async throws -> Int {
        try await count("SELECT ask_due_questions(\(asOf))")
    }

    /// Ends the swaps that nobody answered in time, or whose duties no longer stand.
    ///
    /// - Returns: how many lapsed.
    package func lapseSwaps(asOf: Date) async throws -> Int {
        try await count("SELECT lapse_swaps(\(asOf))")
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

    /// Warns officers of currencies that lapse unbooked, once for each band, and the duties office.
    ///
    /// - Returns: how many lapses were warned of.
    package func warnCurrencies(asOf: Date) async throws -> Int {
        try await count("SELECT warn_currencies(\(asOf))")
    }

    /// Tells the duties office, once for each, of published duties that a lapse has re-opened.
    ///
    /// - Returns: how many duties.
    package func reopenPastLapse(asOf: Date) async throws -> Int {
        try await count("SELECT reopen_past_lapse(\(asOf))")
    }

    /// Tells the duties office, once a month for each skill, that fewer seats are set up than currencies lapse.
    ///
    /// - Returns: how many skills.
    package func warnTrainingLoad(asOf: Date) async throws -> Int {
        try await count("SELECT warn_training_load(\(asOf))")
    }

    /// Brings concerns that nobody acknowledged in time to the next rank, once.
    ///
    /// - Returns: how many concerns.
    package func escalateConcerns(asOf: Date) async throws -> Int {
        try await count("SELECT escalate_concerns(\(asOf))")
    }

    /// Brings challenges that were not answered in time to Gold again, once.
    ///
    /// - Returns: how many challenges.
    package func remindChallenges(asOf: Date) async throws -> Int {
        try await count("SELECT remind_challenges(\(asOf))")
    }

    /// Tells of reviews of operations that are due, and whoever stands above of those that were not held.
    ///
    /// - Returns: how many messages it made.
    package func remindOfOperations(asOf: Date) async throws -> Int {
        try await count("SELECT remind_operation_reviews(\(asOf))")
    }

    /// Tells of reviews of limited duty that are due or overdue; past the grace asks Gold about the review.
    ///
    /// - Returns: how many messages and flags it made.
    package func remindOfLimitedDuty(asOf: Date) async throws -> Int {
        try await count("SELECT limited_duty_due(\(asOf))")
    }

    /// Tells of individual patterns whose review is overdue.
    ///
    /// - Returns: how many messages it made.
    package func remindOfPatterns(asOf: Date) async throws -> Int {
        try await count("SELECT pattern_reviews_due(\(asOf))")
    }

    private func count(_ statement: Statement) async throws -> Int {
        try await recording {
            try await pool.transaction { connection in
                try await connection.query(statement).first?.decode(0, as: Int.self) ?? 0
            }
        }
    }
}
