/// Month arithmetic and the horizon of the sample.
enum SampleCalendar {
    /// Days of the roster that the sample is made for.
    static let horizon = 28

    /// The last day on which something issued on `issued` for `months` months is current.
    ///
    /// With `monthEnd` it runs on to the end of that month.
    static func lastDay(issued: Day, months: Int, monthEnd: Bool = false) -> Day {
        let civil = issued.civil
        let month = civil.year * 12 + civil.month - 1 + months
        if monthEnd { return first(month + 1).adding(-1) }
        let next = first(month).adding(civil.day - 1)
        return min(next, first(month + 1)).adding(-1)
    }

    /// A day of issue that makes `lastDay` the last day in currency, give or take the lengths of months.
    static func issued(lastDay: Day, months: Int) -> Day {
        let civil = lastDay.adding(1).civil
        let month = first(civil.year * 12 + civil.month - 1 - months)
        return month.adding(min(civil.day, 28) - 1)
    }

    /// The first day of a month, counted from month 0 of the year 0.
    private static func first(_ month: Int) -> Day {
        guard let day = Day(year: month / 12, month: month % 12 + 1, day: 1) else {
            preconditionFailure("a sample reaches outside the years 1 to 9999")
        }
        return day
    }
}
