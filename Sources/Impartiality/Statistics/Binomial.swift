/// Successes in independent trials.
struct Binomial: CountDistribution {
    var trials: Int
    /// The probability of success of a trial.
    var probability: Double

    func logTails(at k: Int) -> LogTails {
        if k <= 0 { return .allAbove }
        if k > trials { return .allBelow }
        // P(X >= k) = I_p(k, n - k + 1).
        return IncompleteBeta.tails(
            Double(k), Double(trials - k) + 1, x: probability, y: 1 - probability
        ).swapped
    }
}
