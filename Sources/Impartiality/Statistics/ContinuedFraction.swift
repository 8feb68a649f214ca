/// A continued fraction from its beginning, by Lentz's method as Thompson and Barnett (1986) keep it from dividing by zero.
struct ContinuedFraction {
    private static let tiny = 1e-290

    private(set) var value: Double
    /// Whether the last term changed nothing.
    private(set) var hasSettled = false
    private var ascending: Double
    private var descending = 0.0

    /// The fraction that is a number, the denominator before every other.
    init(first: Double) {
        value = first == 0 ? Self.tiny : first
        ascending = value
    }

    /// Adds `numerator / (denominator + ...)` at its end.
    mutating func add(numerator: Double, denominator: Double) {
        descending = denominator + numerator * descending
        if descending == 0 { descending = Self.tiny }
        ascending = denominator + numerator / ascending
        if ascending == 0 { ascending = Self.tiny }
        descending = 1 / descending
        let change = ascending * descending
        value *= change
        hasSettled = abs(change - 1) < 3e-16
    }
}
