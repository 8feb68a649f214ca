import Deployment
import FoundationEssentials
import Postgres

extension PlanningQueries {
    /// What standing deployments say of the past, counted by the server.
    var history: [PlanningQuery] {
        [loads, sites, recent, ahead, published]
    }

    private var loads: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT s.officer_id, count(*) FILTER (WHERE h.night) AS night,
                    count(*) FILTER (WHERE extract(isodow FROM s.day) >= 6) AS weekend,
                    count(*) FILTER (WHERE l.level = 'Exceptional' OR o.post_id IS NOT NULL) AS high
                FROM standing_deployment s JOIN shift h USING (shift_id) JOIN post p USING (post_id)
                LEFT JOIN site_level l ON l.site_id = p.site_id AND l.from_day <= s.day
                    AND coalesce(l.to_day, 'infinity') >= s.day
                LEFT JOIN operation_duty o ON o.level = 'Exceptional' AND (o.post_id, o.shift_id) = (s.post_id, s.shift_id)
                    AND o.first_day <= s.day AND coalesce(o.last_day, 'infinity') >= s.day
                WHERE s.day >= \(past) AND s.day < \(from) GROUP BY s.officer_id
                """
        ) { row, planning in
            planning.history.loads[try row.decode("officer_id")] = Planning.Load(
                night: try row.decode("night"), weekend: try row.decode("weekend"), high: try row.decode("high"))
        }
    }

    private var sites: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT s.officer_id, p.site_id, count(*) AS visits
                FROM standing_deployment s JOIN post p USING (post_id)
                WHERE s.day >= \(past) AND s.day < \(from) GROUP BY s.officer_id, p.site_id
                """
        ) { row, planning in
            planning.history.sites[try row.decode("officer_id"), default: [:]][try row.decode("site_id")] =
                try row.decode("visits")
        }
    }

    private var recent: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT officer_id, day, shift_id, lower(during) AS starts_at, upper(during) AS ends_at
                FROM (
                    SELECT *, row_number() OVER (PARTITION BY officer_id ORDER BY lower(during) DESC) AS back FROM standing_deployment
                    WHERE day >= \(past) AND day < \(from)
                ) s
                WHERE back = 1 OR day >= \(from.adding(-PlanningReader.recentDays)) ORDER BY officer_id, starts_at
                """
        ) { $1.history.recent.append(try Planning.Standing($0)) }
    }

    private var ahead: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT officer_id, day, shift_id, lower(during) AS starts_at, upper(during) AS ends_at
                FROM standing_deployment
                WHERE day BETWEEN \(from) AND \(last.adding(2)) ORDER BY officer_id, starts_at
                """
        ) { $1.history.ahead.append(try Planning.Standing($0)) }
    }

    private var published: PlanningQuery {
        PlanningQuery(
            statement: """
                SELECT greatest(lower(period), \(past)) AS first, least(upper(period), \(from)::date) - 1 AS last
                FROM publication WHERE period && daterange(\(past), \(from)) ORDER BY first
                """
        ) { row, planning in
            let first: Day = try row.decode("first")
            planning.history.published.append(first...max(first, try row.decode("last")))
        }
    }
}

extension Planning.Standing {
    init(_ row: Row) throws {
        officer = try row.decode("officer_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        startsAt = try row.decode("starts_at")
        endsAt = try row.decode("ends_at")
    }
}
