import Deployment
import FoundationEssentials

/// Whether an officer may carry, at a moment: what an issue desk asks.
package struct AuthorityRecord: Sendable, Hashable {
    /// The officer.
    package let officer: String
    /// The officer's team.
    package let team: String
    /// The moment the answer is for.
    package let asOf: Date
    /// The police day of that moment, by which last days count.
    package let day: Day
    /// The authority and its parts.
    package let authority: Authority
    /// Every other currency, by skill.
    package let currencies: [HeldCurrency]
    /// Courses ahead, by day.
    package let bookings: [BookedSession]
}

/// A currency that an authority does not rest on.
package struct HeldCurrency: Sendable, Hashable, Codable {
    /// The skill.
    package let skill: String
    /// Its name.
    package let name: String
    /// `advisory` or `specialism`.
    package let kind: String
    /// The last day; none for one without end.
    package let lastDay: Day?
}

/// A course that somebody is booked on.
package struct BookedSession: Sendable, Hashable, Codable {
    /// The booking.
    package let booking: Int64
    /// The session.
    package let session: Int64
    /// What it renews.
    package let skill: String
    /// When.
    package let day: Day
    /// At which time, `09:00`.
    package let starts: String
    /// Whether it lies inside the rostered duty, which the officer keeps.
    package let withinDuty: Bool
}

/// A currency that lapses soon, or has lapsed.
package struct WatchedCurrency: Sendable, Hashable, Codable {
    /// The officer.
    package let officer: String
    /// The officer's team.
    package let team: String
    /// The skill.
    package let skill: String
    /// Its name.
    package let name: String
    /// `authority`, `component`, `advisory` (warns only) or `specialism`.
    package let kind: String
    /// The last day in currency; none when it was never held.
    package let lastDay: Day?
    /// The band of warnings it lies in: 90, 60, 30 or 14 days; none when it has lapsed or was issued within the band.
    package let band: Int?
    /// The next course the officer is booked on for it.
    package let booked: Day?
    /// Whether that is in time: before the lapse, or at all where it has lapsed.
    package let isBookedInTime: Bool
    /// The last session before the lapse that has a free seat.
    package let lastChance: Int64?
    /// Its day.
    package let lastChanceOn: Day?
    /// Published duties after the lapse that need it, as changes name them.
    package let duties: [Int64]
}

/// A published duty that a lapse has re-opened.
package struct ReopenedDuty: Sendable, Hashable, Codable {
    /// The deployment, as a change names it.
    package let deployment: Int64
    /// The officer.
    package let officer: String
    /// When.
    package let day: Day
    /// On which shift.
    package let shift: String
    /// At which site; covert posts are told by their site only.
    package let site: String
    /// The skill that the change names, with the ground `lapsed_currency`.
    package let lacks: String
    /// Its last day; none when it was never held.
    package let lastDay: Day?
}

/// Withdrawals from training in one month, by who withdrew (001 ¶54–56).
package struct Withdrawals: Sendable, Hashable, Codable {
    /// `2026-08`.
    package let month: String
    /// `officer`, `training_unit`, `duties_office` or `session`.
    package let side: String
    /// How many.
    package let count: Int
}

/// Training load and what was withdrawn from training.
package struct TrainingOutlook: Sendable, Hashable, Codable {
    /// Each month and skill.
    package let lines: [TrainingLoad.Line]
    /// Each month and side, of the year up to the moment asked for.
    package let withdrawals: [Withdrawals]
}
