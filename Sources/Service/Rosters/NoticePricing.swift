import Deployment
import FoundationEssentials
import Rostering

/// What working a rostered rest day or another shift costs, by notice (domain section 3.4, item 1).
///
/// Notice is counted in clear days: neither the day of notice nor the day of duty counts.
package struct NoticePricing: Sendable, Equatable {
    /// Price with 15 clear days of notice or more.
    package var restDay: Int
    /// Price with 15 clear days of notice or more.
    package var shift: Int
    /// Clear days from which the two prices above hold.
    package var fullNotice: Int
    /// Per cent of the price below that: time and a half.
    package var shortPercent: Int
    /// Price of both on the day of notice itself: dearer than a gap at Heightened, cheaper than one below minimum at
    /// Exceptional, the only thing that justifies it.
    package var sameDay: Int

    /// Prices; by default those of the roster format and of the regulations as the domain page has them.
    package init(
        restDay: Int = 80, shift: Int = 40, fullNotice: Int = 15, shortPercent: Int = 150, sameDay: Int = 2500
    ) {
        self.restDay = restDay
        self.shift = shift
        self.fullNotice = fullNotice
        self.shortPercent = shortPercent
        self.sameDay = sameDay
    }

    /// The format's weights with both prices day by day, as seen at `asOf`.
    func weights(from start: Day, days: Int, asOf: Date) -> ProblemDocument.Weights {
        let today = LondonClock.day(atAbsoluteMinutes: Int((asOf.timeIntervalSince1970 / 60).rounded(.down)))
        var weights = ProblemDocument.Weights()
        weights.workedRestDay = daily(restDay, from: start, days: days, today: today)
        weights.changedShift = daily(shift, from: start, days: days, today: today)
        return weights
    }

    private func daily(_ price: Int, from start: Day, days: Int, today: Day) -> ProblemDocument.DailyPrice {
        let prices = (0..<days).map { day in
            let clearDays = start.adding(day).days(since: today) - 1
            if clearDays == -1 { return sameDay }
            // A day that has passed has no notice to count.
            return (0..<fullNotice).contains(clearDays) ? price * shortPercent / 100 : price
        }
        return prices.allSatisfy { $0 == price } ? .everyDay(price) : .byDay(prices)
    }
}
