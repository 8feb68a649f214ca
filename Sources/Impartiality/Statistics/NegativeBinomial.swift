/// Events whose rate differs from unit to unit by a Gamma distribution.
struct NegativeBinomial: CountDistribution {
    /// The shape of the Gamma distribution: 1 over the square of the coefficient of variation of the rates.
    var shape: Double
    /// The expected number; not negative.
    var mean: Double

    func logTails(at k: Int) -> LogTails {
        if k <= 0 { return .allAbove }
        // P(X >= k) = I_x(k, shape), x = mean / (mean + shape).
        return IncompleteBeta.tails(
            Double(k), shape, x: mean / (mean + shape), y: shape / (mean + shape)
        ).swapped
    }
}
