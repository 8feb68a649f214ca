import Deployment
import FoundationEssentials
import Postgres

/// Challenges of decisions: hidden from whoever had a part in the decision until Gold releases them.
///
/// A challenge is an entry of the decision's Gold case and never a flag. Every method says for whom it asks; row-level
/// security answers.
package struct Challenges: Sendable {
    let pool: Pool

    /// Challenges in the database of this pool, which connects as the application.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Challenges a decision, in a sentence. That the challenger may see the decision is for the caller to hold.
    ///
    /// - Returns: its key; Gold is told in the same transaction, those of it with a part in the decision excepted.
    /// - Throws: `RecordError.refused`: `decision_known`, `own_challenge`, `challenge_words`; `.invalid`.
    package func raise(on nonDeployment: Int64, text: String, by account: Int64) async throws -> Int64 {
        try Challenges.check(text)
        return try await recording {
            try await pool.transaction { connection in
                try await connection.query("SELECT raise_challenge(\(account), \(nonDeployment), \(text))")[0].decode(0)
            }
        }
    }

    /// Shows a challenge to those with a part in the decision, with the challenger's name or without.
    ///
    /// - Throws: `RecordError.notFound` for who may not know of it; `.refused`: `gold_only`, `outside_line`; `.conflict`.
    package func release(_ challenge: Int64, withName: Bool, by account: Int64) async throws {
        try await act("SELECT release_challenge(\(challenge), \(account), \(withName))", on: challenge)
    }

    /// Answers a challenge; the challenger is told.
    ///
    /// - Throws: as `release`, and `.refused` with `challenge_words`.
    package func answer(_ challenge: Int64, text: String, by account: Int64) async throws {
        try Challenges.check(text)
        try await act("SELECT answer_challenge(\(challenge), \(account), \(text))", on: challenge)
    }

    /// The challenges of a decision that an account may know of, in order. Those with a part in the decision find none
    /// before the release, whether there are any or not.
    package func list(of nonDeployment: Int64, for account: Int64) async throws -> [Challenge] {
        try await pool.reading(for: account) { connection in
            try await connection.query(
                Challenges.selection + "WHERE c.nd_id = \(nonDeployment) ORDER BY c.challenge_id"
            ).map(Challenge.init(row:))
        }
    }

    /// The challenges that an account may know of, newest first, those after `cursor`; only its own, or only those without an
    /// answer, if asked.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func list(
        for account: Int64, onlyOwn: Bool = false, onlyOpen: Bool = false, after cursor: String? = nil,
        limit: Int = Page<Challenge>.usualLimit
    ) async throws -> Page<Challenge> {
        let limit = Page<Challenge>.bounded(limit)
        let start = try Cursor.key(cursor) ?? .max
        return try await pool.reading(for: account) { connection in
            let rows = try await connection.query(
                Challenges.selection + """
                    WHERE c.challenge_id < \(start) AND (NOT \(onlyOwn)::boolean OR challenger_of(c.challenge_id) = \(account))
                        AND NOT (\(onlyOpen)::boolean AND w.answered_at IS NOT NULL)
                    ORDER BY c.challenge_id DESC LIMIT \(limit + 1)
                    """)
            return Page(try rows.map(Challenge.init(row:)), limit: limit) { String($0.id) }
        }
    }

    private func act(_ statement: Statement, on challenge: Int64) async throws {
        do {
            try await recording {
                try await pool.transaction { connection in _ = try await connection.query(statement) }
            }
        } catch RecordError.refused(_, "challenge_known", _) {
            throw RecordError.notFound("challenge CH-\(challenge)")
        }
    }

    private static func check(_ text: String) throws {
        let problems = Prose.problems(text, at: "/text")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
    }

    /// Every challenge `c` that the acting account may know of; a condition follows.
    private static let selection: Statement = """
        SELECT c.challenge_id, c.nd_id, t.body, c.recorded_at, c.answer_by, r.released_at IS NOT NULL AS released,
            a.account_id, a.name, w.answered_at, u.body AS answer, b.account_id AS answerer_id, b.name AS answerer_name
        FROM challenge c JOIN prose t ON t.prose_id = c.text_id
        LEFT JOIN account a ON a.account_id = challenger_of(c.challenge_id)
        LEFT JOIN challenge_release r ON r.challenge_id = c.challenge_id
        LEFT JOIN challenge_answer w ON w.challenge_id = c.challenge_id
        LEFT JOIN prose u ON u.prose_id = w.text_id LEFT JOIN account b ON b.account_id = w.answered_by\u{20}
        """
}

extension Challenge {
    init(row: Row) throws {
        id = try row.decode("challenge_id")
        number = "CH-\(id)"
        nonDeployment = "ND-\(try row.decode("nd_id", as: Int64.self))"
        text = try row.decode("body")
        challengedBy = try PersonReference.ifAny(row: row)
        raisedAt = try row.decode("recorded_at")
        answerBy = try row.decode("answer_by")
        isReleased = try row.decode("released")
        answer = try row.decode("answer", as: String?.self).map { text in
            ChallengeAnswer(
                text: text, by: try PersonReference(row: row, id: "answerer_id", name: "answerer_name"),
                at: try row.decode("answered_at"))
        }
    }
}
