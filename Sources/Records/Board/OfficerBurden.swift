import Deployment
import Postgres

/// What an officer has carried lately, beside the others of the team.
package struct OfficerBurden: Sendable, Equatable {
    /// Duties of one kind.
    package struct Share: Sendable, Equatable {
        package var own: Int
        /// The median of the team, the officer included.
        package var median: Double
    }

    package var duties: Share
    package var nights: Share
    /// Duties on a Saturday or Sunday.
    package var weekends: Share
    /// Duties where the level was Exceptional.
    package var high: Share

    /// Days that burdens are counted over, as rosters weigh them.
    package static let days = 168

    /// Counts standing duties of the days before `day`; of operations at level Exceptional too.
    package static func read(_ officer: String, before day: Day, in pool: Pool) async throws -> OfficerBurden {
        let first = day.adding(-days)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    WITH member AS (
                        SELECT o.officer_id FROM officer o JOIN officer own ON own.officer_id = \(officer) AND own.team_id = o.team_id
                        WHERE coalesce(o.left_on, 'infinity') >= \(day)::date
                    ), load AS (
                        SELECT m.officer_id, count(s.deployment_id) AS duties, count(*) FILTER (WHERE h.night) AS nights,
                            count(*) FILTER (WHERE extract(isodow FROM s.day) >= 6) AS weekends,
                            count(*) FILTER (WHERE l.level = 'Exceptional' OR o.post_id IS NOT NULL) AS high
                        FROM member m
                        LEFT JOIN standing_deployment s ON s.officer_id = m.officer_id AND s.day >= \(first) AND s.day < \(day)
                        LEFT JOIN shift h USING (shift_id) LEFT JOIN post p USING (post_id)
                        LEFT JOIN site_level l ON l.site_id = p.site_id AND l.from_day <= s.day
                            AND coalesce(l.to_day, 'infinity') >= s.day
                        LEFT JOIN operation_duty o ON o.level = 'Exceptional' AND (o.post_id, o.shift_id) = (s.post_id, s.shift_id)
                            AND o.first_day <= s.day AND coalesce(o.last_day, 'infinity') >= s.day
                        GROUP BY m.officer_id
                    )
                    SELECT coalesce(sum(duties) FILTER (WHERE officer_id = \(officer)), 0)::integer AS duties,
                        coalesce(sum(nights) FILTER (WHERE officer_id = \(officer)), 0)::integer AS nights,
                        coalesce(sum(weekends) FILTER (WHERE officer_id = \(officer)), 0)::integer AS weekends,
                        coalesce(sum(high) FILTER (WHERE officer_id = \(officer)), 0)::integer AS high,
                        coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY duties), 0) AS duties_median,
                        coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY nights), 0) AS nights_median,
                        coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY weekends), 0) AS weekends_median,
                        coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY high), 0) AS high_median
                    FROM load
                    """)
                guard let row = rows.first else { throw RecordError.notFound("officer \(officer)") }
                return OfficerBurden(
                    duties: Share(own: try row.decode("duties"), median: try row.decode("duties_median")),
                    nights: Share(own: try row.decode("nights"), median: try row.decode("nights_median")),
                    weekends: Share(own: try row.decode("weekends"), median: try row.decode("weekends_median")),
                    high: Share(own: try row.decode("high"), median: try row.decode("high_median")))
            }
        }
    }
}
