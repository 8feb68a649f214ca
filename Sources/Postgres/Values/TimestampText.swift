import FoundationEssentials

/// PostgreSQL's ISO text of a `timestamptz`, in microseconds: `2026-11-22 02:17:00.123456+00`.
enum TimestampText {
    /// Microseconds since 1970-01-01 00:00 UTC; nil when the text is no timestamp with an offset.
    static func microseconds(_ text: String) -> Int64? {
        var reader = Reader(bytes: Array(text.utf8)[...])
        guard var year = reader.number(), reader.take("-"), let month = reader.number(digits: 2), reader.take("-"),
            let day = reader.number(digits: 2), reader.take(" "), let hour = reader.number(digits: 2), reader.take(":"),
            let minute = reader.number(digits: 2), reader.take(":"), let second = reader.number(digits: 2)
        else { return nil }
        guard let fraction = reader.fraction(), let offset = reader.offset() else { return nil }
        if reader.takeEra() { year = 1 - year }
        guard reader.bytes.isEmpty, (1...12).contains(month), (1...31).contains(day) else { return nil }
        guard hour <= 24, minute < 60, second <= 60, year.magnitude < 300_000 else { return nil }
        let seconds = days(year, month, day) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        return seconds * 1_000_000 + Int64(fraction)
    }

    /// The text of a moment, in UTC.
    static func text(microseconds: Int64) -> String {
        let (seconds, fraction) = floorDivided(microseconds, 1_000_000)
        let (day, second) = floorDivided(seconds, 86_400)
        let (year, month, date) = civil(day)
        let clock = "\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2)).\(pad(fraction, 6))+00"
        let shown = year > 0 ? year : 1 - year
        return "\(pad(shown, 4))-\(pad(month, 2))-\(pad(date, 2)) \(clock)" + (year > 0 ? "" : " BC")
    }

    // Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin on 1 March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = floorDivided(shifted, 400)
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivided(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let index = (5 * dayOfYear + 2) / 153
        let month = index < 10 ? index + 3 : index - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1)
    }

    private static func floorDivided(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes.removeFirst()
            return true
        }

        /// Decimal digits, at most nine; exactly `digits` of them when given.
        mutating func number(digits: Int? = nil) -> Int? {
            var value = 0
            var count = 0
            while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), count < digits ?? 9 {
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
                count += 1
                bytes.removeFirst()
            }
            return count == 0 || (digits != nil && count != digits) ? nil : value
        }

        /// Microseconds behind the decimal point; 0 when there is none.
        mutating func fraction() -> Int? {
            guard take(".") else { return 0 }
            let before = bytes.count
            guard var value = number() else { return nil }
            let count = before - bytes.count
            guard count <= 6 else { return nil }
            for _ in count..<6 { value *= 10 }
            return value
        }

        /// Seconds east of Greenwich: `+00`, `+05:30`, `-00:01:15`.
        mutating func offset() -> Int? {
            guard let sign = take("+") ? 1 : take("-") ? -1 : nil, var value = number(digits: 2) else { return nil }
            value *= 3600
            if take(":") {
                guard let minutes = number(digits: 2) else { return nil }
                value += minutes * 60
            }
            if take(":") {
                guard let seconds = number(digits: 2) else { return nil }
                value += seconds
            }
            return sign * value
        }

        mutating func takeEra() -> Bool {
            guard bytes.elementsEqual(" BC".utf8) else { return false }
            bytes = []
            return true
        }
    }
}

extension Date: PostgresEncodable, PostgresDecodable {
    /// A `timestamptz` in UTC, rounded to the microsecond; `distantFuture` and `distantPast` are the infinities.
    package var postgresParameter: Parameter {
        if self == .distantFuture { return Parameter("infinity") }
        if self == .distantPast { return Parameter("-infinity") }
        // Seconds since 2001 hold a microsecond exactly enough for 280 years either way, and round correctly beyond.
        let micros = (timeIntervalSinceReferenceDate * 1_000_000).rounded()
        // Beyond any year PostgreSQL knows: a text that it refuses, rather than a trap here or a silent infinity.
        guard micros.magnitude < 9.2e18 else { return Parameter("moment out of range") }
        return Parameter(TimestampText.text(microseconds: Int64(micros) + Date.microsecondsTo2001))
    }

    /// Reads a `timestamptz`; a timestamp without an offset is no moment in time and is refused.
    package init?(postgresText text: String) {
        switch text {
        case "infinity": self = .distantFuture
        case "-infinity": self = .distantPast
        default:
            guard let micros = TimestampText.microseconds(text) else { return nil }
            self.init(timeIntervalSinceReferenceDate: Double(micros - Date.microsecondsTo2001) / 1_000_000)
        }
    }

    /// From 1970-01-01 to Foundation's reference date.
    private static let microsecondsTo2001: Int64 = 978_307_200_000_000
}
