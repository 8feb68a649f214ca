/// What the rules look at: the tours of some officers over a stretch of days, flat, in absolute time.
///
/// Days are counted from `start`; minutes from 1970-01-01 00:00 UTC.
package struct DutyTimes: Sendable {
    /// One tour.
    package struct Tour: Sendable, Equatable {
        /// Beginning and end in minutes since 1970 UTC.
        package var start: Int
        package var end: Int
        /// The duty day to which it belongs, counted from the first day.
        package var day: Int

        /// A tour.
        package init(start: Int, end: Int, day: Int) {
            self.start = start
            self.end = end
            self.day = day
        }
    }

    /// What else is known of an officer's day.
    package struct Marks: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        /// Marks from their bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The officer is in service and the roster of the day is known.
        package static let known = Marks(rawValue: 1)
        /// The pattern rosters a rest day.
        package static let restDay = Marks(rawValue: 2)
        /// Leave, sickness: a day that does not count towards the averages (Working Time Regulations reg. 4(6)).
        package static let excluded = Marks(rawValue: 4)
        /// A course, court or training on a day that the pattern rosters: duty without a tour of ours.
        package static let otherDuty = Marks(rawValue: 8)
        /// The officer has agreed in writing that the weekly limit does not apply.
        package static let optedOut = Marks(rawValue: 16)
        /// The officer had not yet joined.
        package static let notJoined = Marks(rawValue: 32)
    }

    /// One officer.
    package struct Officer: Sendable, Equatable {
        package var id: String
        package var rank: Rank
        /// In order of their beginning.
        package var tours: [Tour]
        /// One for each day.
        package var marks: [Marks]

        /// An officer.
        package init(id: String, rank: Rank, tours: [Tour], marks: [Marks]) {
            self.id = id
            self.rank = rank
            self.tours = tours
            self.marks = marks
        }
    }

    /// The first day that is looked at.
    package let start: Day
    /// How many days are looked at.
    package let days: Int
    /// The days that are judged; those around them are history and what follows.
    package let judged: Range<Int>
    /// Ids and ranks, officer by officer.
    let ids: [String]
    let ranks: [Rank]
    /// All tours, officer by officer; those of an officer lie in `first[officer]..<first[officer + 1]`.
    let tours: [Tour]
    let first: [Int]
    /// All marks, officer by officer, `days` of each.
    let marks: [Marks]
    /// The midnight with which each day begins, and the two after the last.
    let midnights: [Int]

    /// Lays the officers out; a mark too few or too many is filled up or cut. O(tours + officers x days).
    package init(start: Day, days: Int, judged: Range<Int>, officers: [Officer]) {
        self.start = start
        self.days = days
        self.judged = judged.clamped(to: 0..<days)
        ids = officers.map(\.id)
        ranks = officers.map(\.rank)
        var tours: [Tour] = []
        var first = [0]
        var marks: [Marks] = []
        tours.reserveCapacity(officers.reduce(0) { $0 + $1.tours.count })
        marks.reserveCapacity(officers.count * days)
        for officer in officers {
            tours += officer.tours
            first.append(tours.count)
            marks += officer.marks.prefix(days)
            for _ in 0..<max(0, days - officer.marks.count) { marks.append([]) }
        }
        self.tours = tours
        self.first = first
        self.marks = marks
        midnights = (0...(days + 1)).map { LondonClock.absoluteMinutes(start.adding($0), 0) }
    }

    /// How many officers there are.
    package var officerCount: Int { ids.count }

    /// How many tours there are.
    package var tourCount: Int { tours.count }

    /// The places of an officer's tours.
    func range(_ officer: Int) -> Range<Int> {
        first[officer]..<first[officer + 1]
    }

    /// The marks of an officer's day.
    func mark(_ officer: Int, _ day: Int) -> Marks {
        marks[officer * days + day]
    }

    /// Whether the officer was on duty that day without a tour of ours, or with one: `worked` says the latter.
    func isDuty(_ officer: Int, _ day: Int, worked: Bool) -> Bool {
        worked || mark(officer, day).contains(.otherDuty)
    }
}
