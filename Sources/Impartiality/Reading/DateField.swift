import Deployment

/// Dates in fields, read without making a string of each.
enum DateField {
    /// The day written `YYYY-MM-DD`; nil for anything else.
    static func day(_ text: UnsafeBufferPointer<UInt8>) -> Day? {
        guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return nil }
        guard let year = number(text, 0, 4), let month = number(text, 5, 7), let day = number(text, 8, 10) else {
            return nil
        }
        return Day(year: year, month: month, day: day)
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) -> Int? {
        var value = 0
        for place in from..<to {
            guard (0x30...0x39).contains(text[place]) else { return nil }
            value = value * 10 + Int(text[place] - 0x30)
        }
        return value
    }
}
