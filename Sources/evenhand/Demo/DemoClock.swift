import Deployment
import Foundation

/// Moments and days as people in London read them.
enum DemoClock {
    /// The London day of a moment.
    static func day(_ moment: Date) -> Day {
        LondonClock.day(atAbsoluteMinutes: Int((moment.timeIntervalSince1970 / 60).rounded(.down)))
    }

    /// "Wed 5 Aug 2026".
    static func text(_ day: Day) -> String {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, date) = day.civil
        return "\(names[day.weekday]) \(date) \(months[month - 1]) \(year)"
    }

    /// "Wed 5 Aug 2026 21:10".
    static func text(_ moment: Date) -> String {
        let absolute = Int((moment.timeIntervalSince1970 / 60).rounded(.down))
        let day = day(moment)
        let minutes = absolute - LondonClock.absoluteMinutes(day, 0)
        let clock = String(format: "%02d:%02d", minutes / 60, minutes % 60)
        return "\(text(day)) \(clock)"
    }
}
