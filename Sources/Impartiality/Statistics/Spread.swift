#if canImport(Glibc)
    import Glibc
#endif

/// Poisson counts whose impartial rate is itself uncertain: Gamma of this shape and mean 1 times the expectation.
struct Spread {
    var shape: Double
    var scale: Double

    /// ln of the likelihood of `observed` events where `expected` were, at `ratio` times the rate against the rate itself.
    @inline(__always)
    func logRatio(_ ratio: Double, observed: Double, expected: Double) -> Double {
        observed * log(ratio) - (shape + observed) * log((scale + ratio * expected) / (scale + expected))
    }
}
