import Deployment
import FoundationEssentials
import Postgres

/// The duties of some days as they stand: what is wanted and who stands there, by site, post and shift.
package struct Board: Sendable, Equatable {
    /// What a duty has, against what is wanted.
    package struct Count: Sendable, Equatable {
        package var level: ResponseLevel
        package var min: Int
        package var target: Int
        package var filled: Int
        /// Officers missing to the minima. More than `min - filled` where the count is of several posts.
        package var belowMin: Int
        /// Officers missing to the targets, those below the minima among them.
        package var belowTarget: Int

        /// How it stands.
        package var standing: Standing {
            if belowMin > 0 { return .short }
            if belowTarget > 0 { return .low }
            return filled > target ? .over : .met
        }
    }

    /// How a duty stands.
    package enum Standing: String, CaseIterable, Sendable {
        /// Below its minimum.
        case short
        /// At its minimum or above, and below its target.
        case low
        case met
        /// Above its target.
        case over
    }

    /// One post on one shift; or every covert post of a site on one shift, where their ids are not to be seen.
    package struct Line: Sendable, Equatable {
        package var site: String
        /// Nil for covert posts whose ids are hidden.
        package var post: String?
        /// The post's name; empty where the post is hidden.
        package var name: String
        package var shift: String
        /// By day; a day without a count wants nobody and has nobody.
        package var counts: [Day: Count]
    }

    /// A spell of a level.
    package struct Spell: Sendable, Equatable {
        package var level: ResponseLevel
        package var from: Day
        /// Nil where no end is set.
        package var to: Day?
    }

    /// A site, and its levels in the days of the board; none where it is Normal throughout.
    package struct Site: Sendable, Equatable {
        package var id: String
        package var name: String
        package var spells: [Spell]

        /// The level on a day.
        package func level(on day: Day) -> ResponseLevel {
            spells.first { $0.from <= day && $0.to.map { day <= $0 } ?? true }?.level ?? .normal
        }
    }

    package var from: Day
    package var days: Int
    /// By number.
    package var sites: [Site]
    /// By site, post and start of the shift.
    package var lines: [Line]
    /// Days on which a roster is published.
    package var published: Set<Day>
    /// Every shift there is, by its start.
    package var shifts: [String]
    /// Every team there is.
    package var teams: [String]

    /// Reads the board of some days.
    ///
    /// With `hidesCovert` covert posts of a site are one line without an id or a name. With `team` only posts and shifts where
    /// somebody of the team stands in these days.
    package static func read(
        from: Day, days: Int, hidesCovert: Bool, team: String? = nil, in pool: Pool
    ) async throws -> Board {
        let last = from.adding(days - 1)
        return try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let rows = try await connection.pipeline([
                    counts(from, last, hidesCovert, team),
                    "SELECT site_id, name FROM site ORDER BY site_id",
                    """
                    SELECT site_id, level, from_day, to_day FROM site_level
                    WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(from) ORDER BY site_id, from_day
                    """,
                    """
                    SELECT x::date AS day FROM generate_series(\(from)::date, \(last)::date, interval '1 day') x
                    WHERE EXISTS (SELECT FROM publication u WHERE u.period @> x::date)
                    """,
                    "SELECT shift_id FROM shift ORDER BY starts, shift_id",
                    "SELECT team_id FROM team ORDER BY team_id",
                ])
                var spells: [String: [Spell]] = [:]
                for row in rows[2] {
                    spells[try row.decode("site_id"), default: []].append(
                        Spell(
                            level: try row.decode("level"), from: try row.decode("from_day"),
                            to: try row.decode("to_day")))
                }
                let lines = try lines(rows[0])
                let used = Set(lines.map(\.site))
                return Board(
                    from: from, days: days,
                    sites: try rows[1].map { row in
                        let id: String = try row.decode("site_id")
                        return Site(id: id, name: try row.decode("name"), spells: spells[id] ?? [])
                    }.filter { used.contains($0.id) }, lines: lines,
                    published: Set(try rows[3].map { try $0.decode("day") }),
                    shifts: try rows[4].map { try $0.decode("shift_id") },
                    teams: try rows[5].map { try $0.decode("team_id") })
            }
        }
    }

    /// In the order of the lines. Ids of covert posts do not leave the database where they are to be hidden.
    private static func counts(_ from: Day, _ last: Day, _ hidesCovert: Bool, _ team: String?) -> Statement {
        """
        SELECT p.site_id, CASE WHEN p.covert AND \(hidesCovert)::boolean THEN NULL ELSE p.post_id END AS post,
            CASE WHEN p.covert AND \(hidesCovert)::boolean THEN '' ELSE min(p.name) END AS name, d.shift_id, d.day,
            (array_agg(d.level ORDER BY r.weight DESC))[1] AS level, sum(d.min_officers)::integer AS min,
            sum(d.target_officers)::integer AS target, sum(d.filled)::integer AS filled,
            sum(greatest(d.min_officers - d.filled, 0))::integer AS below_min,
            sum(greatest(d.target_officers - d.filled, 0))::integer AS below_target
        FROM standing_duties(\(from), \(last)) d JOIN post p USING (post_id) JOIN shift h USING (shift_id)
        JOIN response_level r ON r.level = d.level
        WHERE (d.target_officers > 0 OR d.filled > 0) AND (\(team)::text IS NULL OR EXISTS (
            SELECT FROM standing_deployment s JOIN officer o USING (officer_id)
            WHERE s.day BETWEEN \(from) AND \(last) AND s.post_id = d.post_id AND s.shift_id = d.shift_id
                AND o.team_id = \(team)::text))
        GROUP BY p.site_id, post, p.covert, d.shift_id, h.starts, d.day
        ORDER BY p.site_id, post NULLS LAST, h.starts, d.shift_id, d.day
        """
    }

    private static func lines(_ rows: Rows) throws -> [Line] {
        var lines: [Line] = []
        for row in rows {
            let (site, post, shift): (String, String?, String) = (
                try row.decode("site_id"), try row.decode("post"), try row.decode("shift_id")
            )
            if lines.last.map({ ($0.site, $0.post ?? "", $0.shift) == (site, post ?? "", shift) }) != true {
                lines.append(Line(site: site, post: post, name: try row.decode("name"), shift: shift, counts: [:]))
            }
            lines[lines.count - 1].counts[try row.decode("day")] = Count(
                level: try row.decode("level"), min: try row.decode("min"), target: try row.decode("target"),
                filled: try row.decode("filled"), belowMin: try row.decode("below_min"),
                belowTarget: try row.decode("below_target"))
        }
        return lines
    }
}
