import Deployment
import FoundationEssentials

/// Days and moments as people in London read them.
enum Moments {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The London day of a moment.
    static func day(_ moment: Date) -> Day {
        LondonClock.day(atAbsoluteMinutes: Int((moment.timeIntervalSince1970 / 60).rounded(.down)))
    }

    /// "Wed 5 Aug 2026".
    static func text(_ day: Day) -> String {
        let (year, month, date) = day.civil
        return "\(weekdays[day.weekday]) \(date) \(months[month - 1]) \(year)"
    }

    /// "5 Aug".
    static func short(_ day: Day) -> String {
        let (_, month, date) = day.civil
        return "\(date) \(months[month - 1])"
    }

    /// The day of the week, "Wed".
    static func weekday(_ day: Day) -> String { weekdays[day.weekday] }

    /// "Wed 5 Aug 2026, 21:10 BST", with the zone that holds at the moment.
    static func text(_ moment: Date) -> String {
        let absolute = Int((moment.timeIntervalSince1970 / 60).rounded(.down))
        let civil = LondonClock.civilMinutes(atAbsoluteMinutes: absolute)
        let minutes = civil % 1440
        let clock = "\(two(minutes / 60)):\(two(minutes % 60))"
        return "\(text(Day(number: civil / 1440))), \(clock) \(civil == absolute ? "GMT" : "BST")"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
