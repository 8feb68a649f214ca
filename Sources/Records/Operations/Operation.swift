import Deployment
import FoundationEssentials
import Postgres

/// An operation as lists show it.
package struct Operation: Sendable, Codable, Equatable {
    package var id: Int64
    /// What people call it, such as `OP-3`.
    package var number: String
    package var kind: OperationKind
    package var name: String
    package var site: String
    /// The inspector who answers for it.
    package var owner: String
    package var ledBy: OperationLead
    package var borough: String?
    package var request: String?
    package var authority: String?
    package var state: OperationState
    package var startsAt: Date
    package var expectedEnd: Day?
    package var closedAt: Date?
    package var reviewOn: Day?
    package var authorityReviewOn: Day?
    /// Whether it is open and one of its reviews was due before today.
    package var isReviewOverdue: Bool
    /// Whether it is open longer than was expected.
    package var isPastExpectedEnd: Bool
}

/// An operation with everything written in it.
package struct OperationDetail: Sendable, Codable, Equatable {
    package var operation: Operation
    package var posts: [OperationPost]
    /// Every line that holds or held, by day.
    package var demand: [OperationDemandLine]
    /// What was written in it, in order.
    package var entries: [OperationEntry]
}

/// A post of an operation.
package struct OperationPost: Sendable, Codable, Equatable {
    package var post: String
    package var skills: [String]
}

/// A line of demand that holds or held on these days.
package struct OperationDemandLine: Sendable, Codable, Equatable {
    package var post: String
    package var shift: String
    package var from: Day
    /// nil until the operation is closed.
    package var to: Day?
    package var level: ResponseLevel
    package var min: Int
    package var target: Int
}

/// Something written in an operation.
package struct OperationEntry: Sendable, Codable, Equatable {
    package var id: Int64
    package var kind: OperationEntryKind
    /// Its words; nil for the closing.
    package var note: String?
    /// Of a review: when the next is due.
    package var nextReview: Day?
    package var writtenBy: Int64
    package var writtenAt: Date
}

/// A standing deployment that its operation does not want, or that its closing found under way.
package struct SurplusDeployment: Sendable, Codable, Equatable {
    package var deployment: Int64
    package var officer: String
    package var day: Day
    package var shift: String
    package var post: String
    package var startsAt: Date
    package var endsAt: Date
    /// What the duty wants now.
    package var target: Int
    /// Who stands there.
    package var filled: Int
}

/// A duty that is wanted, and how many stand there now.
package struct WantedDuty: Sendable, Codable, Equatable {
    package var post: String
    package var day: Day
    package var shift: String
    package var level: ResponseLevel
    package var min: Int
    package var target: Int
    package var filled: Int
    /// The operation that wants it, such as `OP-3`; nil for a post's own demand.
    package var operation: String?
    /// Whether a roster of that day is published: before that nobody stands anywhere.
    package var isPublished: Bool
}

extension Operation {
    init(_ row: Row) throws {
        id = try row.decode("operation_id")
        number = "OP-\(id)"
        kind = try row.decode("kind")
        name = try row.decode("name")
        site = try row.decode("site_id")
        owner = try row.decode("owner_inspector")
        ledBy = try row.decode("led_by")
        borough = try row.decode("borough")
        request = try row.decode("request_reference")
        authority = try row.decode("authority_reference")
        state = try row.decode("state")
        startsAt = try row.decode("starts_at")
        expectedEnd = try row.decode("expected_end")
        closedAt = try row.decode("closed_at")
        reviewOn = try row.decode("review_on")
        authorityReviewOn = try row.decode("authority_review_on")
        isReviewOverdue = try row.decode("review_overdue")
        isPastExpectedEnd = try row.decode("past_end")
    }
}

extension OperationEntry {
    init(_ row: Row) throws {
        id = try row.decode("entry_id")
        kind = try row.decode("kind")
        note = try row.decode("note")
        nextReview = try row.decode("next_review")
        writtenBy = try row.decode("written_by")
        writtenAt = try row.decode("written_at")
    }
}

extension SurplusDeployment {
    init(_ row: Row) throws {
        deployment = try row.decode("deployment_id")
        officer = try row.decode("officer_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        post = try row.decode("post_id")
        startsAt = try row.decode("starts_at")
        endsAt = try row.decode("ends_at")
        target = try row.decode("target_officers")
        filled = try row.decode("filled")
    }
}

extension WantedDuty {
    init(_ row: Row) throws {
        post = try row.decode("post_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        level = try row.decode("level")
        min = try row.decode("min_officers")
        target = try row.decode("target_officers")
        filled = try row.decode("filled")
        operation = try row.decode("operation_id", as: Int64?.self).map { "OP-\($0)" }
        isPublished = try row.decode("published")
    }
}

extension OperationKind: PostgresEncodable, PostgresDecodable {}
extension OperationState: PostgresEncodable, PostgresDecodable {}
extension OperationLead: PostgresEncodable, PostgresDecodable {}
extension OperationEntryKind: PostgresEncodable, PostgresDecodable {}
