import Deployment
import FoundationEssentials
import Postgres

/// What the duties office looks at first in a day, in five numbers.
package struct DutiesToday: Sendable, Equatable {
    /// Duties under way that stand below their minimum.
    package var belowMinimumNow: Int
    /// Duties of the next seven days below their minimum, of days with a published roster.
    package var belowMinimumAhead: Int
    /// Duties of the next seven days below their target, those below the minimum among them.
    package var unfilledAhead: Int
    /// The first day from today on without a published roster.
    package var firstUnpublished: Day
    /// The day by which a roster that begins then is to be published (`publication_notice`).
    package var publishBy: Day
    /// Changes of duties that an officer has yet to acknowledge.
    package var unacknowledgedChanges: Int
    /// Published duties whose officer lacks a skill they need by then.
    package var reopened: Int

    /// Days that it looks ahead, today among them.
    package static let daysAhead = 7

    /// Reads the numbers of a moment. The day is London's, as the roster's days are.
    package static func read(asOf: Date, in pool: Pool) async throws -> DutiesToday {
        let today = LondonClock.day(atAbsoluteMinutes: Int((asOf.timeIntervalSince1970 / 60).rounded(.down)))
        return try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let rows = try await connection.pipeline([
                    duties(asOf, today), unpublished(today),
                    """
                    SELECT count(*)::int AS number FROM awaiting_answer w JOIN notification n USING (notification_id)
                    WHERE n.kind = 'duty_changed' AND n.about_kind = 'change' AND n.to_officer IS NOT NULL
                    """,
                    "SELECT count(DISTINCT deployment_id)::int AS number FROM reopened_deployment WHERE lower(during) > \(asOf)",
                ])
                guard let counts = rows[0].first, let open = rows[1].first else {
                    throw RecordError.notFound("the numbers of a day")
                }
                return DutiesToday(
                    belowMinimumNow: try counts.decode("now_below"), belowMinimumAhead: try counts.decode("below"),
                    unfilledAhead: try counts.decode("unfilled"), firstUnpublished: try open.decode("first_day"),
                    publishBy: try open.decode("publish_by"),
                    unacknowledgedChanges: try rows[2].first?.decode("number") ?? 0,
                    reopened: try rows[3].first?.decode("number") ?? 0)
            }
        }
    }

    /// A night shift of yesterday may be under way.
    private static func duties(_ asOf: Date, _ today: Day) -> Statement {
        """
        SELECT (count(*) FILTER (WHERE d.filled < d.min_officers AND tstzrange(london(d.day, h.starts),
                london(d.day, h.starts, h.minutes)) @> \(asOf)::timestamptz))::int AS now_below,
            (count(*) FILTER (WHERE d.day >= \(today) AND d.filled < d.min_officers))::int AS below,
            (count(*) FILTER (WHERE d.day >= \(today)))::int AS unfilled
        FROM standing_duties(\(today.adding(-1)), \(today.adding(daysAhead - 1))) d JOIN shift h USING (shift_id)
        WHERE d.filled < d.target_officers AND EXISTS (SELECT FROM publication u WHERE u.period @> d.day)
        """
    }

    /// Periods do not overlap: the first gap from today on begins today, or where a period ends and none goes on.
    private static func unpublished(_ today: Day) -> Statement {
        """
        SELECT f.first_day, (f.first_day - make_interval(months => figure('publication_notice', f.first_day)))::date AS publish_by
        FROM (SELECT min(x.day) AS first_day
            FROM (SELECT \(today)::date AS day UNION ALL SELECT upper(period) FROM publication WHERE upper(period) > \(today)) x
            WHERE NOT EXISTS (SELECT FROM publication u WHERE u.period @> x.day)) f
        """
    }
}
