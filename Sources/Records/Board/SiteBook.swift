import Deployment
import FoundationEssentials
import Postgres

/// A site in the list of sites.
package struct SiteLine: Sendable, Equatable {
    package var id: String
    package var name: String
    package var mission: String
    /// On the day that was asked for.
    package var level: ResponseLevel
    /// Posts in use on that day.
    package var posts: Int
    /// Duties of the next seven days below their target, of days with a published roster.
    package var unfilled: Int
}

/// A site with its posts, what they want at each level, and its levels over time.
package struct SiteBook: Sendable, Equatable {
    /// What a post wants on a shift.
    package struct Demand: Sendable, Equatable {
        package var post: String
        package var postName: String
        package var isCovert: Bool
        package var shift: String
        package var level: ResponseLevel
        /// `weekday` or `weekend`.
        package var dayKind: String
        package var min: Int
        package var target: Int
    }

    /// A spell of a level.
    package struct Spell: Sendable, Equatable {
        package var level: ResponseLevel
        package var from: Day
        /// Nil where no end is set.
        package var to: Day?
        package var setBy: String
        /// A reference only; empty where there is none.
        package var reference: String
    }

    package var id: String
    package var name: String
    package var mission: String
    package var inspector: String?
    /// On the day that was asked for.
    package var level: ResponseLevel
    /// Those that hold on that day or come after it, and the last one before.
    package var spells: [Spell]
    /// Of posts in use on that day, by post, shift, level and kind of day.
    package var demand: [Demand]

    /// Every site, by number.
    package static func lines(on day: Day, in pool: Pool) async throws -> [SiteLine] {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT s.site_id, s.name, m.name AS mission, level_on(s.site_id, \(day)) AS level,
                        (SELECT count(*) FROM post p WHERE p.site_id = s.site_id AND p.active_from <= \(day)
                            AND coalesce(p.active_to, 'infinity') >= \(day))::int AS posts, coalesce(u.unfilled, 0) AS unfilled
                    FROM site s JOIN mission m USING (mission_id)
                    LEFT JOIN (SELECT p.site_id, count(*)::int AS unfilled
                        FROM standing_duties(\(day), \(day.adding(6))) d JOIN post p USING (post_id)
                        WHERE d.filled < d.target_officers AND EXISTS (SELECT FROM publication x WHERE x.period @> d.day)
                        GROUP BY p.site_id) u USING (site_id)
                    ORDER BY s.site_id
                    """)
                return try rows.map {
                    SiteLine(
                        id: try $0.decode("site_id"), name: try $0.decode("name"), mission: try $0.decode("mission"),
                        level: try $0.decode("level"), posts: try $0.decode("posts"),
                        unfilled: try $0.decode("unfilled"))
                }
            }
        }
    }

    /// One site as it is on a day; throws `RecordError.notFound`. With `hidesCovert` its covert posts are left out.
    package static func read(_ site: String, on day: Day, hidesCovert: Bool, in pool: Pool) async throws -> SiteBook {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.pipeline([
                    """
                    SELECT s.site_id, s.name, m.name AS mission, s.owner_inspector, level_on(s.site_id, \(day)) AS level
                    FROM site s JOIN mission m USING (mission_id) WHERE s.site_id = \(site)
                    """,
                    """
                    SELECT level, from_day, to_day, set_by, source_reference FROM site_level WHERE site_id = \(site)
                        AND from_day >= coalesce((SELECT max(from_day) FROM site_level WHERE site_id = \(site)
                            AND coalesce(to_day, 'infinity') < \(day)), '-infinity') ORDER BY from_day DESC
                    """,
                    """
                    SELECT p.post_id, p.name, p.covert, w.shift_id, w.level, w.day_kind, w.min_officers, w.target_officers
                    FROM post p JOIN post_demand w USING (post_id) JOIN shift h USING (shift_id) JOIN response_level r USING (level)
                    WHERE p.site_id = \(site) AND p.active_from <= \(day) AND coalesce(p.active_to, 'infinity') >= \(day)
                        AND NOT (p.covert AND \(hidesCovert)::boolean)
                    ORDER BY p.post_id, h.starts, w.shift_id, r.weight, w.day_kind
                    """,
                ])
                guard let row = rows[0].first else { throw RecordError.notFound("site \(site)") }
                return SiteBook(
                    id: try row.decode("site_id"), name: try row.decode("name"), mission: try row.decode("mission"),
                    inspector: try row.decode("owner_inspector"), level: try row.decode("level"),
                    spells: try rows[1].map { try Spell($0) }, demand: try rows[2].map { try Demand($0) })
            }
        }
    }
}

extension SiteBook.Spell {
    init(_ row: Row) throws {
        level = try row.decode("level")
        from = try row.decode("from_day")
        to = try row.decode("to_day")
        setBy = try row.decode("set_by")
        reference = try row.decode("source_reference")
    }
}

extension SiteBook.Demand {
    init(_ row: Row) throws {
        post = try row.decode("post_id")
        postName = try row.decode("name")
        isCovert = try row.decode("covert")
        shift = try row.decode("shift_id")
        level = try row.decode("level")
        dayKind = try row.decode("day_kind")
        min = try row.decode("min_officers")
        target = try row.decode("target_officers")
    }
}
