import Deployment
import FoundationEssentials
import Postgres

extension NonDeployments {
    /// What a list shows; every part that is given must hold.
    package struct Filter: Sendable, Hashable {
        /// In one of these states; empty for all.
        package var states: Set<NonDeploymentState> = []
        /// About this officer.
        package var officer: String?
        /// About an officer of this team.
        package var team: String?
        /// Granted, with a review date at or before this moment and no review since the decision.
        package var reviewDueBy: Date?
        /// Only short forms that have no full form yet.
        package var isOwedInFull = false

        /// Shows everything.
        package init() {}
    }

    /// Records that fit the filter, newest first, those after `cursor`.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func list(
        _ filter: Filter = Filter(), after cursor: String? = nil, limit: Int = Page<NonDeploymentSummary>.usualLimit
    ) async throws -> Page<NonDeploymentSummary> {
        let limit = Page<NonDeploymentSummary>.bounded(limit)
        var query = NonDeployments.selection + "WHERE true"
        if let start = try Cursor.key(cursor) { query += " AND n.nd_id < \(start)" }
        if !filter.states.isEmpty { query += " AND s.state = ANY (\(filter.states.map(\.rawValue).sorted())::text[])" }
        if let officer = filter.officer { query += " AND n.officer_id = \(officer)" }
        if let team = filter.team { query += " AND o.team_id = \(team)" }
        if filter.isOwedInFull { query += " AND s.state = 'short_form'" }
        if let moment = filter.reviewDueBy {
            query += """
                 AND s.state = 'granted' AND t.review_at <= \(moment)
                AND NOT EXISTS (SELECT FROM review r WHERE r.nd_id = n.nd_id AND r.reviewed_at >= d.decided_at)
                """
        }
        query += " ORDER BY n.nd_id DESC LIMIT \(limit + 1)"
        return try await pool.withConnection { connection in
            let rows = try await connection.query(query)
            return Page(try rows.map(NonDeploymentSummary.init(row:)), limit: limit) { String($0.id) }
        }
    }

    /// One record with everything of layer A.
    ///
    /// - Throws: `RecordError.notFound`.
    package func detail(_ record: Int64) async throws -> NonDeploymentDetail {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let rows = try await connection.pipeline([
                NonDeployments.selection + "WHERE n.nd_id = \(record)",
                """
                SELECT n.raised_by, r.name AS raised_name, n.drafted_by, w.name AS drafted_name, n.renews,
                    n.annex_id IS NOT NULL AS has_annex,
                    (SELECT x.nd_id FROM non_deployment x WHERE x.renews = n.nd_id) AS renewed_by
                FROM non_deployment n JOIN account r ON r.account_id = n.raised_by
                JOIN account w ON w.account_id = n.drafted_by WHERE n.nd_id = \(record)
                """,
                """
                SELECT t.*, t.grounds_id IS NOT NULL AS has_grounds, a.account_id, a.name FROM non_deployment_terms t
                JOIN account a ON a.account_id = t.written_by WHERE t.nd_id = \(record) ORDER BY t.version
                """,
                """
                SELECT s.kind, s.form, s.assessed_at, p.body, a.account_id, a.name FROM assessment s JOIN prose p USING (prose_id)
                JOIN account a ON a.account_id = s.assessed_by WHERE s.nd_id = \(record) ORDER BY s.assessment_id
                """,
                """
                SELECT d.form, d.outcome, d.decided_as, d.decided_at, d.recorded_at, t.version, r.body AS reason,
                    v.body AS alternatives, a.account_id, a.name
                FROM decision d JOIN non_deployment_terms t USING (terms_id) JOIN prose r ON r.prose_id = d.reason_id
                LEFT JOIN prose v ON v.prose_id = d.alternatives_id JOIN account a ON a.account_id = d.decided_by
                WHERE d.nd_id = \(record) ORDER BY d.decision_id
                """,
                """
                SELECT r.reviewed_at, p.body, a.account_id, a.name FROM review r JOIN prose p ON p.prose_id = r.note_id
                JOIN account a ON a.account_id = r.reviewed_by WHERE r.nd_id = \(record) ORDER BY r.review_id
                """,
                """
                SELECT e.cause, e.ended_at, p.body, a.account_id, a.name FROM ending e LEFT JOIN prose p ON p.prose_id = e.note_id
                LEFT JOIN account a ON a.account_id = e.ended_by WHERE e.nd_id = \(record)
                """,
                "SELECT state, entered_at FROM non_deployment_state WHERE nd_id = \(record) ORDER BY step",
                Flag.selection + "WHERE f.nd_id = \(record) ORDER BY f.flag_id",
            ])
            guard let detail = try NonDeploymentDetail(rows) else {
                throw RecordError.notFound("non-deployment ND-\(record)")
            }
            return detail
        }
    }

    private static let selection: Statement = """
        SELECT n.nd_id, n.officer_id, o.team_id, n.recorded_at, s.state, t.*, d.account_id, d.name,
            CASE s.state WHEN 'short_form' THEN d.decided_at + make_interval(hours => figure('short_form_limit')) END AS owed_by
        FROM non_deployment n JOIN officer o USING (officer_id)
        JOIN LATERAL (SELECT x.state FROM non_deployment_state x WHERE x.nd_id = n.nd_id ORDER BY x.step DESC LIMIT 1) s ON true
        JOIN LATERAL (SELECT x.category, x.title, x.scope_kind, x.scope_ids, x.starts_at, x.ends_at, x.review_at, x.emergency_response
            FROM non_deployment_terms x WHERE x.nd_id = n.nd_id ORDER BY x.version DESC LIMIT 1) t ON true
        LEFT JOIN LATERAL (SELECT x.decided_at, a.account_id, a.name FROM decision x JOIN account a ON a.account_id = x.decided_by
            WHERE x.nd_id = n.nd_id ORDER BY x.decision_id DESC LIMIT 1) d ON true\u{20}
        """
}
