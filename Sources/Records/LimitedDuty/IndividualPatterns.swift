import Deployment
import FoundationEssentials
import Postgres

/// An officer on an individual rostered pattern, with the approval in force.
package struct IndividualPattern: Sendable, Codable, Equatable {
    package var officer: String
    package var name: String
    package var team: String
    /// The pattern that the officer follows today; nil where none is on record.
    package var pattern: String?
    /// What the approval is filed under; nil where there is no approval on record.
    package var reference: String?
    package var approvedBy: Int64?
    package var approvedAt: Date?
    package var reviewOn: Day?
    /// Whether the review was due before today, or no approval is on record.
    package var isOverdue: Bool
}

/// A proposed change of an officer's pattern.
package struct PatternProposal: Sendable, Codable, Equatable {
    package var officer: String
    package var pattern: String
    /// A day on which the cycle stands at its first day.
    package var anchor: Day
    /// The day from which it would be in force: at least rule figure `pattern_consultation` days ahead.
    package var from: Day
    /// What the consultation is filed under.
    package var reference: String

    /// A proposal.
    package init(officer: String, pattern: String, anchor: Day, from: Day, reference: String) {
        self.officer = officer
        self.pattern = pattern
        self.anchor = anchor
        self.from = from
        self.reference = reference
    }
}

/// A consultation on record.
package struct PatternConsultation: Sendable, Codable, Equatable {
    package var id: Int64
    package var proposal: PatternProposal
    package var state: PatternConsultationState
    package var proposedBy: Int64
    package var proposedAt: Date
    package var answeredBy: Int64?
    package var answeredAt: Date?
    /// Whether the pattern is in force on the day asked about.
    package var isInForce: Bool
}

/// Individual patterns: approved, reviewed, and changed by consultation only (001 ¶52; domain 3.2).
package struct IndividualPatterns: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Officers on individual patterns, those without an approval and the longest overdue first; at most `limit` a page.
    ///
    /// Of one team or officer where given.
    package func list(
        team: String? = nil, officer: String? = nil, overdueOnly: Bool = false, asOf: Date, cursor: String? = nil,
        limit: Int = Page<IndividualPattern>.usualLimit
    ) async throws -> Page<IndividualPattern> {
        let after = try cursorParts(cursor, count: 2)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT f.officer_id, o.name, f.team_id, p.pattern_id, f.reference, f.approved_by, f.approved_at, f.review_on,
                        coalesce(f.review_on < t.today, true) AS overdue
                    FROM flexible_pattern f JOIN officer o USING (officer_id)
                    CROSS JOIN (SELECT police_day(\(asOf)) AS today) t
                    LEFT JOIN officer_pattern p ON p.officer_id = f.officer_id AND daterange(p.from_day, p.to_day, '[]') @> t.today
                    WHERE daterange(o.joined_on, o.left_on, '[]') @> t.today
                        AND (\(team)::text IS NULL OR f.team_id = \(team)::text)
                        AND (\(officer)::text IS NULL OR f.officer_id = \(officer)::text)
                        AND (NOT \(overdueOnly)::boolean OR coalesce(f.review_on < t.today, true))
                        AND (\(after?[0])::date IS NULL
                            OR (coalesce(f.review_on, '0001-01-01'), f.officer_id) > (\(after?[0])::date, \(after?[1])::text))
                    ORDER BY coalesce(f.review_on, '0001-01-01'), f.officer_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try IndividualPattern($0) }, limit: limit) {
                    "\($0.reviewOn?.description ?? "0001-01-01"),\($0.officer)"
                }
            }
        }
    }

    /// Approves an officer's pattern, or reviews it and approves it again until the next review.
    ///
    /// Throws `RecordError.refused` ("own_pattern", "review_within", "limits_functional").
    package func approve(_ officer: String, reference: String, reviewOn: Day, by account: Int64) async throws -> Int64 {
        try await one(
            """
            INSERT INTO pattern_approval (officer_id, reference, review_on, approved_by)
            VALUES (\(officer), \(reference), \(reviewOn), \(account)) RETURNING approval_id
            """)
    }

    /// Proposes a change; the officer is told and answers.
    ///
    /// Throws `RecordError.refused` ("consultation_notice" when too near, "own_pattern").
    package func propose(_ proposal: PatternProposal, by account: Int64) async throws -> Int64 {
        try await one(
            """
            INSERT INTO pattern_consultation (officer_id, pattern_id, anchor_day, from_day, reference, proposed_by)
            VALUES (\(proposal.officer), \(proposal.pattern), \(proposal.anchor), \(proposal.from), \(proposal.reference), \(account))
            RETURNING consultation_id
            """)
    }

    /// Answers a proposal: agreed or declined by the officer, withdrawn by whoever plans.
    ///
    /// An agreed one is written into the officer's patterns from its day on. Throws `RecordError.refused`
    /// ("officers_answer", "consultation_notice" when its day is over), `.conflict` when it has its answer already, and
    /// `.notFound`.
    package func answer(_ id: Int64, _ answer: PatternConsultationState, by account: Int64) async throws {
        _ = try await get(id, asOf: Date())
        _ = try await one(
            """
            INSERT INTO pattern_answer (consultation_id, answer, answered_by)
            VALUES (\(id), \(answer), \(account)) RETURNING answer_id
            """)
    }

    /// One consultation; throws `RecordError.notFound`.
    package func get(_ id: Int64, asOf: Date) async throws -> PatternConsultation {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query("\(Self.selection(asOf)) WHERE c.consultation_id = \(id)")
                guard let row = rows.first else { throw RecordError.notFound("consultation \(id)") }
                return try PatternConsultation(row)
            }
        }
    }

    /// Consultations, newest first; at most `limit` a page. Of one officer where given.
    package func consultations(
        officer: String? = nil, asOf: Date, cursor: String? = nil, limit: Int = Page<PatternConsultation>.usualLimit
    ) async throws -> Page<PatternConsultation> {
        let before = try Cursor.key(cursor)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(Self.selection(asOf))
                    WHERE (\(officer)::text IS NULL OR c.officer_id = \(officer)::text)
                        AND (\(before)::bigint IS NULL OR c.consultation_id < \(before)::bigint)
                    ORDER BY c.consultation_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try PatternConsultation($0) }, limit: limit) { "\($0.id)" }
            }
        }
    }

    private func one(_ statement: Statement) async throws -> Int64 {
        try await recording {
            try await pool.transaction { connection in
                try await connection.query(statement)[0].decode(0, as: Int64.self)
            }
        }
    }

    private static func selection(_ asOf: Date) -> Statement {
        """
        SELECT c.*, coalesce(a.answer, 'proposed') AS state, a.answered_by, a.answered_at,
            coalesce(a.answer = 'agreed' AND c.from_day <= police_day(\(asOf)), false) AS in_force
        FROM pattern_consultation c LEFT JOIN pattern_answer a USING (consultation_id)
        """
    }
}

extension IndividualPattern {
    init(_ row: Row) throws {
        officer = try row.decode("officer_id")
        name = try row.decode("name")
        team = try row.decode("team_id")
        pattern = try row.decode("pattern_id")
        reference = try row.decode("reference")
        approvedBy = try row.decode("approved_by")
        approvedAt = try row.decode("approved_at")
        reviewOn = try row.decode("review_on")
        isOverdue = try row.decode("overdue")
    }
}

extension PatternConsultation {
    init(_ row: Row) throws {
        id = try row.decode("consultation_id")
        proposal = PatternProposal(
            officer: try row.decode("officer_id"), pattern: try row.decode("pattern_id"),
            anchor: try row.decode("anchor_day"), from: try row.decode("from_day"),
            reference: try row.decode("reference"))
        state = try row.decode("state")
        proposedBy = try row.decode("proposed_by")
        proposedAt = try row.decode("proposed_at")
        answeredBy = try row.decode("answered_by")
        answeredAt = try row.decode("answered_at")
        isInForce = try row.decode("in_force")
    }
}

extension PatternConsultationState: PostgresEncodable, PostgresDecodable {}
