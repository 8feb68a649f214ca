#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A distribution of a count, with tails that are exact to 1e-10 relative to themselves, however small.
protocol CountDistribution: Sendable {
    /// ln P(X < k) and ln P(X >= k).
    func logTails(at k: Int) -> LogTails
}

extension CountDistribution {
    /// ln P(X >= k).
    func logAtLeast(_ k: Int) -> Double { logTails(at: k).upper }

    /// ln P(X <= k).
    func logAtMost(_ k: Int) -> Double { logTails(at: k + 1).lower }

    /// P(X >= k).
    func atLeast(_ k: Int) -> Double { exp(logAtLeast(k)) }

    /// P(X <= k).
    func atMost(_ k: Int) -> Double { exp(logAtMost(k)) }
}

extension LogTails {
    /// Nothing lies below.
    static let allAbove = LogTails(lower: -.infinity, upper: 0)
    /// Nothing lies above.
    static let allBelow = LogTails(lower: 0, upper: -.infinity)
}
