import Deployment
import FoundationEssentials
import Postgres

/// A training session to set up.
package struct NewTrainingSession: Sendable, Hashable, Codable {
    /// What it renews.
    package var skill: String
    /// When.
    package var day: Day
    /// At which time in London, `09:00`.
    package var starts: String
    /// Who instructs; 001 ¶11 counts five instructors and four seconded ones.
    package var instructor: String
    /// Seats.
    package var seats: Int
    /// Whether it is a slot inside the rostered duty: whoever is booked keeps the duty, and no abstraction is made.
    package var withinDuty: Bool

    /// A session with these parts.
    package init(
        skill: String, day: Day, starts: String, instructor: String, seats: Int, withinDuty: Bool = false
    ) {
        self.skill = skill
        self.day = day
        self.starts = starts
        self.instructor = instructor
        self.seats = seats
        self.withinDuty = withinDuty
    }

    /// What cannot be recorded, whoever asks.
    package var problems: [FieldProblem] {
        let clock = starts.split(separator: ":", omittingEmptySubsequences: false)
        let isTime =
            starts.utf8.count == 5 && clock.count == 2
            && zip(clock, [0..<24, 0..<60]).allSatisfy { part, range in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } && Int(part).map(range.contains) == true
            }
        return [
            isTime ? nil : FieldProblem("/starts", "is a time of day, 09:00"),
            (1...80).contains(instructor.unicodeScalars.count)
                ? nil : FieldProblem("/instructor", "has 1 to 80 characters"),
            (1...100).contains(seats) ? nil : FieldProblem("/seats", "lies from 1 to 100"),
        ].compactMap(\.self)
    }
}

/// A training session that stands.
package struct TrainingSession: Sendable, Hashable, Codable {
    /// Its key.
    package let id: Int64
    /// What it renews.
    package let skill: String
    /// When.
    package let day: Day
    /// At which time in London.
    package let starts: String
    /// Who instructs.
    package let instructor: String
    /// Seats.
    package let seats: Int
    /// Seats taken.
    package let booked: Int
    /// Whether it is a slot inside the rostered duty.
    package let withinDuty: Bool
}

/// What a booking made.
package struct MadeBooking: Sendable, Hashable, Codable {
    /// The booking.
    package let booking: Int64
    /// The abstraction that keeps the day free; none for a slot inside the duty.
    package let abstraction: String?
    /// Published duties of that day which are now to be changed, on the ground of that abstraction.
    package let duties: [Int64]
}

/// An officer who was withdrawn from a session, and why.
package struct Withdrawal: Sendable, Hashable {
    package let officer: String
    /// What the session renews.
    package let skill: String
    /// The session's day.
    package let day: Day
    /// In whose name: a `WithdrawalSide`, or `session` where it was cancelled as a whole.
    package let side: String
    package let reason: String
}

/// Who withdraws an officer from training.
package enum WithdrawalSide: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    case officer
    case trainingUnit = "training_unit"
    case dutiesOffice = "duties_office"
}
