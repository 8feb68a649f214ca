/// Civil time in London since 1996: Greenwich Mean Time, and an hour more from the last Sunday of March, 01:00 UTC, to
/// the last Sunday of October, 01:00 UTC (Summer Time Act 1972 as amended by SI 2002/262).
///
/// Pure arithmetic: FoundationEssentials carries no time zone data. A test compares it with PostgreSQL's.
package enum LondonClock {
    /// Minutes since 1970-01-01 00:00 UTC at which a London clock shows `minutes` after midnight of `day`.
    ///
    /// `minutes` may exceed a day. A time that the spring change skips is read as if the clock had not changed, and a
    /// time that autumn repeats as its second showing; PostgreSQL does the same.
    package static func absoluteMinutes(_ day: Day, _ minutes: Int) -> Int {
        let civil = day.number * 1440 + minutes
        let (begins, ends) = summer(year: Day(number: civil >= 0 ? civil / 1440 : 0).civil.year)
        // Summer begins at 02:00 on the winter clock's next face and ends at 01:00 of the winter clock.
        return civil >= begins + 60 && civil < ends ? civil - 60 : civil
    }

    /// The London day on which this moment falls; `minutes` are counted from 1970-01-01 00:00 UTC.
    package static func day(atAbsoluteMinutes minutes: Int) -> Day {
        Day(number: civilMinutes(atAbsoluteMinutes: minutes) / 1440)
    }

    /// What a London clock shows at this moment, in minutes since its midnight of 1970-01-01; both are counted from 1970.
    package static func civilMinutes(atAbsoluteMinutes minutes: Int) -> Int {
        let (begins, ends) = summer(year: Day(number: minutes / 1440).civil.year)
        return minutes >= begins && minutes < ends ? minutes + 60 : minutes
    }

    /// Whether the clock changes in the night that begins on `day`, and by how many minutes it jumps: 60 in spring,
    /// -60 in autumn, 0 otherwise. The change lies at 01:00 UTC of the Sunday, so the night of Saturday carries it.
    package static func jump(inNightOf day: Day) -> Int {
        let sunday = day.adding(1)
        guard sunday.weekday == 6 else { return 0 }
        let (begins, ends) = summer(year: sunday.civil.year)
        if begins / 1440 == sunday.number { return 60 }
        return ends / 1440 == sunday.number ? -60 : 0
    }

    /// First and last moment of summer time, in minutes since 1970-01-01 00:00 UTC.
    private static func summer(year: Int) -> (begins: Int, ends: Int) {
        (lastSunday(month: 3, year: year) * 1440 + 60, lastSunday(month: 10, year: year) * 1440 + 60)
    }

    private static func lastSunday(month: Int, year: Int) -> Int {
        let last = Day(year: year, month: month, day: 31) ?? Day(number: 0)
        return last.number - (last.weekday + 1) % 7
    }
}
