import Deployment
import FoundationEssentials
import Postgres

/// All that planners and the roster engine learn of a non-deployment (design.md, guarantee 8).
package struct Exclusion: Sendable, Hashable, Codable {
    /// The number of the record, such as `ND-41`.
    package let number: String
    /// The officer.
    package let officer: String
    /// The duties the officer is kept from.
    package let scope: Scope
    /// From this moment.
    package let startsAt: Date
    /// Until this moment.
    package let endsAt: Date
}

/// A published duty that stands and that a non-deployment covers.
package struct AffectedDuty: Sendable, Hashable, Codable {
    /// The deployment, as a change names it.
    package let deployment: Int64
    /// The London day on which the duty begins.
    package let day: Day
    /// The shift.
    package let shift: String
    /// The post.
    package let post: String
    /// When the duty begins.
    package let startsAt: Date
    /// When it ends.
    package let endsAt: Date
}

extension NonDeployments {
    /// What takes officers off duties at any time from `from` to before `to`; drafts are not among it.
    package func exclusions(from: Date, to: Date) async throws -> [Exclusion] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT number, officer_id, scope_kind, scope_ids, starts_at, ends_at FROM exclusion
                WHERE starts_at < \(to) AND ends_at > \(from) ORDER BY nd_id, decision_id
                """)
            return try rows.map { row in
                let kind = try row.decode("scope_kind", as: String.self)
                guard let scope = Scope(kind: kind, ids: try row.decode("scope_ids")) else {
                    throw PostgresError(.decoding, "a scope of kind \(kind) does not fit its ids")
                }
                return Exclusion(
                    number: try row.decode("number"), officer: try row.decode("officer_id"), scope: scope,
                    startsAt: try row.decode("starts_at"), endsAt: try row.decode("ends_at"))
            }
        }
    }

    /// The standing duties of the officer that the newest terms of a record cover, in order of time.
    ///
    /// For a draft these are the duties to refill if it is granted.
    package func affectedDuties(_ record: Int64) async throws -> [AffectedDuty] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT s.deployment_id, s.day, s.shift_id, s.post_id, lower(s.during) AS starts_at, upper(s.during) AS ends_at
                FROM non_deployment n
                JOIN LATERAL (SELECT * FROM non_deployment_terms x WHERE x.nd_id = n.nd_id ORDER BY x.version DESC LIMIT 1) t ON true
                JOIN standing_deployment s ON s.officer_id = n.officer_id AND s.during && tstzrange(t.starts_at, t.ends_at)
                WHERE n.nd_id = \(record) AND scope_covers(t.scope_kind, t.scope_ids, s.post_id)
                    AND NOT EXISTS (SELECT FROM relieved r WHERE r.deployment_id = s.deployment_id
                        AND r.during @> s.during * tstzrange(t.starts_at, t.ends_at))
                ORDER BY s.during, s.deployment_id
                """)
            return try rows.map {
                AffectedDuty(
                    deployment: try $0.decode("deployment_id"), day: try $0.decode("day"),
                    shift: try $0.decode("shift_id"), post: try $0.decode("post_id"),
                    startsAt: try $0.decode("starts_at"), endsAt: try $0.decode("ends_at"))
            }
        }
    }
}
