import Deployment
import FoundationEssentials

/// A moment on the wire: RFC 3339, written in UTC with microseconds only where there are some.
///
/// Our own because Foundation's parsers take either always or never a fraction, and accept dates that do not exist.
package struct Moment: Sendable, Equatable {
    /// Microseconds since 1970-01-01 00:00 UTC, what PostgreSQL keeps.
    let microseconds: Int64

    /// The same moment as Foundation says it.
    var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    /// The moment of `date`, to the microsecond.
    init(_ date: Date) {
        microseconds = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    }

    /// Reads `2026-08-05T21:00:00Z`, with a fraction of up to nine digits and any offset; nil for anything else.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, let day = Day(iso: String(decoding: bytes[..<10], as: UTF8.self)),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let clock = Moment.clock(bytes[11..<19], limit: 24)
        else { return nil }
        var rest = bytes[19...]
        guard let fraction = Moment.fraction(&rest), let offset = Moment.offset(rest) else { return nil }
        microseconds = (Int64(day.number) * 86_400 + Int64(clock) - Int64(offset)) * 1_000_000 + fraction
    }

    /// Seconds of `HH:MM:SS` or `HH:MM`, hours below `limit`.
    private static func clock(_ bytes: ArraySlice<UInt8>, limit: Int) -> Int? {
        var numbers: [Int] = []
        for part in bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            guard part.count == 2, let value = Int(String(decoding: part, as: UTF8.self)), part.first != 0x2B else {
                return nil
            }
            numbers.append(value)
        }
        guard numbers.count * 3 - 1 == bytes.count, numbers[0] >= 0, numbers[0] < limit,
            numbers.dropFirst().allSatisfy({ (0..<60).contains($0) })
        else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    }

    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        rest.removeFirst()
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let six = (digits.prefix(6) + Array(repeating: 0x30, count: max(0, 6 - digits.count)))
        return six.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    private static func offset(_ rest: ArraySlice<UInt8>) -> Int? {
        guard let sign = rest.first else { return nil }
        if rest.count == 1, sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return 0 }
        guard rest.count == 6, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        return clock(rest.dropFirst(), limit: 24).map { sign == UInt8(ascii: "-") ? -$0 : $0 }
    }
}

extension Moment: CustomStringConvertible {
    /// RFC 3339 in UTC.
    package var description: String {
        let (seconds, fraction) = Moment.floorDivided(microseconds, 1_000_000)
        let (days, second) = Moment.floorDivided(seconds, 86_400)
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return "\(Day(number: Int(days)))T\(clock)" + (fraction == 0 ? "" : ".\(padded(fraction, 6))") + "Z"
    }

    private static func floorDivided(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
