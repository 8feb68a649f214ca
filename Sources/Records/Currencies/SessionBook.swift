import Deployment
import FoundationEssentials
import Postgres

/// A training session with those who are booked on it.
package struct SessionBook: Sendable, Equatable {
    /// A booking that stands.
    package struct Seat: Sendable, Equatable {
        package var booking: Int64
        package var officer: String
        package var bookedAt: Date
        /// The row that keeps the day free; nil for a slot inside the duty.
        package var abstraction: String?
    }

    package var session: TrainingSession
    /// The name of the skill that it renews.
    package var skillName: String
    /// In the order of booking.
    package var seats: [Seat]

    /// Reads a session that stands; throws `RecordError.notFound` for one that is cancelled.
    package static func read(_ session: Int64, in pool: Pool) async throws -> SessionBook {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.pipeline([
                    """
                    SELECT session_id, skill_id, day, to_char(starts, 'HH24:MI') AS begins, instructor, seats, booked, within_duty,
                        k.name
                    FROM standing_session JOIN skill k USING (skill_id) WHERE session_id = \(session)
                    """,
                    """
                    SELECT booking_id, officer_id, booked_at, abstraction_id FROM standing_booking
                    WHERE session_id = \(session) ORDER BY booking_id
                    """,
                ])
                guard let row = rows[0].first else { throw RecordError.notFound("training session \(session)") }
                return SessionBook(
                    session: try TrainingSession(row: row), skillName: try row.decode("name"),
                    seats: try rows[1].map {
                        Seat(
                            booking: try $0.decode("booking_id"), officer: try $0.decode("officer_id"),
                            bookedAt: try $0.decode("booked_at"), abstraction: try $0.decode("abstraction_id"))
                    })
            }
        }
    }

    /// Every skill that lasts a fixed time, by name: what sessions are set up for.
    package static func skills(in pool: Pool) async throws -> [(id: String, name: String)] {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query(
                    "SELECT skill_id, name FROM skill WHERE kind <> 'authority' ORDER BY name, skill_id"
                ).map { (id: try $0.decode("skill_id"), name: try $0.decode("name")) }
            }
        }
    }
}
