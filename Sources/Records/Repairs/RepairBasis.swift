import Deployment
import FoundationEssentials
import Postgres

/// What a repair or a ranking is worked out from: the plan of a window, and who stands where in it.
package struct RepairBasis: Sendable {
    /// The plan; standing deployments of the window are in `standing`, not in its history.
    package var planning: Planning
    /// The duties that stand in the window, by officer and time.
    package var standing: [Standing]
    /// Days of the window for which a roster is published.
    package var published: Set<Day>
    /// Ranks of the officers.
    package var ranks: [String: Rank]
    /// Figures of law and policy.
    package var figures: RuleFigures

    /// A standing deployment with its post.
    package struct Standing: Sendable, Equatable {
        package var id: Int64
        package var officer: String
        package var day: Day
        package var shift: String
        package var post: String
        package var startsAt: Date
        package var endsAt: Date
    }
}

extension RepairBasis {
    /// Takes an officer to be absent on these days, as if it were on record.
    package mutating func assumeAbsent(_ officer: String, from: Day, to: Day?) {
        planning.absences.append(
            Planning.Absence(id: "A0", officer: officer, kind: .abstraction, from: from, to: to))
    }

    /// Takes a site to have this level on these days, as if it were on record.
    package mutating func assumeLevel(_ level: ResponseLevel, of site: String, from: Day, to: Day?) {
        // Whoever asks for the level of a day takes the first spell that covers it.
        planning.levels.insert(Planning.SiteLevel(site: site, level: level, from: from, to: to), at: 0)
    }
}

/// Reads what a repair is worked out from.
package struct RepairBasisReader: Sendable {
    package let pool: Pool

    /// A reader over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Reads a window, from a Monday, in one snapshot.
    package func read(from: Day, days: Int) async throws -> RepairBasis {
        let queries = PlanningQueries(from: from, days: days)
        let last = from.adding(days - 1)
        // A relief stands in a part of a duty: it fills no place, and keeps its officer busy that day.
        let standing: Statement = """
            SELECT s.deployment_id, s.officer_id, s.day, s.shift_id, s.post_id, lower(s.during) AS starts_at,
                upper(s.during) AS ends_at, coalesce(c.kind = 'relief', false) AS relief
            FROM standing_deployment s JOIN deployment d USING (deployment_id) LEFT JOIN change c ON c.change_id = d.change_id
            WHERE s.day BETWEEN \(from) AND \(last) ORDER BY s.officer_id, lower(s.during)
            """
        let published: Statement = """
            SELECT d::date AS day FROM publication p, generate_series(greatest(lower(p.period), \(from)::date)::timestamp,
                least(upper(p.period) - 1, \(last)::date)::timestamp, interval '1 day') AS d
            WHERE p.period && daterange(\(from), \(last), '[]')
            """
        return try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let statements =
                    queries.all.map(\.statement) + [standing, published, "SELECT officer_id, rank FROM officer"]
                let results = try await connection.pipeline(statements)
                var planning = Planning(
                    from: from, days: days, historyDays: PlanningReader.historyDays, restMinutes: 0,
                    history: Planning.History())
                for (query, rows) in zip(queries.all, results) {
                    for row in rows { try query.read(row, &planning) }
                }
                let count = queries.all.count
                var basis = RepairBasis(
                    planning: planning, standing: [], published: [], ranks: [:],
                    figures: try await RuleFigureReader.read(connection))
                try basis.take(results[count], last: last)
                for row in results[count + 1] { basis.published.insert(try row.decode("day")) }
                for row in results[count + 2] { basis.ranks[try row.decode("officer_id")] = try row.decode("rank") }
                return basis
            }
        }
    }
}

extension RepairBasis {
    /// Takes up the standing duties; what stands behind the window, and reliefs, stay with the history.
    fileprivate mutating func take(_ rows: Rows, last: Day) throws {
        var ahead = planning.history.ahead.filter { $0.day > last }
        for row in rows {
            if try row.decode("relief") {
                ahead.append(try Planning.Standing(row))
                continue
            }
            standing.append(
                Standing(
                    id: try row.decode("deployment_id"), officer: try row.decode("officer_id"),
                    day: try row.decode("day"), shift: try row.decode("shift_id"), post: try row.decode("post_id"),
                    startsAt: try row.decode("starts_at"), endsAt: try row.decode("ends_at")))
        }
        planning.history.ahead = ahead
    }
}
