import Deployment
import FoundationEssentials
import Postgres

/// Restricted and recuperative duty: functional limits, reviews, and the posts that suit. PostgreSQL holds every rule.
package struct LimitedDuty: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// The functional limits that there are, by id.
    package func functionalLimits() async throws -> [FunctionalLimit] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query("SELECT * FROM functional_limit ORDER BY limit_id").map {
                    try FunctionalLimit($0)
                }
            }
        }
    }

    /// Restrictions in force on the day of `asOf`, the longest overdue review first; at most `limit` a page.
    ///
    /// Of one team or officer where given; with `overdueOnly` those whose review was due before that day.
    package func list(
        team: String? = nil, officer: String? = nil, overdueOnly: Bool = false, asOf: Date, cursor: String? = nil,
        limit: Int = Page<LimitedDutyRecord>.usualLimit
    ) async throws -> Page<LimitedDutyRecord> {
        let after = try cursorParts(cursor, count: 2)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(Self.selection(asOf))
                    WHERE daterange(r.from_day, r.to_day, '[]') @> t.today
                        AND (\(team)::text IS NULL OR o.team_id = \(team)::text)
                        AND (\(officer)::text IS NULL OR r.officer_id = \(officer)::text)
                        AND (NOT \(overdueOnly)::boolean OR r.review_on < t.today)
                        AND (\(after?[0])::date IS NULL OR (r.review_on, r.restriction_id) > (\(after?[0])::date, \(after?[1])::text))
                    ORDER BY r.review_on, r.restriction_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try LimitedDutyRecord($0) }, limit: limit) { "\($0.reviewOn),\($0.id)" }
            }
        }
    }

    /// One restriction, in force or not; throws `RecordError.notFound`.
    package func get(_ id: String, asOf: Date) async throws -> LimitedDutyRecord {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query("\(Self.selection(asOf)) WHERE r.restriction_id = \(id)")
                guard let row = rows.first else { throw RecordError.notFound("restriction \(id)") }
                return try LimitedDutyRecord(row)
            }
        }
    }

    /// The reviews of a restriction, oldest first.
    package func reviews(of id: String) async throws -> [RestrictionReviewRecord] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query(
                    """
                    SELECT review_id, reviewed_by, reviewed_at, next_review, ended_on, limits FROM restriction_review
                    WHERE restriction_id = \(id) ORDER BY review_id
                    """
                ).map { try RestrictionReviewRecord($0) }
            }
        }
    }

    /// Records a review: the only thing that moves the review date.
    ///
    /// Throws `RecordError.refused` ("own_review", "supervisor_only", "restriction_over", "review_within", "ended_ahead",
    /// "limits_listed") and `.notFound`.
    package func review(_ id: String, _ review: RestrictionReview, by account: Int64) async throws -> Int64 {
        guard (review.nextReview == nil) != (review.endedOn == nil) else {
            throw RecordError.invalid([FieldProblem("/nextReview", "is given, or endedOn is, and not both")])
        }
        return try await recording {
            try await pool.transaction { connection in
                let known = try await connection.query("SELECT FROM restriction WHERE restriction_id = \(id)")
                if known.isEmpty { throw RecordError.notFound("restriction \(id)") }
                let rows = try await connection.query(
                    """
                    INSERT INTO restriction_review (restriction_id, reviewed_by, next_review, ended_on, limits)
                    VALUES (\(id), \(account), \(review.nextReview), \(review.endedOn), \(review.limits)) RETURNING review_id
                    """)
                return try rows[0].decode("review_id")
            }
        }
    }

    /// The posts that an officer's limits and skills leave room at on a day, wanted ones first: all of them.
    package func postsThatSuit(_ officer: String, on day: Day) async throws -> [SuitingPost] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query("SELECT * FROM posts_that_suit(\(officer), \(day))").map { row in
                    SuitingPost(
                        post: try row.decode("post_id"), name: try row.decode("name"), site: try row.decode("site_id"),
                        kind: try row.decode("kind"), shifts: try row.decode("shifts"),
                        isWanted: try row.decode("is_wanted"))
                }
            }
        }
    }

    /// Names a post as suitable for officers with a limit, although its kind does not say so; or takes that back.
    package func setSuitable(post: String, limit: String, _ isSuitable: Bool) async throws {
        try await recording {
            try await pool.transaction { connection in
                _ = try await connection.execute(
                    isSuitable
                        ? "INSERT INTO post_suitability VALUES (\(post), \(limit)) ON CONFLICT DO NOTHING"
                        : "DELETE FROM post_suitability WHERE post_id = \(post) AND limit_id = \(limit)")
            }
        }
    }

    private static func selection(_ asOf: Date) -> Statement {
        """
        SELECT r.restriction_id, r.officer_id, o.name, o.team_id, r.kind, r.limits, r.from_day, r.to_day, r.review_on,
            r.review_on < t.today AND coalesce(r.to_day, 'infinity') >= t.today AS overdue,
            ARRAY(SELECT l.limit_id FROM limit_in_force l WHERE l.restriction_id = r.restriction_id
                  AND daterange(l.from_day, l.to_day, '[]') @> t.today ORDER BY l.limit_id) AS limit_ids,
            (SELECT max(v.reviewed_at) FROM restriction_review v WHERE v.restriction_id = r.restriction_id) AS reviewed_at,
            (SELECT count(*) FROM room_for(r.officer_id, t.today)) AS posts
        FROM restriction r JOIN officer o USING (officer_id) CROSS JOIN (SELECT police_day(\(asOf)) AS today) t
        """
    }
}
