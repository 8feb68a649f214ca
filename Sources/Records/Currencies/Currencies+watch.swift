import Deployment
import FoundationEssentials
import Postgres

extension Currencies {
    /// Currencies that lapse within some days of a moment or have lapsed, those not booked in time first, then by last day.
    ///
    /// A specialism or classroom day that lapsed longer ago than that is left out; a lapsed component of an authority never is.
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func watch(
        asOf: Date, within days: Int, team: String? = nil, officer: String? = nil, cursor: String? = nil,
        limit: Int = Page<WatchedCurrency>.usualLimit
    ) async throws -> Page<WatchedCurrency> {
        let after = try cursorParts(cursor, count: 4)
        return try await recording {
            try await pool.withConnection { connection in
                let figures = try await RuleFigureReader.read(connection)
                let rows = try await connection.query(
                    Currencies.watched(asOf, days, team, officer) + """
                        WHERE (\(after?[0])::text IS NULL OR (in_time::text, last, officer_id, skill_id)
                            > (\(after?[0])::text, \(after?[1])::date, \(after?[2])::text, \(after?[3])::text))
                        ORDER BY in_time::text, last, officer_id, skill_id LIMIT \(limit + 1)) page
                        LEFT JOIN LATERAL (
                            SELECT s.session_id, s.day FROM standing_session s
                            WHERE s.skill_id = page.skill_id AND s.booked < s.seats AND s.day BETWEEN page.today AND page.until_day
                            ORDER BY s.day DESC, s.session_id DESC LIMIT 1) chance ON true
                        ORDER BY in_time::text, last, officer_id, page.skill_id
                        """)
                return Page(try rows.map { try WatchedCurrency(row: $0, figures) }, limit: limit) { item in
                    let last = item.lastDay?.description ?? "-infinity"
                    return "\(item.isBookedInTime),\(last),\(item.officer),\(item.skill)"
                }
            }
        }
    }

    /// The beginning of the query, up to the condition of the page. A currency of the authority itself is affected by every
    /// duty that needs the authority.
    private static func watched(_ asOf: Date, _ days: Int, _ team: String?, _ officer: String?) -> Statement {
        """
        SELECT page.*, chance.session_id AS chance_session, chance.day AS chance_day, ARRAY(
            SELECT DISTINCT d.deployment_id FROM standing_deployment d JOIN post_skill r USING (post_id) JOIN skill k ON k.skill_id = r.skill_id
            WHERE d.officer_id = page.officer_id AND d.day > page.last AND lower(d.during) > \(asOf)
                AND (r.skill_id = page.skill_id OR (page.skill_kind IN ('authority', 'component') AND k.kind = 'authority'))
            ORDER BY d.deployment_id) AS duties
        FROM (SELECT * FROM (
            SELECT w.officer_id, w.team_id, w.skill_id, w.skill_name, w.skill_kind, w.issued_on, w.until_day, t.today,
                coalesce(w.until_day, '-infinity') AS last, b.day AS booked_day,
                b.day IS NOT NULL AND (coalesce(w.until_day, '-infinity') < t.today OR b.day <= w.until_day) AS in_time
            FROM (SELECT police_day(\(asOf)) AS today) t CROSS JOIN watched_currency w
            LEFT JOIN LATERAL (SELECT min(k.day) AS day FROM standing_booking k
                WHERE k.officer_id = w.officer_id AND k.skill_id = w.skill_id AND k.day >= t.today) b ON true
            WHERE coalesce(w.until_day, '-infinity') <= t.today + \(days)::integer AND coalesce(w.left_on, 'infinity') >= t.today
                AND (w.skill_kind IN ('authority', 'component') OR w.until_day >= t.today - \(days)::integer)
                AND (\(team)::text IS NULL OR w.team_id = \(team)::text)
                AND (\(officer)::text IS NULL OR w.officer_id = \(officer)::text)) watched\u{20}
        """
    }
}

extension WatchedCurrency {
    init(row: Row, _ figures: RuleFigures) throws {
        let today: Day = try row.decode("today")
        let issued: Day? = try row.decode("issued_on")
        officer = try row.decode("officer_id")
        team = try row.decode("team_id")
        skill = try row.decode("skill_id")
        name = try row.decode("skill_name")
        kind = try row.decode("skill_kind")
        lastDay = try row.decode("until_day")
        band = try lastDay.flatMap { try CurrencyBands(figures, on: today).band(of: $0, issued: issued, on: today) }
        booked = try row.decode("booked_day")
        isBookedInTime = try row.decode("in_time")
        lastChance = try row.decode("chance_session")
        lastChanceOn = try row.decode("chance_day")
        duties = try row.decode("duties")
    }
}
