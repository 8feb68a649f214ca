import Deployment
import Postgres

/// The lines of a board, read as parts and put together here: what a duty wants at each level, and who stands there.
///
/// A part is one row with the days it holds for, so that the ten thousand cells of a month come as a few hundred rows. What is
/// wanted is what `wanted_duties` says, which writes it day by day; a test holds the two together.
enum BoardParts {
    /// The parts in the order of the lines. Ids of covert posts do not leave the database where they are to be hidden.
    static func statement(_ from: Day, _ last: Day, hidesCovert: Bool, team: String?) -> Statement {
        let ofTeam: Statement =
            team.map { team in
                """
                WHERE (part.post_id, part.shift_id) IN (SELECT s.post_id, s.shift_id
                    FROM standing_deployment s JOIN officer o USING (officer_id)
                    WHERE s.day BETWEEN \(from) AND \(last) AND o.team_id = \(team))
                """
            } ?? ""
        return """
            WITH period AS MATERIALIZED (
                SELECT x::date AS day, CASE WHEN extract(isodow FROM x) >= 6 THEN 'weekend' ELSE 'weekday' END AS day_kind
                FROM generate_series(\(from)::date, \(last)::date, interval '1 day') x
            ), levelled AS MATERIALIZED (
                SELECT p.post_id, d.day_kind, coalesce(l.level, 'Normal') AS level, array_agg(d.day - \(from)::date) AS days
                FROM post p JOIN period d ON p.active_from <= d.day AND coalesce(p.active_to, 'infinity') >= d.day
                LEFT JOIN site_level l ON l.site_id = p.site_id AND l.from_day <= d.day
                    AND coalesce(l.to_day, 'infinity') >= d.day
                GROUP BY p.post_id, d.day_kind, coalesce(l.level, 'Normal')
            ), part AS (
                SELECT w.post_id, w.shift_id, w.level, w.min_officers, w.target_officers, v.days
                FROM levelled v JOIN post_demand w USING (post_id, level, day_kind)
                UNION ALL
                SELECT o.post_id, o.shift_id, o.level, o.min_officers, o.target_officers,
                    (SELECT array_agg(d.day - \(from)::date) FROM period d
                    WHERE d.day BETWEEN o.first_day AND coalesce(o.last_day, 'infinity'))
                FROM operation_duty o WHERE o.first_day <= \(last) AND coalesce(o.last_day, 'infinity') >= \(from)
                UNION ALL
                SELECT s.post_id, s.shift_id, NULL, 0, 0, array_agg(s.day - \(from)::date) FROM standing_deployment s
                WHERE s.day BETWEEN \(from) AND \(last) GROUP BY s.post_id, s.shift_id
            )
            SELECT p.site_id, CASE WHEN p.covert AND \(hidesCovert)::boolean THEN NULL ELSE p.post_id END AS post,
                CASE WHEN p.covert AND \(hidesCovert)::boolean THEN '' ELSE p.name END AS name, part.shift_id, part.level,
                part.min_officers, part.target_officers, part.days,
                dense_rank() OVER (ORDER BY p.post_id, part.shift_id) AS duty
            FROM part JOIN post p USING (post_id) JOIN shift h USING (shift_id)
            """ + ofTeam + " ORDER BY p.site_id, post NULLS LAST, h.starts, part.shift_id, duty"
    }

    /// Puts the parts together; a line on which nothing is wanted and nobody stands is none.
    static func lines(_ rows: Rows, days: Int) throws -> [Board.Line] {
        var lines: [Board.Line] = []
        var post = PostDays(days)
        for row in rows {
            let (site, id, shift): (String, String?, String) = (
                try row.decode("site_id"), try row.decode("post"), try row.decode("shift_id")
            )
            let isSame = lines.last.map { $0.site == site && $0.post == id && $0.shift == shift } ?? false
            let duty: Int = try row.decode("duty")
            if !isSame || duty != post.duty {
                post.end(&lines)
                post = PostDays(days, duty)
            }
            if !isSame {
                lines.append(
                    Board.Line(
                        site: site, post: id, name: try row.decode("name"), shift: shift,
                        cells: Array(repeating: nil, count: days)))
            }
            try post.add(row)
        }
        post.end(&lines)
        return lines.filter { line in line.cells.contains { $0 != nil } }
    }

    /// One post on one shift while its parts come in: by day, before covert posts of a site are added up.
    private struct PostDays {
        private struct Sum {
            var level: ResponseLevel = .normal
            var (min, target, filled) = (0, 0, 0)
        }

        let duty: Int
        private var sums: [Sum]

        init(_ days: Int, _ duty: Int = 0) {
            self.duty = duty
            sums = Array(repeating: Sum(), count: days)
        }

        /// A part without a level says who stands there: a day for each officer.
        mutating func add(_ row: Row) throws {
            let (level, min, target): (ResponseLevel?, Int, Int) = (
                try row.decode("level"), try row.decode("min_officers"), try row.decode("target_officers")
            )
            for day in try row.decode("days", as: [Int]?.self) ?? [] where sums.indices.contains(day) {
                guard let level else {
                    sums[day].filled += 1
                    continue
                }
                if level.weight > sums[day].level.weight { sums[day].level = level }
                sums[day].min += min
                sums[day].target += target
            }
        }

        /// Adds the post to the last line.
        func end(_ lines: inout [Board.Line]) {
            guard let last = lines.indices.last else { return }
            for (day, sum) in sums.enumerated() where sum.target > 0 || sum.filled > 0 {
                var count =
                    lines[last].cells[day]
                    ?? Board.Count(level: sum.level, min: 0, target: 0, filled: 0, belowMin: 0, belowTarget: 0)
                if sum.level.weight > count.level.weight { count.level = sum.level }
                count.min += sum.min
                count.target += sum.target
                count.filled += sum.filled
                count.belowMin += max(sum.min - sum.filled, 0)
                count.belowTarget += max(sum.target - sum.filled, 0)
                lines[last].cells[day] = count
            }
        }
    }
}
