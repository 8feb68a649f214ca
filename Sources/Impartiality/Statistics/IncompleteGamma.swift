#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The regularised incomplete gamma functions P and Q (DLMF 8.2).
enum IncompleteGamma {
    /// ln P(a, x) and ln Q(a, x) for a > 0 and x >= 0.
    ///
    /// The series (DLMF 8.7.1) below a + 1, the continued fraction (8.9.2) above: O(sqrt(a)) steps near x = a, few elsewhere.
    /// The tail that is not summed is exact relative to itself for a >= 1/2.
    static func tails(_ a: Double, _ x: Double) -> LogTails {
        precondition(a > 0 && x >= 0, "a is positive and x not negative")
        if x == 0 { return LogTails(lower: -.infinity, upper: 0) }
        if x == .infinity { return LogTails(lower: 0, upper: -.infinity) }
        let point = PointProbability.logPoisson(a, mean: x)
        return x < a + 1 ? .from(lower: point + log(series(a, x))) : .from(upper: point + log(a * fraction(a, x)))
    }

    /// P(a, x) Gamma(a + 1) / (x^a e^-x).
    private static func series(_ a: Double, _ x: Double) -> Double {
        var (term, sum, divisor) = (1.0, 1.0, a)
        repeat {
            divisor += 1
            term *= x / divisor
            sum += term
        } while term * x > sum * 1e-17 * (divisor + 1 - x)
        return sum
    }

    /// Gamma(a, x) / (x^a e^-x).
    private static func fraction(_ a: Double, _ x: Double) -> Double {
        var fraction = ContinuedFraction(first: x + 1 - a)
        var step = 0.0
        repeat {
            step += 1
            fraction.add(numerator: -step * (step - a), denominator: x + 1 - a + 2 * step)
        } while !fraction.hasSettled && step < 1e7
        return 1 / fraction.value
    }
}
