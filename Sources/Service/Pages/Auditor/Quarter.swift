import Deployment

/// A quarter of a year, as the report is asked for: `2026-Q4`.
struct Quarter: Sendable, Equatable {
    let year: Int
    /// 1 to 4.
    let number: Int

    /// The quarter of a day.
    init(of day: Day) {
        year = day.civil.year
        number = (day.civil.month + 2) / 3
    }

    /// Reads `2026-Q4`; nil for anything else.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, text.dropFirst(4).hasPrefix("-Q"), let year = Int(text.prefix(4)),
            let number = Int(text.suffix(1)), (1996...2999).contains(year), (1...4).contains(number)
        else { return nil }
        (self.year, self.number) = (year, number)
    }

    var code: String { "\(year)-Q\(number)" }

    /// "July to September 2026".
    var words: String {
        let names = ["January to March", "April to June", "July to September", "October to December"]
        return "\(names[number - 1]) \(year)"
    }

    var first: Day { Day(year: year, month: number * 3 - 2, day: 1) ?? Day(number: 0) }
    var last: Day { next.first.adding(-1) }
    var next: Quarter { Quarter(of: first.adding(95)) }
    var previous: Quarter { Quarter(of: first.adding(-1)) }
}
