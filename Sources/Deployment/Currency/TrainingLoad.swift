/// How many attendances each month needs of each component, and how many seats there are for them (001 ¶11, ¶19–20).
package struct TrainingLoad: Hashable, Sendable {
    /// A currency that lapses and is to be renewed by then.
    package struct Lapse: Hashable, Sendable {
        package let skill: String
        package let lastDay: Day
        /// How long a renewal lasts; nil for one that needs no other.
        package let validityMonths: Int?

        /// A lapse.
        package init(skill: String, lastDay: Day, validityMonths: Int?) {
            self.skill = skill
            self.lastDay = lastDay
            self.validityMonths = validityMonths
        }
    }

    /// A training session: its seats, and how many of them are taken.
    package struct Session: Hashable, Sendable {
        package let skill: String
        package let day: Day
        package let seats: Int
        package let booked: Int

        /// A session.
        package init(skill: String, day: Day, seats: Int, booked: Int) {
            self.skill = skill
            self.day = day
            self.seats = seats
            self.booked = booked
        }
    }

    /// One month of one skill.
    package struct Line: Hashable, Sendable, Codable {
        /// `2026-08`.
        package let month: String
        package let skill: String
        /// Renewals due by the end of their currency in this month.
        package let due: Int
        package let seats: Int
        package let booked: Int
        /// Seats that are missing; nought when there are enough.
        package let short: Int
    }

    /// Every month with a need or a seat, by month and skill.
    package let lines: [Line]

    /// The load of `months` months from the one in which `day` lies; a lapse before it counts for that month. Each renewal is
    /// taken to be made at the lapse and to need the next one when it ends. Linear in lapses × months.
    package init(_ lapses: [Lapse], _ sessions: [Session], from day: Day, months: Int) {
        let first = Month(of: day)
        let range = first..<Month(number: first.number + max(1, months))
        var due: [Key: Int] = [:]
        for lapse in lapses {
            var last = lapse.lastDay
            while Month(of: last) < range.upperBound {
                due[Key(month: max(first, Month(of: last)), skill: lapse.skill), default: 0] += 1
                guard let validity = lapse.validityMonths, validity > 0 else { break }
                last = max(last, day).adding(months: validity)
            }
        }
        var seats: [Key: Int] = [:]
        var booked: [Key: Int] = [:]
        for session in sessions where session.day >= day && range.contains(Month(of: session.day)) {
            let key = Key(month: Month(of: session.day), skill: session.skill)
            seats[key, default: 0] += session.seats
            booked[key, default: 0] += session.booked
        }
        lines = Set(due.keys).union(seats.keys).sorted().map { key in
            let (needed, there) = (due[key] ?? 0, seats[key] ?? 0)
            return Line(
                month: key.month.description, skill: key.skill, due: needed, seats: there, booked: booked[key] ?? 0,
                short: max(0, needed - there))
        }
    }

    private struct Key: Hashable, Comparable {
        let month: Month
        let skill: String

        static func < (left: Key, right: Key) -> Bool {
            (left.month, left.skill) < (right.month, right.skill)
        }
    }

    /// A civil month, counted from year 0.
    private struct Month: Hashable, Comparable, CustomStringConvertible {
        let number: Int

        init(number: Int) { self.number = number }

        init(of day: Day) {
            let (year, month, _) = day.civil
            number = year * 12 + month - 1
        }

        static func < (left: Month, right: Month) -> Bool { left.number < right.number }

        var description: String {
            let month = number % 12 + 1
            return "\(number / 12)-\(month < 10 ? "0" : "")\(month)"
        }
    }
}

extension Day {
    /// The same day of the month so many months later, or the last day of that month where it is shorter.
    package func adding(months: Int) -> Day {
        let (year, month, day) = civil
        let number = year * 12 + month - 1 + months
        for last in stride(from: day, to: 27, by: -1) {
            if let found = Day(year: number / 12, month: number % 12 + 1, day: last) { return found }
        }
        return Day(year: number / 12, month: number % 12 + 1, day: min(day, 28)) ?? adding(months * 30)
    }
}
