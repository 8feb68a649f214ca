import Deployment

/// What a column of a master file holds.
package enum MasterType: Hashable, Sendable {
    /// A code of a shape.
    case code(CodePattern)
    /// A text of so many characters (Unicode scalars, as PostgreSQL counts).
    case text(ClosedRange<Int>)
    /// A whole number in decimal digits.
    case integer(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
    /// A civil date, `YYYY-MM-DD`.
    case date
    /// A time of day, `HH:MM`.
    case time
    /// `true` or `false`.
    case boolean

    /// Years that a date may lie in: a typing error such as 0207 is refused.
    static let years = 1900...2199

    /// The type in words, as the reference page and every report of a bad value say it.
    package var sentence: String {
        switch self {
        case .code(let pattern): "a code of the form \(pattern.regex)"
        case .text(let length) where length.lowerBound == 0: "a text of at most \(length.upperBound) characters"
        case .text(let length): "a text of \(length.lowerBound) to \(length.upperBound) characters"
        case .integer(let range) where range.upperBound == Int(Int32.max):
            "a whole number of at least \(range.lowerBound)"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .date: "a date YYYY-MM-DD from \(MasterType.years.lowerBound) to \(MasterType.years.upperBound)"
        case .time: "a time HH:MM from 00:00 to 23:59"
        case .boolean: "true or false"
        }
    }

    /// The value in the one form in which it is compared and stored; nil when the text is not of this type. O(length).
    package func canonical(_ text: String) -> String? {
        switch self {
        case .code(let pattern): pattern.matches(text) ? text : nil
        case .text(let length): length.contains(text.unicodeScalars.count) ? text : nil
        case .integer(let range): MasterType.number(text).flatMap { range.contains($0) ? String($0) : nil }
        case .choice(let words): words.contains(text) ? text : nil
        case .date: Day(iso: text).flatMap { MasterType.years.contains($0.civil.year) ? text : nil }
        case .time: MasterType.isTime(text) ? text : nil
        case .boolean: text == "true" || text == "false" ? text : nil
        }
    }

    /// Digits only: no sign, no space, no fraction.
    static func number(_ text: String) -> Int? {
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isDigits && (1...10).contains(text.utf8.count) ? Int(text) : nil
    }

    private static func isTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return false }
        guard let hour = number(String(text.prefix(2))), let minute = number(String(text.suffix(2))) else {
            return false
        }
        return hour < 24 && minute < 60
    }
}

extension MasterType {
    /// The name of PostgreSQL's type.
    package var sqlType: String {
        switch self {
        case .code, .text, .choice: "text"
        case .integer: "integer"
        case .date: "date"
        case .time: "time"
        case .boolean: "boolean"
        }
    }

    /// SQL that gives a column in canonical form.
    func reading(_ column: String) -> String {
        switch self {
        case .code, .text, .choice: column
        case .integer, .boolean: "\(column)::text"
        case .date: "to_char(\(column), 'YYYY-MM-DD')"
        case .time: "to_char(\(column), 'HH24:MI')"
        }
    }
}
