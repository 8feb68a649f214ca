#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Successes in trials whose probability differs from unit to unit by a Beta distribution.
struct BetaBinomial: CountDistribution {
    var trials: Int
    /// The first parameter of the Beta distribution; positive.
    var alpha: Double
    /// The second parameter of the Beta distribution; positive.
    var beta: Double

    func logTails(at k: Int) -> LogTails {
        let mean = Double(trials) * alpha / (alpha + beta)
        let sum = TailSum(support: 0...trials, mean: mean, isUnimodal: alpha >= 1 && beta >= 1)
        return sum.tails(at: k, logPoint: logPoint) {
            let (x, rest) = (Double($0), Double(trials - $0))
            return rest * (x + alpha) / ((x + 1) * (rest - 1 + beta))
        }
    }

    /// ln P(X = k) as a ratio of three binomial probabilities, so that nothing large cancels.
    private func logPoint(_ k: Int) -> Double {
        let (x, rest) = (Double(k), Double(trials - k))
        let total = x + alpha + rest + beta
        let (p, q) = ((x + alpha) / total, (rest + beta) / total)
        return PointProbability.logBinomial(x, rest: rest, p: p, q: q)
            + PointProbability.logBinomial(alpha, rest: beta, p: p, q: q)
            - PointProbability.logBinomial(x + alpha, rest: rest + beta, p: p, q: q)
            + log(alpha / (x + alpha)) + log(beta / (rest + beta)) + log(total / (alpha + beta))
    }
}
