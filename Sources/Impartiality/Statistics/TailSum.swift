#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tails of a distribution on finitely many counts, summed from the point outward by the ratio of each probability to the one
/// before.
struct TailSum {
    /// The counts that can occur.
    var support: ClosedRange<Int>
    /// Where the upper tail becomes the shorter one.
    var mean: Double
    /// Whether the ratios fall all the way outward from the mode, so that a sum may end where the rest is too small to count.
    var isUnimodal: Bool

    /// ln P(X < k) and ln P(X >= k), from ln P(X = k) and P(X = k + 1) / P(X = k). O(counts summed).
    func tails(at k: Int, logPoint: (Int) -> Double, ratio: (Int) -> Double) -> LogTails {
        if k <= support.lowerBound { return .allAbove }
        if k > support.upperBound { return .allBelow }
        func above() -> Double { logPoint(k) + log(sum(support.upperBound - k) { ratio(k + $0) }) }
        func below() -> Double {
            logPoint(k - 1) + log(sum(k - 1 - support.lowerBound) { 1 / ratio(k - 2 - $0) })
        }
        var tails: LogTails = Double(k) > mean ? .from(upper: above()) : .from(lower: below())
        // What is left over of nearly everything has few digits: it is summed by itself.
        if tails.lower < -3, Double(k) > mean { tails.lower = below() }
        if tails.upper < -3, Double(k) <= mean { tails.upper = above() }
        return tails
    }

    /// 1 + r(0) + r(0) r(1) + ..., so many terms after the first.
    private func sum(_ terms: Int, _ ratio: (Int) -> Double) -> Double {
        var (term, sum) = (1.0, 1.0)
        for step in 0..<terms {
            let ratio = ratio(step)
            term *= ratio
            sum += term
            if isUnimodal, term * ratio < sum * 1e-17 * (1 - ratio) { break }
        }
        return sum
    }
}
