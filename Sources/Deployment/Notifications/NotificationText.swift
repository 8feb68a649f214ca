import FoundationEssentials

/// The texts of notifications: fixed sentences into which a day and a time are put, and nothing else.
package enum NotificationText {
    /// All that a text may hold: no reasons, no names, no site names.
    package static let placeholders = ["{day}", "{answer_by}"]

    /// The text with the day and the time put in, as London reads them; a placeholder without its value stays.
    package static func filled(_ text: String, day: Day?, answerBy: Date?) -> String {
        var text = text
        if let day { text = text.replacing("{day}", with: words(day)) }
        if let answerBy { text = text.replacing("{answer_by}", with: words(answerBy)) }
        return text
    }

    /// Whether a text holds no braces besides those of `placeholders`.
    package static func isPlain(_ text: String) -> Bool {
        let rest = placeholders.reduce(text) { $0.replacing($1, with: "") }
        return !rest.contains { $0 == "{" || $0 == "}" }
    }

    /// `Wed 5 Aug 2026`.
    package static func words(_ day: Day) -> String {
        let (year, month, number) = day.civil
        return "\(weekdays[day.weekday]) \(number) \(months[month - 1]) \(year)"
    }

    /// `07:00 on Wed 5 Aug 2026`, by London's clocks.
    package static func words(_ moment: Date) -> String {
        let minutes = Int((moment.timeIntervalSince1970 / 60).rounded(.down))
        let civil = LondonClock.civilMinutes(atAbsoluteMinutes: minutes)
        let (hour, minute) = (civil % 1440 / 60, civil % 60)
        return
            "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute) on \(words(Day(number: civil / 1440)))"
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
