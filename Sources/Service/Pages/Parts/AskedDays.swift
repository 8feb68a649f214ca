import Deployment

/// The days that an address asks for, brought within bounds: a page shows something for every address.
struct AskedDays: Sendable, Equatable {
    let from: Day
    let to: Day
    /// Days between the first and the last at most, as everywhere (`Window`).
    static let most = 366

    /// From `from` of the address, else `first`; as long as `days` unless the address names a last day behind the first.
    init(_ call: WebCall, from first: Day? = nil, days: Int) {
        from = call.askedDay("from") ?? first ?? call.today
        let last = call.askedDay("to") ?? from.adding(days - 1)
        to = last < from ? from.adding(days - 1) : min(last, from.adding(AskedDays.most))
    }

    /// As parameters of an address.
    var query: String { "from=\(from)&to=\(to)" }

    /// In words.
    var words: String { "\(Moments.text(from)) to \(Moments.text(to))" }

    /// The two controls of a bar of filters.
    func controls(on bar: AddressFilters) -> AddressFilters {
        bar.with("from", "From", .day(from.description)).with("to", "To", .day(to.description))
    }
}
