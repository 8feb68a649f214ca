import Deployment
import Postgres

/// Reads what a roster of a period depends on.
package struct PlanningReader: Sendable {
    package let pool: Pool
    /// Days before the period that count for burdens and sites: 24 weeks.
    package static let historyDays = 168
    /// Days before the period in which runs of work are looked for; longer than any contract allows.
    static let recentDays = 35

    /// A reader over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Reads everything for `days` days from `from` in one snapshot and one round trip.
    package func read(from: Day, days: Int) async throws -> Planning {
        let queries = PlanningQueries(from: from, days: days)
        return try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let results = try await connection.pipeline(queries.all.map(\.statement))
                var planning = Planning(
                    from: from, days: days, historyDays: Self.historyDays, restMinutes: 0, history: Planning.History())
                for (query, rows) in zip(queries.all, results) {
                    for row in rows { try query.read(row, &planning) }
                }
                return planning
            }
        }
    }
}

/// One query of the plan and how its rows are taken up.
struct PlanningQuery {
    var statement: Statement
    var read: (Row, inout Planning) throws -> Void
}

/// All queries for one period; later ones may rely on what earlier ones read.
struct PlanningQueries {
    let from: Day
    let days: Int

    var last: Day { from.adding(days - 1) }
    var past: Day { from.adding(-PlanningReader.historyDays) }

    var all: [PlanningQuery] {
        [rest, shifts, contracts, skills, patternDays, demand, operations, levels] + people + places + records + history
    }

    private var rest: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT max(figure('rest_between_tours', day::date)) AS minutes
                FROM (VALUES (\(from)::date), (\(last)::date)) AS ends (day)
                """
        ) { $1.restMinutes = try $0.decode("minutes") }
    }

    private var shifts: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT shift_id, (extract(epoch FROM starts) / 60)::int AS start_minute, minutes, night
                FROM shift ORDER BY starts, shift_id
                """
        ) { row, planning in
            planning.shifts.append(
                Planning.Shift(
                    id: try row.decode("shift_id"), startMinute: try row.decode("start_minute"),
                    minutes: try row.decode("minutes"), night: try row.decode("night")))
        }
    }

    private var contracts: PlanningQuery {
        PlanningQuery(statement: "SELECT * FROM contract ORDER BY contract_id") { row, planning in
            planning.contracts.append(
                Planning.Contract(
                    id: try row.decode("contract_id"), maxConsecutiveWork: try row.decode("max_consecutive_work"),
                    minConsecutiveWork: try row.decode("min_consecutive_work"),
                    minConsecutiveOff: try row.decode("min_consecutive_off"),
                    maxConsecutiveNights: try row.decode("max_consecutive_nights"),
                    minShifts: try row.decode("min_shifts"), maxShifts: try row.decode("max_shifts"),
                    maxWeekends: try row.decode("max_weekends"), completeWeekends: try row.decode("complete_weekends")))
        }
    }

    private var skills: PlanningQuery {
        PlanningQuery(
            statement: "SELECT skill_id, kind = 'authority' AS authority FROM skill ORDER BY skill_id"
        ) { row, planning in
            planning.skills.append(
                Planning.Skill(id: try row.decode("skill_id"), isAuthority: try row.decode("authority")))
        }
    }

    private var patternDays: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT p.pattern_id, array_agg(d.shift_id ORDER BY i) AS shifts
                FROM pattern p CROSS JOIN generate_series(0, p.cycle_days - 1) AS i
                LEFT JOIN pattern_day d ON d.pattern_id = p.pattern_id AND d.day_index = i
                GROUP BY p.pattern_id
                """
        ) { row, planning in
            planning.patterns[try row.decode("pattern_id")] = try row.decode("shifts", as: [String?].self)
        }
    }

    private var demand: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT post_id, level, day_kind = 'weekend' AS weekend, shift_id, min_officers, target_officers
                FROM post_demand ORDER BY post_id, level, day_kind, shift_id
                """
        ) { row, planning in
            planning.demand.append(
                Planning.Demand(
                    post: try row.decode("post_id"), level: try row.decode("level"),
                    onWeekends: try row.decode("weekend"),
                    shift: try row.decode("shift_id"), min: try row.decode("min_officers"),
                    target: try row.decode("target_officers")))
        }
    }

    private var operations: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT post_id, shift_id, first_day, last_day, level, min_officers, target_officers FROM operation_duty
                WHERE first_day <= \(last) AND coalesce(last_day, 'infinity') >= \(from) ORDER BY post_id, shift_id, first_day
                """
        ) { row, planning in
            planning.operations.append(
                Planning.OperationDemand(
                    post: try row.decode("post_id"), shift: try row.decode("shift_id"),
                    from: try row.decode("first_day"), to: try row.decode("last_day"), level: try row.decode("level"),
                    min: try row.decode("min_officers"), target: try row.decode("target_officers")))
        }
    }

    private var levels: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT site_id, level, from_day, to_day FROM site_level
                WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(past) ORDER BY site_id, from_day
                """
        ) { row, planning in
            planning.levels.append(
                Planning.SiteLevel(
                    site: try row.decode("site_id"), level: try row.decode("level"), from: try row.decode("from_day"),
                    to: try row.decode("to_day")))
        }
    }
}
