import Deployment
import FoundationEssentials

extension Date {
    /// The moment as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    var imfFixdate: String {
        let seconds = Int(timeIntervalSince1970.rounded(.down))
        let clock = ((seconds % 86_400) + 86_400) % 86_400
        let day = Day(number: (seconds - clock) / 86_400)
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(weekdays[day.weekday]), \(two(day.civil.day)) \(months[day.civil.month - 1]) \(day.civil.year) "
            + "\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60)) GMT"
    }
}
