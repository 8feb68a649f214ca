import Deployment
import FoundationEssentials
import Postgres

extension Concerns {
    /// The concerns that an account may know of, newest first, those after `cursor`: an officer's own, those it wrote down,
    /// those it may take on, and those it has taken on; only those about its own officer, or only
    /// the others, if asked.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func list(
        for account: Int64, own: Bool? = nil, state: ConcernState? = nil, after cursor: String? = nil,
        limit: Int = Page<ConcernSummary>.usualLimit
    ) async throws -> Page<ConcernSummary> {
        let limit = Page<ConcernSummary>.bounded(limit)
        let start = try Cursor.key(cursor) ?? .max
        return try await pool.reading(for: account) { connection in
            let rows = try await connection.query(
                Concerns.selection(account) + """
                    WHERE c.concern_id < \(start) AND (\(own)::boolean IS NULL
                            OR coalesce(mine.officer_id = c.officer_id, false) = \(own)::boolean)
                        AND (\(state)::text IS NULL OR now_at.state = \(state)::text)
                    ORDER BY c.concern_id DESC LIMIT \(limit + 1)
                    """)
            return Page(try rows.map(ConcernSummary.init(row:)), limit: limit) { String($0.id) }
        }
    }

    /// What happened to a concern, as an account may see it.
    ///
    /// - Throws: `RecordError.notFound`, also for who may not know of it.
    package func detail(_ concern: Int64, for account: Int64) async throws -> ConcernDetail {
        try await pool.reading(for: account) { connection in
            let rows = try await connection.pipeline([
                Concerns.selection(account) + "WHERE c.concern_id = \(concern)",
                """
                SELECT s.state, s.entered_at, s.note_id IS NOT NULL AS has_text, a.account_id, a.name
                FROM concern_step s JOIN account a ON a.account_id = s.by_account WHERE s.concern_id = \(concern) ORDER BY s.step_id
                """,
                "SELECT nd_id FROM concern_link WHERE concern_id = \(concern) ORDER BY nd_id",
                """
                SELECT r.purpose, r.read_at, a.account_id, a.name
                FROM concern c JOIN sensitive_read r USING (concern_id) JOIN account a USING (account_id)
                WHERE c.concern_id = \(concern)
                    AND EXISTS (SELECT FROM account own WHERE own.account_id = \(account) AND own.officer_id = c.officer_id)
                ORDER BY r.read_id
                """,
            ])
            guard let first = rows[0].first else { throw RecordError.notFound("concern C-\(concern)") }
            return ConcernDetail(
                summary: try ConcernSummary(row: first),
                steps: try rows[1].map {
                    ConcernStep(
                        state: try $0.decode("state"), by: try PersonReference(row: $0),
                        at: try $0.decode("entered_at"),
                        hasText: try $0.decode("has_text"))
                },
                nonDeployments: try rows[2].map { "ND-\(try $0.decode("nd_id", as: Int64.self))" },
                reads: try rows[3].map {
                    ConcernRead(
                        reader: try PersonReference(row: $0), purpose: try $0.decode("purpose"),
                        readAt: try $0.decode("read_at"))
                })
        }
    }

    /// Every concern `c` that this account may know of; a condition follows. Who is asked from outside the line learns the
    /// officer by taking the concern on.
    private static func selection(_ account: Int64) -> Statement {
        """
        SELECT c.concern_id, c.site_id, c.deployment_id, c.outside_line, c.recorded_at, c.acknowledge_by, now_at.state,
            CASE WHEN NOT c.outside_line OR c.raised_by = \(account) OR mine.officer_id = c.officer_id
                OR EXISTS (SELECT FROM concern_step s WHERE s.concern_id = c.concern_id AND s.by_account = \(account))
                THEN c.officer_id END AS officer_id,
            keeper.account_id, keeper.name
        FROM concern c LEFT JOIN account mine ON mine.account_id = \(account)
        JOIN LATERAL (SELECT s.state FROM concern_step s WHERE s.concern_id = c.concern_id ORDER BY s.step_id DESC LIMIT 1) now_at ON true
        LEFT JOIN LATERAL (SELECT a.account_id, a.name FROM concern_step s JOIN account a ON a.account_id = s.by_account
            WHERE s.concern_id = c.concern_id AND s.state = 'acknowledged' ORDER BY s.step_id DESC LIMIT 1) keeper ON true\u{20}
        """
    }
}

extension ConcernSummary {
    init(row: Row) throws {
        id = try row.decode("concern_id")
        number = "C-\(id)"
        site = try row.decode("site_id")
        line = site.map { "concern raised, site \($0)" } ?? "concern raised"
        officer = try row.decode("officer_id")
        deployment = try row.decode("deployment_id")
        notMyLine = try row.decode("outside_line")
        state = try row.decode("state")
        raisedAt = try row.decode("recorded_at")
        acknowledgeBy = try row.decode("acknowledge_by")
        takenOnBy = try PersonReference.ifAny(row: row)
    }
}
