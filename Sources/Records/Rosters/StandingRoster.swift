import Deployment
import FoundationEssentials
import Postgres

/// A published deployment that stands now.
package struct StandingDeployment: Sendable, Codable, Equatable {
    package var id: Int64
    package var officer: String
    package var day: Day
    package var shift: String
    package var post: String
    package var site: String
    /// A covert post is left out of general views and feeds (001 ¶32): site code only.
    package var isCovert: Bool
    package var startsAt: Date
    package var endsAt: Date
}

/// The roster in force: what was published, less what was changed away, plus what changes put in its place.
package struct StandingRoster: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Standing deployments with days from `from` to `to` inclusive, by day, officer; at most `limit` a page.
    ///
    /// Of one officer, post or site where given.
    package func list(
        from: Day, to: Day, officer: String? = nil, post: String? = nil, site: String? = nil, cursor: String? = nil,
        limit: Int = Page<StandingDeployment>.usualLimit
    ) async throws -> Page<StandingDeployment> {
        let after = try cursorParts(cursor, count: 2)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(Self.selection)
                    WHERE s.day BETWEEN \(from) AND \(to)
                        AND (\(officer)::text IS NULL OR s.officer_id = \(officer)::text)
                        AND (\(post)::text IS NULL OR s.post_id = \(post)::text)
                        AND (\(site)::text IS NULL OR p.site_id = \(site)::text)
                        AND (\(after?[0])::date IS NULL OR (s.day, s.deployment_id) > (\(after?[0])::date, \(after?[1])::bigint))
                    ORDER BY s.day, s.deployment_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try StandingDeployment($0) }, limit: limit) { "\($0.day),\($0.id)" }
            }
        }
    }

    /// One standing deployment; throws `RecordError.notFound` where none of this number stands.
    package func get(_ id: Int64) async throws -> StandingDeployment {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query("\(Self.selection) WHERE s.deployment_id = \(id)")
                guard let row = rows.first else { throw RecordError.notFound("standing deployment \(id)") }
                return try StandingDeployment(row)
            }
        }
    }

    private static let selection: Statement = """
        SELECT s.deployment_id, s.officer_id, s.day, s.shift_id, s.post_id, p.site_id, p.covert,
            lower(s.during) AS starts_at, upper(s.during) AS ends_at
        FROM standing_deployment s JOIN post p USING (post_id)
        """
}

extension StandingDeployment {
    init(_ row: Row) throws {
        id = try row.decode("deployment_id")
        officer = try row.decode("officer_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        post = try row.decode("post_id")
        site = try row.decode("site_id")
        isCovert = try row.decode("covert")
        startsAt = try row.decode("starts_at")
        endsAt = try row.decode("ends_at")
    }
}
