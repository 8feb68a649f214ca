#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The regularised incomplete beta function I (DLMF 8.17).
enum IncompleteBeta {
    /// ln I_x(a, b) and ln(1 - I_x(a, b)) for a, b > 0, where y = 1 - x (given, because it may be the one that is known
    /// exactly).
    ///
    /// By the continued fraction 8.17.22 from the side on which it settles quickly: O(sqrt(max(a, b))) steps near the mean,
    /// few elsewhere.
    static func tails(_ a: Double, _ b: Double, x: Double, y: Double) -> LogTails {
        precondition(a > 0 && b > 0 && x >= 0 && y >= 0, "a and b are positive, x lies in 0...1")
        if x == 0 { return LogTails(lower: -.infinity, upper: 0) }
        if y == 0 { return LogTails(lower: 0, upper: -.infinity) }
        let isLower = x * (a + b + 2) < a + 1
        var tails: LogTails =
            isLower ? .from(lower: side(a, b, x: x, y: y)) : .from(upper: side(b, a, x: y, y: x))
        // What is left over of nearly everything has few digits: it is summed by itself.
        if isLower, tails.lower > -0.05 { tails.upper = side(b, a, x: y, y: x) }
        if !isLower, tails.upper > -0.05 { tails.lower = side(a, b, x: x, y: y) }
        return tails
    }

    private static func side(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
        var fraction = ContinuedFraction(first: 1)
        var step = 0.0
        repeat {
            let odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
            fraction.add(numerator: odd, denominator: 1)
            step += 1
            let even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
            fraction.add(numerator: even, denominator: 1)
        } while !fraction.hasSettled && step < 1e7
        return PointProbability.logBinomial(a, rest: b, p: x, q: y) + log(b / (a + b)) - log(fraction.value)
    }
}
