import Deployment
import FoundationEssentials
import Postgres

/// By which authority who may decide for how long.
package struct DecisionAuthority: Sendable, Hashable {
    /// A rank, or `GOLD`.
    package let authority: String
    /// Rising with the rank; Gold is above all.
    package let seniority: Int
    /// Whether it may record short forms.
    package let mayShorten: Bool
    /// For how many hours at most.
    package let longestHours: Int
    /// Whether it may decide renewals.
    package let mayRenew: Bool

    /// An authority.
    package init(authority: String, seniority: Int, mayShorten: Bool, longestHours: Int, mayRenew: Bool) {
        self.authority = authority
        self.seniority = seniority
        self.mayShorten = mayShorten
        self.longestHours = longestHours
        self.mayRenew = mayRenew
    }
}

extension NonDeployments {
    /// Who may decide for how long, the lowest first.
    package func authorities() async throws -> [DecisionAuthority] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                "SELECT authority, seniority, short_form, max_hours, renewals FROM decision_authority ORDER BY seniority"
            )
            return try rows.map { row in
                DecisionAuthority(
                    authority: try row.decode("authority"), seniority: try row.decode("seniority"),
                    mayShorten: try row.decode("short_form"), longestHours: try row.decode("max_hours"),
                    mayRenew: try row.decode("renewals"))
            }
        }
    }

    /// What is known of a record before it is decided on its newest terms: what `GoldRoute` needs.
    ///
    /// - Parameter reason: the reason in the making; nil where there is none yet.
    /// - Throws: `RecordError.notFound`.
    package func foresight(_ record: Int64, reason: String? = nil, decidedAt: Date) async throws -> GoldRoute.Facts {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let rows = try await connection.pipeline([
                """
                SELECT n.renews, t.category, t.scope_kind, t.scope_ids, t.starts_at, t.ends_at,
                    (SELECT x.nd_id FROM exclusion x
                     WHERE x.officer_id = n.officer_id AND x.nd_id <> n.nd_id AND x.starts_at < t.starts_at
                         AND x.ends_at > t.starts_at - make_interval(days => figure('renewal_gap'))
                         AND EXISTS (SELECT FROM post p WHERE scope_covers(t.scope_kind, t.scope_ids, p.post_id)
                             AND scope_covers(x.scope_kind, x.scope_ids, p.post_id))
                     ORDER BY x.decision_id DESC LIMIT 1) AS follows,
                    figure('late_writing_limit') AS late, figure('reason_characters') AS characters,
                    figure('reason_words') AS words, figure('renewal_limit') AS renewals, figure('renewal_span') AS days
                FROM non_deployment n
                JOIN LATERAL (SELECT * FROM non_deployment_terms x WHERE x.nd_id = n.nd_id ORDER BY x.version DESC LIMIT 1) t ON true
                WHERE n.nd_id = \(record)
                """,
                """
                SELECT count(*) AS alike FROM decision d JOIN non_deployment o USING (nd_id), non_deployment n
                WHERE n.nd_id = \(record) AND o.officer_id <> n.officer_id
                    AND d.reason_key = encode(sha256(convert_to(normalised(\(reason)::text), 'UTF8')), 'hex')
                    AND d.decided_at > \(decidedAt)::timestamptz - interval '365 days'
                """,
                """
                WITH RECURSIVE chain AS (
                    SELECT n.nd_id, n.renews, 0 AS renewals FROM non_deployment n WHERE n.nd_id = \(record)
                    UNION ALL SELECT n.nd_id, n.renews, c.renewals + 1 FROM chain c JOIN non_deployment n ON n.nd_id = c.renews
                ), granted AS (
                    SELECT c.renewals, t.starts_at, t.ends_at
                    FROM chain c JOIN decision d ON d.nd_id = c.nd_id AND d.outcome = 'granted' JOIN non_deployment_terms t USING (terms_id)
                    UNION ALL (SELECT 0, t.starts_at, t.ends_at FROM non_deployment_terms t
                        WHERE t.nd_id = \(record) ORDER BY t.version DESC LIMIT 1)
                )
                SELECT max(renewals) AS renewals, extract(epoch FROM max(ends_at) - min(starts_at))::float8 AS span FROM granted
                """,
            ])
            guard let row = rows[0].first, let alike = rows[1].first, let chain = rows[2].first else {
                throw RecordError.notFound("non-deployment ND-\(record)")
            }
            let kind = try row.decode("scope_kind", as: String.self)
            guard let scope = Scope(kind: kind, ids: try row.decode("scope_ids")) else {
                throw PostgresError(.decoding, "a scope of kind \(kind) does not fit its ids")
            }
            return GoldRoute.Facts(
                limits: GoldRoute.Limits(
                    lateWritingHours: try row.decode("late"), reasonCharacters: try row.decode("characters"),
                    reasonWords: try row.decode("words"), renewals: try row.decode("renewals"),
                    renewalDays: try row.decode("days")),
                scope: scope, category: try row.decode("category"), startsAt: try row.decode("starts_at"),
                endsAt: try row.decode("ends_at"), isRenewal: try row.decode("renews", as: Int64?.self) != nil,
                follows: try row.decode("follows", as: Int64?.self).map { "ND-\($0)" },
                renewals: try chain.decode("renewals"), span: try chain.decode("span"), alike: try alike.decode("alike")
            )
        }
    }
}
