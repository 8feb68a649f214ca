import Deployment
import FoundationEssentials
import Postgres

extension Operations {
    /// Operations, open ones first, then the newest; at most `limit` a page.
    ///
    /// Of one state where given; with `overdueOnly` those whose review was due before the day of `asOf`.
    package func list(
        state: OperationState? = nil, overdueOnly: Bool = false, asOf: Date, cursor: String? = nil,
        limit: Int = Page<Operation>.usualLimit
    ) async throws -> Page<Operation> {
        let after = try cursorParts(cursor, count: 2)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(Self.selection(asOf))
                    WHERE (\(state)::text IS NULL OR s.state = \(state)::text)
                        AND (NOT \(overdueOnly)::boolean OR s.state = 'open'
                            AND least(s.review_on, s.authority_review_on) < police_day(\(asOf)))
                        AND (\(after?[0])::boolean IS NULL
                            OR (s.state = 'closed', -o.operation_id) > (\(after?[0])::boolean, -(\(after?[1])::bigint)))
                    ORDER BY s.state = 'closed', o.operation_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try Operation($0) }, limit: limit) {
                    "\($0.state == .closed),\($0.id)"
                }
            }
        }
    }

    /// One operation with everything written in it; throws `RecordError.notFound`.
    package func get(_ id: Int64, asOf: Date) async throws -> OperationDetail {
        return try await recording {
            try await pool.withConnection { connection in
                let found = try await connection.query("\(Self.selection(asOf)) WHERE o.operation_id = \(id)")
                guard let row = found.first else { throw RecordError.notFound("operation OP-\(id)") }
                let posts = try await connection.query(
                    "SELECT post_id, skills FROM operation_post WHERE operation_id = \(id) ORDER BY post_id")
                let demand = try await connection.query(
                    """
                    SELECT post_id, shift_id, first_day, last_day, level, min_officers, target_officers FROM operation_duty
                    WHERE operation_id = \(id) ORDER BY first_day, shift_id, post_id
                    """)
                let entries = try await connection.query(
                    """
                    SELECT e.entry_id, e.kind, p.body AS note, e.next_review, e.written_by, e.written_at
                    FROM operation_entry e LEFT JOIN prose p ON p.prose_id = e.note_id
                    WHERE e.operation_id = \(id) ORDER BY e.entry_id
                    """)
                return OperationDetail(
                    operation: try Operation(row),
                    posts: try posts.map {
                        OperationPost(post: try $0.decode("post_id"), skills: try $0.decode("skills"))
                    }, demand: try demand.map { try OperationDemandLine($0) },
                    entries: try entries.map { try OperationEntry($0) })
            }
        }
    }

    /// Standing deployments of an operation above what it wants, from now on.
    package func aboveDemand(_ id: Int64) async throws -> [SurplusDeployment] {
        try await recording {
            try await pool.withConnection { try await Self.surplus(id, $0) }
        }
    }

    static func surplus(_ id: Int64, _ connection: Connection) async throws -> [SurplusDeployment] {
        try await connection.query("SELECT * FROM above_demand(\(id))").map { try SurplusDeployment($0) }
    }

    /// Duties of operations and of armed response vehicles below their minimum, by day: they never drop unseen.
    ///
    /// At most `limit` a page.
    package func belowMinimum(
        from: Day, to: Day, cursor: String? = nil, limit: Int = Page<WantedDuty>.usualLimit
    ) async throws -> Page<WantedDuty> {
        try await duties(
            from, to, "d.filled < d.min_officers AND (d.operation_id IS NOT NULL OR p.kind = 'arv')", cursor, limit)
    }

    /// Duties of posts and of operations alike that stand below their target now, by day; at most `limit` a page.
    package func unfilled(
        from: Day, to: Day, cursor: String? = nil, limit: Int = Page<WantedDuty>.usualLimit
    ) async throws -> Page<WantedDuty> {
        try await duties(from, to, "d.filled < d.target_officers", cursor, limit)
    }

    private func duties(
        _ from: Day, _ to: Day, _ condition: Statement, _ cursor: String?, _ limit: Int
    ) async throws -> Page<WantedDuty> {
        let after = try cursorParts(cursor, count: 3)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT d.*, EXISTS (SELECT FROM publication u WHERE u.period @> d.day) AS published
                    FROM standing_duties(\(from), \(to)) d JOIN post p USING (post_id)
                    WHERE \(condition)
                        AND (\(after?[0])::date IS NULL
                            OR (d.day, d.shift_id, d.post_id) > (\(after?[0])::date, \(after?[1])::text, \(after?[2])::text))
                    ORDER BY d.day, d.shift_id, d.post_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try WantedDuty($0) }, limit: limit) { "\($0.day),\($0.shift),\($0.post)" }
            }
        }
    }

    private static func selection(_ asOf: Date) -> Statement {
        """
        SELECT o.operation_id, o.kind, o.name, o.site_id, o.owner_inspector, o.led_by, o.borough, o.request_reference,
            o.authority_reference, o.starts_at, o.expected_end, s.state, s.closed_at, s.review_on, s.authority_review_on,
            s.state = 'open' AND coalesce(least(s.review_on, s.authority_review_on) < police_day(\(asOf)), false) AS review_overdue,
            s.state = 'open' AND coalesce(o.expected_end < police_day(\(asOf)), false) AS past_end
        FROM operation o JOIN operation_state s USING (operation_id)
        """
    }
}

extension OperationDemandLine {
    init(_ row: Row) throws {
        post = try row.decode("post_id")
        shift = try row.decode("shift_id")
        from = try row.decode("first_day")
        to = try row.decode("last_day")
        level = try row.decode("level")
        min = try row.decode("min_officers")
        target = try row.decode("target_officers")
    }
}
