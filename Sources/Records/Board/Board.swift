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
        /// A cell for each day of the board in order; nil where nobody is wanted and nobody is there.
        package var cells: [Count?]
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

    /// What a line says of a day; nil for a day off the board, or where nobody is wanted and nobody is there.
    package func count(_ line: Line, on day: Day) -> Count? {
        let place = day.days(since: from)
        return line.cells.indices.contains(place) ? line.cells[place] : nil
    }

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
                    BoardParts.statement(from, last, hidesCovert: hidesCovert, team: team),
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
                let lines = try BoardParts.lines(rows[0], days: days)
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
}
