import Deployment
import FoundationEssentials
import Postgres

/// A restriction in force as supervisors see it: what the officer cannot do and when that is reviewed, never why.
package struct LimitedDutyRecord: Sendable, Codable, Equatable {
    package var id: String
    package var officer: String
    package var name: String
    package var team: String
    /// restricted or recuperative.
    package var kind: String
    /// What people read.
    package var words: String
    /// Ids of the functional limits that bite now.
    package var limits: [String]
    package var from: Day
    package var to: Day?
    package var reviewOn: Day
    package var isOverdue: Bool
    /// When it was last reviewed; nil where it never was.
    package var lastReviewedAt: Date?
    /// Posts that suit the officer today.
    package var postsThatSuit: Int
}

/// What a review says: when the next is, or that the restriction ends; and the limits from then on where they change.
package struct RestrictionReview: Sendable, Codable, Equatable {
    package var nextReview: Day?
    /// The last day of the restriction.
    package var endedOn: Day?
    /// Ids of functional limits; nil as they were.
    package var limits: [String]?

    /// A review.
    package init(nextReview: Day? = nil, endedOn: Day? = nil, limits: [String]? = nil) {
        self.nextReview = nextReview
        self.endedOn = endedOn
        self.limits = limits
    }
}

/// A review on record.
package struct RestrictionReviewRecord: Sendable, Codable, Equatable {
    package var id: Int64
    package var reviewedBy: Int64
    package var reviewedAt: Date
    package var nextReview: Day?
    package var endedOn: Day?
    package var limits: [String]?
}

/// A post that an officer's limits and skills leave room at, with the shifts that fit.
package struct SuitingPost: Sendable, Codable, Equatable {
    package var post: String
    package var name: String
    package var site: String
    package var kind: String
    package var shifts: [String]
    /// Whether anybody is wanted there on that day.
    package var isWanted: Bool
}

extension FunctionalLimit {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode("limit_id"), words: try row.decode("words"), barsArmed: try row.decode("bars_armed"),
            barsNights: try row.decode("bars_nights"), onlyKinds: try row.decode("only_kinds"),
            maxMinutes: try row.decode("max_minutes"))
    }
}

extension LimitedDutyRecord {
    init(_ row: Row) throws {
        id = try row.decode("restriction_id")
        officer = try row.decode("officer_id")
        name = try row.decode("name")
        team = try row.decode("team_id")
        kind = try row.decode("kind")
        words = try row.decode("limits")
        limits = try row.decode("limit_ids")
        from = try row.decode("from_day")
        to = try row.decode("to_day")
        reviewOn = try row.decode("review_on")
        isOverdue = try row.decode("overdue")
        lastReviewedAt = try row.decode("reviewed_at")
        postsThatSuit = try row.decode("posts")
    }
}

extension RestrictionReviewRecord {
    init(_ row: Row) throws {
        id = try row.decode("review_id")
        reviewedBy = try row.decode("reviewed_by")
        reviewedAt = try row.decode("reviewed_at")
        nextReview = try row.decode("next_review")
        endedOn = try row.decode("ended_on")
        limits = try row.decode("limits")
    }
}
