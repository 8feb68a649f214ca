#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Natural logarithms of the two tails of a distribution at a point: they stay exact where the tails themselves are below
/// every number that a Double can hold.
struct LogTails: Sendable, Equatable {
    /// ln of the lower tail.
    var lower: Double
    /// ln of the upper tail.
    var upper: Double

    /// The tails other way round.
    var swapped: LogTails { LogTails(lower: upper, upper: lower) }

    /// The tails of which one is known.
    static func from(lower: Double) -> LogTails {
        LogTails(lower: min(0, lower), upper: complement(lower))
    }

    /// The tails of which one is known.
    static func from(upper: Double) -> LogTails {
        from(lower: upper).swapped
    }

    /// ln(1 - e^x) for x <= 0, and 0 of what rounding has lifted above.
    static func complement(_ logarithm: Double) -> Double {
        if logarithm >= 0 { return -.infinity }
        return logarithm > -0.693 ? log(-expm1(logarithm)) : log1p(-exp(logarithm))
    }
}
