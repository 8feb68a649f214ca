import Deployment
import FoundationEssentials
import Postgres

/// A wish to change one published deployment: take it away with the row that says why, add one, or both.
package struct ChangeRequest: Sendable, Codable, Equatable {
    /// The deployment to take away; nil to call somebody in (an exigency).
    package var removes: Int64?
    package var ground: ChangeGround
    /// What the ground names: an abstraction, a restriction, a skill, the other deployment of a swap, or "ND-41".
    package var reference: String?
    /// A sentence; at least ten characters for an exigency.
    package var note: String
    /// Whether the officer's welfare was considered (PNB circular 86/9); a change without it is refused.
    package var welfareConsidered: Bool
    /// Who takes which duty instead; nil for none. A swap places both by itself.
    package var place: VersionDeployment?

    /// A request.
    package init(
        removes: Int64?, ground: ChangeGround, reference: String? = nil, note: String = "", welfareConsidered: Bool,
        place: VersionDeployment? = nil
    ) {
        self.removes = removes
        self.ground = ground
        self.reference = reference
        self.note = note
        self.welfareConsidered = welfareConsidered
        self.place = place
    }
}

/// What a change made.
package struct ChangeMade: Sendable, Codable, Equatable {
    /// The number of the change.
    package var change: Int64
    /// The new deployment, where it made one; of a swap the one on the removed duty.
    package var placed: Int64?
}

/// A change on record.
package struct ChangeRecord: Sendable, Codable, Equatable {
    package var id: Int64
    package var ground: ChangeGround
    /// The row the ground names, in the form of `ChangeRequest.reference`.
    package var reference: String?
    package var note: String
    /// Clear days between notice and duty; nil where nothing was removed.
    package var noticeDays: Int?
    package var madeBy: Int64
    package var madeAt: Date
    /// The deployment that no longer stands.
    package var removed: VersionDeployment?
    /// The deployment that it put in place.
    package var placed: VersionDeployment?
}

/// Changes of published deployments; the only door is PostgreSQL's `change_deployment`, which checks every ground.
package struct Changes: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Makes a change.
    ///
    /// Throws `RecordError.refused` ("silent_absence" when the row named does not take this officer off this duty,
    /// "held_back" when the new officer cannot lawfully take it), `.conflict` where the new deployment overlaps or leaves
    /// too little rest, and `.invalid` for unknown ids or when welfare was not considered.
    package func make(_ request: ChangeRequest, by account: Int64) async throws -> ChangeMade {
        let place = request.place
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    SELECT made, placed FROM change_deployment(\(account), \(request.removes), \(request.ground),
                        \(request.reference), \(request.note), \(request.welfareConsidered), \(place?.officer),
                        \(place?.day), \(place?.shift), \(place?.post))
                    """)
                guard let row = rows.first else { throw RecordError.notFound("change") }
                return ChangeMade(change: try row.decode("made"), placed: try row.decode("placed"))
            }
        }
    }

    /// Changes that touched days from `from` to `to` inclusive, newest first, at most `limit` a page; of one officer where given.
    package func list(
        from: Day, to: Day, officer: String? = nil, cursor: String? = nil, limit: Int = Page<ChangeRecord>.usualLimit
    ) async throws -> Page<ChangeRecord> {
        let before = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(Self.selection)
                    WHERE (r.day BETWEEN \(from) AND \(to) OR p.day BETWEEN \(from) AND \(to))
                        AND (\(officer)::text IS NULL OR \(officer)::text IN (r.officer_id, p.officer_id))
                        AND (\(before)::bigint IS NULL OR c.change_id < \(before)::bigint)
                    ORDER BY c.change_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try ChangeRecord($0) }, limit: limit) { "\($0.id)" }
            }
        }
    }

    /// The change with this number; throws `RecordError.notFound`.
    package func get(_ id: Int64) async throws -> ChangeRecord {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query("\(Self.selection) WHERE c.change_id = \(id)")
                guard let row = rows.first else { throw RecordError.notFound("change \(id)") }
                return try ChangeRecord(row)
            }
        }
    }

    private static let selection: Statement = """
        SELECT c.change_id, c.ground, c.note, c.notice_days, c.made_by, c.made_at,
            coalesce(c.abstraction_id, c.restriction_id, c.lapsed_skill, c.swapped_with::text, 'ND-' || c.nd_id) AS reference,
            r.officer_id, r.day, r.shift_id, r.post_id, p.officer_id AS placed_officer, p.day AS placed_day,
            p.shift_id AS placed_shift, p.post_id AS placed_post
        FROM change c LEFT JOIN deployment r ON r.deployment_id = c.removes LEFT JOIN deployment p ON p.change_id = c.change_id
        """
}

extension ChangeRecord {
    init(_ row: Row) throws {
        id = try row.decode("change_id")
        ground = try row.decode("ground")
        reference = try row.decode("reference")
        note = try row.decode("note")
        noticeDays = try row.decode("notice_days")
        madeBy = try row.decode("made_by")
        madeAt = try row.decode("made_at")
        removed = try row.decode("officer_id", as: String?.self) == nil ? nil : VersionDeployment(row)
        if let officer = try row.decode("placed_officer", as: String?.self) {
            placed = VersionDeployment(
                officer: officer, day: try row.decode("placed_day"), shift: try row.decode("placed_shift"),
                post: try row.decode("placed_post"))
        }
    }
}
