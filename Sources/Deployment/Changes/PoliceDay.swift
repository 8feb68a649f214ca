/// The police day: 24 hours of London's wall clock from a time that the chief officer fixes (domain.md 3.1), never from
/// midnight unless that is the time. The same as `police_day` in PostgreSQL; a test compares the two.
package struct PoliceDay: Sendable, Equatable {
    /// Minutes after midnight at which a day begins: figure `day_start`.
    package let start: Int

    /// Days that begin this many minutes after midnight.
    package init(start: Int) {
        self.start = start
    }

    /// The police day of a moment in minutes since 1970-01-01 00:00 UTC.
    package func day(atAbsoluteMinutes minutes: Int) -> Day {
        let civil = LondonClock.civilMinutes(atAbsoluteMinutes: minutes) - start
        return Day(number: civil >= 0 ? civil / 1440 : (civil - 1439) / 1440)
    }

    /// The moment at which a police day begins, in minutes since 1970-01-01 00:00 UTC.
    package func begin(of day: Day) -> Int {
        LondonClock.absoluteMinutes(day, start)
    }

    /// Clear days of notice: neither the day of notice nor the day of duty counts; -1 on the day of duty itself.
    package func clearDays(noticedAt minutes: Int, dutyDay: Day) -> Int {
        dutyDay.days(since: day(atAbsoluteMinutes: minutes)) - 1
    }
}
