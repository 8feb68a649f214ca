/// A stretch of time in minutes since 1970-01-01 00:00 UTC.
package struct Stretch: Sendable, Equatable {
    package let start: Int
    package let end: Int

    /// From `start` up to `end`.
    package init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    package var minutes: Int { end - start }
}

/// What a change does to one officer's day.
package struct DayEffect: Sendable, Equatable {
    /// What the rostered pattern says of the day.
    package enum Rostered: Sendable, Equatable {
        /// No pattern is on record.
        case unknown
        case restDay
        case shift(Stretch)
    }

    /// Another duty of the officer on the day or the days beside it.
    package struct Other: Sendable, Equatable {
        package let day: Day
        package let during: Stretch

        /// A duty of this day.
        package init(day: Day, during: Stretch) {
            self.day = day
            self.during = during
        }
    }

    package var officer: String
    package var rank: Rank
    package var day: Day
    package var kind: ChangeKind
    /// When the change was made, and so notice given: minutes since 1970-01-01 00:00 UTC.
    package var noticedAt: Int
    package var rostered: Rostered
    /// The duty that the officer had on this day and no longer has.
    package var before: Stretch?
    /// The duty that the officer has on this day now.
    package var after: Stretch?
    /// The officer's other duties around it, in order of time.
    package var others: [Other]

    /// An effect.
    package init(
        officer: String, rank: Rank, day: Day, kind: ChangeKind, noticedAt: Int, rostered: Rostered, before: Stretch?,
        after: Stretch?, others: [Other] = []
    ) {
        self.officer = officer
        self.rank = rank
        self.day = day
        self.kind = kind
        self.noticedAt = noticedAt
        self.rostered = rostered
        self.before = before
        self.after = after
        self.others = others
    }
}
