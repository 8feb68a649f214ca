import Deployment
import FoundationEssentials
import Postgres

/// What a question is about.
package enum QuestionKind: String, CaseIterable, Sendable, Codable, PostgresDecodable {
    case notWorked = "not_worked"
    case otherPost = "other_post"
    /// A post was worked without a published duty.
    case unpublished
    /// Nothing at all was recorded for a shift.
    case noReturn = "no_return"
}

/// How a question ended.
package enum QuestionEnd: String, CaseIterable, Sendable, Codable, PostgresDecodable {
    /// A row covers the duty.
    case row
    /// The difference is no longer there: corrected, changed, or returned.
    case gone
    /// Neither: it is a flag, and Gold has its case.
    case flagged
}

/// The kinds of rows that say why a duty was not worked as published.
package enum CoveringRow: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    case abstraction, restriction
    case nonDeployment = "non_deployment"
    case lapsedCurrency = "lapsed_currency"
}

/// A neutral question about a difference between what was published and what was worked.
package struct Question: Sendable, Codable, Equatable {
    package var id: Int64
    package var kind: QuestionKind
    /// The question in words; neutral.
    package var wording: String
    /// The officer concerned; nil for a whole shift.
    package var officer: String?
    package var day: Day
    package var shift: String
    package var post: String?
    package var deployment: Int64?
    /// What was recorded: absent, reserve, worked, no row, no return.
    package var status: String
    /// Whether it was asked of the account that reads it.
    package var isMine: Bool
    package var askedAt: Date
    /// When its clock runs out.
    package var answerBy: Date
    package var answeredBy: Int64?
    package var answeredAt: Date?
    /// The answer in words: layer decision, for the line and Gold.
    package var answer: String?
    /// The row that covers the duty, with its key: "A12", "R3", "ND-41" or a skill.
    package var row: CoveringRow?
    package var rowKey: String?
    package var ended: QuestionEnd?
    package var endedAt: Date?
    /// The flag it became: "F-210".
    package var flag: String?

    /// As records show it.
    package var number: String { "QU-\(id)" }
}

extension Question {
    init(_ row: Row) throws {
        id = try row.decode("question_id")
        kind = try row.decode("kind")
        wording = try row.decode("wording")
        officer = try row.decode("officer_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        post = try row.decode("post_id")
        deployment = try row.decode("deployment_id")
        status = try row.decode("status")
        isMine = try row.decode("is_mine")
        askedAt = try row.decode("asked_at")
        answerBy = try row.decode("answer_by")
        answeredBy = try row.decode("answered_by")
        answeredAt = try row.decode("answered_at")
        answer = try row.decode("answer")
        self.row = try row.decode("row_kind")
        rowKey = try row.decode("row_key")
        ended = try row.decode("ended_as")
        endedAt = try row.decode("ended_at")
        flag = try row.decode("flag_id", as: Int64?.self).map { "F-\($0)" }
    }

    /// Questions as an account sees them.
    static func selection(for account: Int64) -> Statement {
        """
        SELECT q.*, \(account)::bigint = ANY (q.asked_of) AS is_mine, p.body AS answer
        FROM question_now q LEFT JOIN prose p ON p.prose_id = q.words_id
        """
    }
}
