import Deployment
import FoundationEssentials
import Postgres

/// Authority and currencies: who may carry until when, what lapses unbooked, and which published duties that re-opens.
package struct Currencies: Sendable {
    let pool: Pool

    /// Currencies in the database of this pool, which connects as the application.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// An officer's authority with its parts, other currencies and courses ahead, at a moment.
    ///
    /// Reads the rows of this officer only.
    /// - Throws: `RecordError.notFound`.
    package func authority(of officer: String, asOf: Date) async throws -> AuthorityRecord {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let rows = try await connection.pipeline([
                "SELECT team_id, police_day(\(asOf)) AS today FROM officer WHERE officer_id = \(officer)",
                """
                SELECT p.part, p.skill_id, coalesce(s.name, p.part) AS name, nullif(p.last_day, 'infinity') AS last_day,
                    p.last_day IS NULL AS never
                FROM authority_part p LEFT JOIN skill s USING (skill_id) WHERE p.officer_id = \(officer)
                """,
                """
                SELECT u.skill_id, s.name, s.kind, nullif(u.until_day, 'infinity') AS last_day
                FROM skill_until u JOIN skill s USING (skill_id)
                WHERE u.officer_id = \(officer) AND s.kind IN ('advisory', 'specialism') ORDER BY u.skill_id
                """,
                """
                SELECT booking_id, session_id, skill_id, day, to_char(starts, 'HH24:MI') AS starts, within_duty FROM standing_booking
                WHERE officer_id = \(officer) AND day >= police_day(\(asOf)) ORDER BY day, standing_booking.starts
                """,
            ])
            guard let first = rows[0].first else { throw RecordError.notFound("officer \(officer)") }
            return AuthorityRecord(
                officer: officer, team: try first.decode("team_id"), asOf: asOf, day: try first.decode("today"),
                authority: Authority(try rows[1].map(AuthorityPart.init(row:))),
                currencies: try rows[2].map {
                    HeldCurrency(
                        skill: try $0.decode("skill_id"), name: try $0.decode("name"), kind: try $0.decode("kind"),
                        lastDay: try $0.decode("last_day"))
                },
                bookings: try rows[3].map(BookedSession.init(row:)))
        }
    }

    /// Published duties from a moment on whose officer lacks a skill they need by then, by day; the change itself is made on
    /// the ground `lapsed_currency`.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func reopened(
        asOf: Date, team: String? = nil, cursor: String? = nil, limit: Int = Page<ReopenedDuty>.usualLimit
    ) async throws -> Page<ReopenedDuty> {
        let after = try cursorParts(cursor, count: 3)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT d.deployment_id, d.officer_id, d.day, d.shift_id, p.site_id, d.lacks, d.until_day
                    FROM reopened_deployment d JOIN post p USING (post_id) JOIN officer o USING (officer_id)
                    WHERE lower(d.during) > \(asOf) AND (\(team)::text IS NULL OR o.team_id = \(team)::text)
                        AND (\(after?[0])::date IS NULL
                            OR (d.day, d.deployment_id, d.lacks) > (\(after?[0])::date, \(after?[1])::bigint, \(after?[2])::text))
                    ORDER BY d.day, d.deployment_id, d.lacks LIMIT \(limit + 1)
                    """)
                return Page(
                    try rows.map {
                        ReopenedDuty(
                            deployment: try $0.decode("deployment_id"), officer: try $0.decode("officer_id"),
                            day: try $0.decode("day"), shift: try $0.decode("shift_id"), site: try $0.decode("site_id"),
                            lacks: try $0.decode("lacks"), lastDay: try $0.decode("until_day"))
                    }, limit: limit
                ) { "\($0.day),\($0.deployment),\($0.lacks)" }
            }
        }
    }

    /// The training load of some months from a moment on, and the withdrawals of the year before it.
    package func outlook(asOf: Date, months: Int) async throws -> TrainingOutlook {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let rows = try await connection.pipeline([
                "SELECT police_day(\(asOf)) AS today",
                """
                SELECT skill_id, until_day, validity_months FROM watched_currency
                WHERE until_day IS NOT NULL AND coalesce(left_on, 'infinity') >= greatest(until_day, police_day(\(asOf)))
                    AND (until_day >= police_day(\(asOf)) OR skill_kind IN ('authority', 'component'))
                """,
                "SELECT skill_id, day, seats, booked FROM standing_session WHERE day >= police_day(\(asOf))",
                """
                SELECT to_char(cancelled_at AT TIME ZONE 'Europe/London', 'YYYY-MM') AS month, by_side, count(*)::integer AS count
                FROM booking_cancellation WHERE cancelled_at <= \(asOf) AND cancelled_at > \(asOf)::timestamptz - interval '1 year'
                GROUP BY 1, 2 ORDER BY 1, 2
                """,
            ])
            let today = try rows[0][0].decode("today", as: Day.self)
            let lapses = try rows[1].map {
                TrainingLoad.Lapse(
                    skill: try $0.decode("skill_id"), lastDay: try $0.decode("until_day"),
                    validityMonths: try $0.decode("validity_months"))
            }
            let sessions = try rows[2].map {
                TrainingLoad.Session(
                    skill: try $0.decode("skill_id"), day: try $0.decode("day"), seats: try $0.decode("seats"),
                    booked: try $0.decode("booked"))
            }
            return TrainingOutlook(
                lines: TrainingLoad(lapses, sessions, from: today, months: months).lines,
                withdrawals: try rows[3].map {
                    Withdrawals(
                        month: try $0.decode("month"), side: try $0.decode("by_side"), count: try $0.decode("count"))
                })
        }
    }

    /// Records that an authority was suspended, returned or restored; no reason is asked for, and none is kept.
    ///
    /// - Parameter from: the first day without it; today unless told. A restored authority holds from today.
    /// - Throws: `RecordError.refused`: `authority_held`, `authority_step`, `authority_day`, `authority_recorder`.
    package func record(
        _ status: AuthorityStatus, of officer: String, from day: Day? = nil, by account: Int64
    ) async throws {
        try await recording {
            try await pool.transaction { connection in
                guard try await !connection.query("SELECT FROM officer WHERE officer_id = \(officer)").isEmpty else {
                    throw RecordError.notFound("officer \(officer)")
                }
                _ = try await connection.execute(
                    """
                    INSERT INTO authority_status (officer_id, status, from_day, recorded_by)
                    VALUES (\(officer), \(status), coalesce(\(day)::date, police_day(clock_timestamp())), \(account))
                    """)
            }
        }
    }
}

/// What became of an authority beside its components (domain section 4.1).
package enum AuthorityStatus: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    case suspended, returned, restored
}

extension AuthorityPart.Kind: PostgresEncodable, PostgresDecodable {}

extension AuthorityPart {
    init(row: Row) throws {
        let last: Day? = try row.decode("last_day")
        let isNever: Bool = try row.decode("never")
        self.init(
            kind: try row.decode("part"), skill: try row.decode("skill_id"), name: try row.decode("name"),
            lastDay: isNever ? .never : last.map { .on($0) } ?? .endless)
    }
}

extension BookedSession {
    init(row: Row) throws {
        booking = try row.decode("booking_id")
        session = try row.decode("session_id")
        skill = try row.decode("skill_id")
        day = try row.decode("day")
        starts = try row.decode("starts")
        withinDuty = try row.decode("within_duty")
    }
}
