#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Confidence intervals that hold their level for every rate: both tails are tested exactly.
enum ExactInterval {
    /// The rates of Poisson events that are not refuted by a count (Garwood 1936).
    static func poisson(_ count: Int, confidence: Double) -> ClosedRange<Double> {
        let tail = log((1 - confidence) / 2)
        func rate(_ a: Int, isLower: Bool) -> Double {
            // In ln(rate), the tail of the Gamma distribution with shape a.
            exp(
                root(start: log(Double(a)), level: tail, rises: isLower) { point in
                    let tails = IncompleteGamma.tails(Double(a), exp(point))
                    let density = PointProbability.logPoisson(Double(a), mean: exp(point)) + log(Double(a))
                    return isLower
                        ? (tails.lower, exp(density - tails.lower)) : (tails.upper, -exp(density - tails.upper))
                })
        }
        let lower = count == 0 ? 0 : rate(count, isLower: true)
        return lower...rate(count + 1, isLower: false)
    }

    /// The probabilities of success that are not refuted by a count among trials (Clopper and Pearson 1934).
    static func binomial(_ count: Int, of trials: Int, confidence: Double) -> ClosedRange<Double> {
        let tail = log((1 - confidence) / 2)
        func probability(_ a: Double, _ b: Double, isLower: Bool) -> Double {
            // In the logit, the tail of the Beta distribution.
            let logit = root(start: log(a / b), level: tail, rises: isLower) { point in
                let (x, y) = (1 / (1 + exp(-point)), 1 / (1 + exp(point)))
                let tails = IncompleteBeta.tails(a, b, x: x, y: y)
                let density = PointProbability.logBinomial(a, rest: b, p: x, q: y) + log(a * b / (a + b))
                return isLower
                    ? (tails.lower, exp(density - tails.lower)) : (tails.upper, -exp(density - tails.upper))
            }
            return 1 / (1 + exp(-logit))
        }
        let (hits, misses) = (Double(count), Double(trials - count))
        return
            (count == 0 ? 0 : probability(hits, misses + 1, isLower: true))...(count == trials
            ? 1 : probability(hits + 1, misses, isLower: false))
    }

    /// Where a monotone function has a level: Newton's steps, halved where they leave what is known to hold the root.
    private static func root(
        start: Double, level: Double, rises: Bool, _ function: (Double) -> (value: Double, slope: Double)
    ) -> Double {
        let longestStep = 2.0
        var (low, high) = (-Double.infinity, Double.infinity)
        var point = start
        for _ in 0..<200 {
            let (value, slope) = function(point)
            if (value < level) == rises { low = max(low, point) } else { high = min(high, point) }
            var next = point + max(-longestStep, min(longestStep, (level - value) / slope))
            if !(next > low && next < high), low.isFinite, high.isFinite { next = (low + high) / 2 }
            let isSettled = abs(next - point) <= 1e-13 * max(1, abs(point))
            point = next
            if isSettled { break }
        }
        return point
    }
}
