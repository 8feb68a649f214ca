/// Events at a constant rate.
struct Poisson: CountDistribution {
    /// The expected number; not negative.
    var mean: Double

    func logTails(at k: Int) -> LogTails {
        if k <= 0 { return .allAbove }
        // P(X >= k) is the probability that the k-th event comes before `mean`: DLMF 8.2 with a = k.
        return IncompleteGamma.tails(Double(k), mean).swapped
    }
}
