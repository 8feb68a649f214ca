import Deployment
import FoundationEssentials
import Postgres

extension Currencies {
    /// Sets a session up.
    ///
    /// - Returns: its key.
    /// - Throws: `RecordError.invalid`, or `.refused`: `session_over`, `training_office`.
    package func setUp(_ session: NewTrainingSession, by account: Int64) async throws -> Int64 {
        let problems = session.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    INSERT INTO training_session (skill_id, day, starts, instructor, seats, within_duty, set_up_by)
                    VALUES (\(session.skill), \(session.day), \(session.starts)::time, \(session.instructor), \(session.seats),
                        \(session.withinDuty), \(account))
                    RETURNING session_id
                    """)
                return try rows[0].decode("session_id")
            }
        }
    }

    /// Sessions that stand, from one day to another inclusive, by day and time.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func sessions(
        from: Day, to: Day, skill: String? = nil, cursor: String? = nil, limit: Int = Page<TrainingSession>.usualLimit
    ) async throws -> Page<TrainingSession> {
        let after = try cursorParts(cursor, count: 3)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT session_id, skill_id, day, to_char(starts, 'HH24:MI') AS begins, instructor, seats, booked, within_duty
                    FROM standing_session
                    WHERE day BETWEEN \(from) AND \(to) AND (\(skill)::text IS NULL OR skill_id = \(skill)::text)
                        AND (\(after?[0])::date IS NULL
                            OR (day, starts, session_id) > (\(after?[0])::date, \(after?[1])::time, \(after?[2])::bigint))
                    ORDER BY day, starts, session_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map(TrainingSession.init(row:)), limit: limit) {
                    "\($0.day),\($0.starts),\($0.id)"
                }
            }
        }
    }

    /// Books an officer on a session. In the same transaction it makes the abstraction that keeps the day free, which no
    /// roster and no import may take away, unless the session is a slot inside the duty.
    ///
    /// - Throws: `RecordError.refused`: `session_full`, `session_cancelled`, `session_over`, `booked_already`,
    ///   `officer_away`, `not_in_service`, `session_known`, `training_office`.
    package func book(_ officer: String, on session: Int64, by account: Int64) async throws -> MadeBooking {
        try await recording {
            try await pool.transaction { connection in
                guard try await !connection.query("SELECT FROM officer WHERE officer_id = \(officer)").isEmpty else {
                    throw RecordError.notFound("officer \(officer)")
                }
                let made = try await connection.query(
                    """
                    INSERT INTO training_booking (session_id, officer_id, booked_by) VALUES (\(session), \(officer), \(account))
                    RETURNING booking_id, abstraction_id
                    """)
                let abstraction: String? = try made[0].decode("abstraction_id")
                let duties = try await connection.query(
                    """
                    SELECT d.deployment_id FROM standing_deployment d JOIN training_session s ON s.session_id = \(session) AND s.day = d.day
                    WHERE d.officer_id = \(officer) AND NOT s.within_duty ORDER BY d.deployment_id
                    """)
                return MadeBooking(
                    booking: try made[0].decode("booking_id"), abstraction: abstraction,
                    duties: try duties.map { try $0.decode("deployment_id") })
            }
        }
    }

    /// Cancels a booking. Withdrawals by the duties office are counted (001 ¶54–56). The day is free again, unless a change
    /// of a published duty rests on the booking's abstraction.
    ///
    /// - Parameter reason: 5 to 200 characters; planners see it, so it names nothing personal.
    /// - Throws: `RecordError.notFound`, `.conflict` when it is cancelled, `.refused`: `session_over`, `training_office`.
    package func cancel(
        booking: Int64, by side: WithdrawalSide, reason: String, account: Int64
    ) async throws {
        try Currencies.check(reason)
        try await recording {
            try await pool.transaction { connection in
                let known = try await connection.query("SELECT FROM training_booking WHERE booking_id = \(booking)")
                guard !known.isEmpty else { throw RecordError.notFound("booking \(booking)") }
                _ = try await connection.execute(
                    """
                    INSERT INTO booking_cancellation (booking_id, by_side, reason, cancelled_by)
                    VALUES (\(booking), \(side), \(reason), \(account))
                    """)
            }
        }
    }

    /// Those who were withdrawn, the latest first, at most `limit`. The reasons are for planners.
    package func withdrawn(limit: Int) async throws -> [Withdrawal] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query(
                    """
                    SELECT b.officer_id, s.skill_id, s.day, c.by_side, c.reason
                    FROM booking_cancellation c JOIN training_booking b USING (booking_id) JOIN training_session s USING (session_id)
                    ORDER BY c.cancelled_at DESC, c.booking_id DESC LIMIT \(limit)
                    """
                ).map {
                    Withdrawal(
                        officer: try $0.decode("officer_id"), skill: try $0.decode("skill_id"),
                        day: try $0.decode("day"), side: try $0.decode("by_side"), reason: try $0.decode("reason"))
                }
            }
        }
    }

    /// Cancels a session and with it every booking on it.
    ///
    /// - Throws: `RecordError.notFound`, `.conflict` when it is cancelled, `.refused`: `training_office`.
    package func cancel(session: Int64, reason: String, account: Int64) async throws {
        try Currencies.check(reason)
        try await recording {
            try await pool.transaction { connection in
                let known = try await connection.query("SELECT FROM training_session WHERE session_id = \(session)")
                guard !known.isEmpty else { throw RecordError.notFound("training session \(session)") }
                _ = try await connection.execute(
                    """
                    INSERT INTO session_cancellation (session_id, reason, cancelled_by) VALUES (\(session), \(reason), \(account))
                    """)
            }
        }
    }

    /// The officer whom a booking is about.
    ///
    /// - Throws: `RecordError.notFound`.
    package func officer(ofBooking booking: Int64) async throws -> String {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                "SELECT officer_id FROM training_booking WHERE booking_id = \(booking)")
            guard let row = rows.first else { throw RecordError.notFound("booking \(booking)") }
            return try row.decode("officer_id")
        }
    }

    private static func check(_ reason: String) throws {
        guard (5...200).contains(reason.unicodeScalars.count) else {
            throw RecordError.invalid([FieldProblem("/reason", "has 5 to 200 characters")])
        }
    }
}

extension TrainingSession {
    init(row: Row) throws {
        id = try row.decode("session_id")
        skill = try row.decode("skill_id")
        day = try row.decode("day")
        starts = try row.decode("begins")
        instructor = try row.decode("instructor")
        seats = try row.decode("seats")
        booked = try row.decode("booked")
        withinDuty = try row.decode("within_duty")
    }
}
