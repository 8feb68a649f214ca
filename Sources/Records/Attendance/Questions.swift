import Deployment
import FoundationEssentials
import Postgres

/// Questions about differences between what was published and what was worked: asked by time (see `DueWork`), answered by
/// the supervisors of the officer concerned, and flags where nobody answers or no row says why.
package struct Questions: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// An answer: a sentence, and the row where there is one.
    package struct Answer: Sendable, Codable, Equatable {
        package var words: String
        package var row: CoveringRow?
        /// "A12", "R3", "ND-41" or a skill; given just with `row`.
        package var rowKey: String?

        /// An answer.
        package init(words: String, row: CoveringRow? = nil, rowKey: String? = nil) {
            self.words = words
            self.row = row
            self.rowKey = rowKey
        }
    }

    /// Whose questions a list holds.
    package enum Scope: Sendable, Equatable {
        case all
        /// Those about officers of a team, and those asked of the reader.
        case team(String)
    }

    /// Questions, those asked of the reader first, then oldest first; open ones only unless `ended` says otherwise.
    package func list(
        for account: Int64, scope: Scope = .all, ended: Bool = false, cursor: String? = nil,
        limit: Int = Page<Question>.usualLimit
    ) async throws -> Page<Question> {
        let after = try cursorParts(cursor, count: 2)
        let team: String? = if case .team(let team) = scope { team } else { nil }
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT * FROM (\(Question.selection(for: account))) q
                    WHERE (q.ended_as IS NOT NULL) = \(ended)
                        AND (\(team)::text IS NULL OR q.is_mine OR EXISTS (SELECT FROM officer o
                            WHERE o.officer_id = q.officer_id AND o.team_id = \(team)::text))
                        AND (\(after?[0])::integer IS NULL
                            OR ((NOT q.is_mine)::integer, q.question_id) > (\(after?[0])::integer, \(after?[1])::bigint))
                    ORDER BY NOT q.is_mine, q.question_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try Question($0) }, limit: limit) { "\($0.isMine ? 0 : 1),\($0.id)" }
            }
        }
    }

    /// One question as an account sees it; throws `RecordError.notFound`, also where it is outside the scope.
    package func get(_ id: Int64, for account: Int64, scope: Scope = .all) async throws -> Question {
        let team: String? = if case .team(let team) = scope { team } else { nil }
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT * FROM (\(Question.selection(for: account))) q
                    WHERE q.question_id = \(id) AND (\(team)::text IS NULL OR q.is_mine OR EXISTS (SELECT FROM officer o
                        WHERE o.officer_id = q.officer_id AND o.team_id = \(team)::text))
                    """)
                guard let row = rows.first else { throw RecordError.notFound("question QU-\(id)") }
                return try Question(row)
            }
        }
    }

    /// Answers a question, which ends it: by the row that covers the duty, or else as a flag with its Gold case.
    ///
    /// Throws `RecordError.refused`: `own_answer` (noted for Gold), `not_asked`, `question_ended`, `answer_empty`,
    /// `answer_row` when the row named does not cover this duty; `.invalid`, `.notFound`.
    package func answer(_ id: Int64, _ answer: Answer, by account: Int64) async throws -> QuestionEnd {
        var problems = Prose.problems(answer.words, at: "/words")
        if (answer.row == nil) != (answer.rowKey == nil) {
            problems.append(FieldProblem("/rowKey", "is given just with row"))
        }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        do {
            return try await recording {
                try await pool.transaction { connection in
                    guard try await !connection.query("SELECT FROM question WHERE question_id = \(id)").isEmpty else {
                        throw RecordError.notFound("question QU-\(id)")
                    }
                    let rows = try await connection.query(
                        """
                        SELECT answer_question(\(account), \(id), \(answer.words), \(answer.row), \(answer.rowKey))
                        """)
                    guard let row = rows.first else { throw RecordError.notFound("question QU-\(id)") }
                    return try row.decode(0)
                }
            }
        } catch let error as RecordError {
            if case .refused(.twoPairsOfEyes, "own_answer", _) = error {
                try await SelfDecisions(pool: pool).note(account)
            }
            throw error
        }
    }
}
