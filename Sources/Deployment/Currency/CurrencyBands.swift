/// The bands in which a lapse is warned of: 90, 60, 30 and 14 days before it (domain section 4.2).
package struct CurrencyBands: Hashable, Sendable {
    /// Days before the lapse, the widest first.
    package let days: [Int]

    /// The bands that are in force on a day.
    package init(_ figures: RuleFigures, on day: Day) throws(RuleFigureMissing) {
        var days: [Int] = []
        for name in ["first", "second", "third", "last"] {
            days.append(try figures("currency_warning_\(name)", on: day))
        }
        self.days = days.sorted(by: >)
    }

    /// Bands of these widths.
    package init(days: [Int]) {
        self.days = days.sorted(by: >)
    }

    /// The widest band: how far ahead anybody looks.
    package var widest: Int { days.first ?? 0 }

    /// The band that a lapse lies in on a day; nil when it lies further off or has happened. A band as long as the currency
    /// itself is left out: it would warn on the day of issue.
    package func band(of lastDay: Day, issued: Day?, on day: Day) -> Int? {
        let left = lastDay.days(since: day)
        guard left >= 0 else { return nil }
        let term = issued.map { lastDay.days(since: $0) } ?? .max
        return days.last { left <= $0 && $0 < term }
    }
}
