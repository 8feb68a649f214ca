import Deployment
import FoundationEssentials

/// A day and a time of day in London, as people type them, and the moment they mean.
enum LondonMoment {
    /// The moment of "14:30" on a day; nil where the text is no time of day.
    static func date(_ day: Day, _ time: String) -> Date? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.allSatisfy(\.isASCII) }),
            let hour = UInt(parts[0]), let minute = UInt(parts[1]), hour < 24, minute < 60
        else { return nil }
        return Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(day, Int(hour * 60 + minute))) * 60)
    }

    /// The time of day of a moment, "09:05".
    static func time(_ moment: Date) -> String {
        let minutes =
            LondonClock.civilMinutes(atAbsoluteMinutes: Int((moment.timeIntervalSince1970 / 60).rounded(.down))) % 1440
        return [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
    }
}
