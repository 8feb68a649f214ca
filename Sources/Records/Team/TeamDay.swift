import Deployment
import FoundationEssentials
import Postgres

/// A team on a day: who is on duty where, and who is away.
package struct TeamDay: Sendable, Equatable {
    /// A standing duty of one of the team.
    package struct Duty: Sendable, Equatable {
        /// The officer.
        package let officer: String
        /// The officer's name.
        package let name: String
        /// The day on which the duty begins.
        package let day: Day
        /// The shift.
        package let shift: String
        /// The shift's name.
        package let shiftName: String
        /// The site.
        package let site: String
        /// The post; nil where it is covert, which only planners are told.
        package let post: String?
        /// The post's name; nil where it is covert.
        package let postName: String?
        /// When it begins.
        package let startsAt: Date
        /// When it ends.
        package let endsAt: Date
    }

    /// An absence or a limit of one of the team: its kind and its days, never its cause.
    package struct Absence: Sendable, Equatable {
        /// The officer.
        package let officer: String
        /// The officer's name.
        package let name: String
        /// The kind of abstraction or restriction, such as `leave`.
        package let kind: String
        /// From this day.
        package let from: Day
        /// To this day; nil while it is open.
        package let to: Day?
    }

    /// Standing duties, in order of time.
    package let onDuty: [Duty]
    /// Abstractions and restrictions that hold on the day, by name.
    package let away: [Absence]

    /// A team's day. With `asOf` also the duties of the night before that were still on at that moment.
    package static func read(_ team: String, _ day: Day, asOf: Date? = nil, pool: Pool) async throws -> TeamDay {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let rows = try await connection.pipeline([
                """
                SELECT s.officer_id, o.name, s.day, s.shift_id, h.name AS shift_name, p.site_id,
                    CASE WHEN NOT p.covert THEN p.post_id END AS post_id, CASE WHEN NOT p.covert THEN p.name END AS post_name,
                    lower(s.during) AS starts_at, upper(s.during) AS ends_at
                FROM standing_deployment s JOIN officer o USING (officer_id) JOIN post p USING (post_id) JOIN shift h USING (shift_id)
                WHERE o.team_id = \(team) AND (s.day = \(day)
                    OR s.day = \(day.adding(-1)) AND upper(s.during) > \(asOf)::timestamptz)
                ORDER BY lower(s.during), p.site_id, o.name, s.deployment_id
                """,
                """
                SELECT a.officer_id, o.name, a.kind, a.from_day, a.to_day
                FROM (SELECT officer_id, kind, from_day, to_day FROM abstraction
                      UNION ALL SELECT officer_id, kind, from_day, to_day FROM restriction) a
                JOIN officer o USING (officer_id)
                WHERE o.team_id = \(team) AND a.from_day <= \(day) AND (a.to_day IS NULL OR a.to_day >= \(day))
                ORDER BY o.name, a.officer_id, a.kind, a.from_day
                """,
            ])
            return TeamDay(onDuty: try rows[0].map(Duty.init(row:)), away: try rows[1].map(Absence.init(row:)))
        }
    }
}

extension TeamDay.Duty {
    init(row: Row) throws {
        officer = try row.decode("officer_id")
        name = try row.decode("name")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        shiftName = try row.decode("shift_name")
        site = try row.decode("site_id")
        post = try row.decode("post_id")
        postName = try row.decode("post_name")
        startsAt = try row.decode("starts_at")
        endsAt = try row.decode("ends_at")
    }
}

extension TeamDay.Absence {
    init(row: Row) throws {
        officer = try row.decode("officer_id")
        name = try row.decode("name")
        kind = try row.decode("kind")
        from = try row.decode("from_day")
        to = try row.decode("to_day")
    }
}
