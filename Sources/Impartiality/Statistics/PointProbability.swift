#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Probabilities of single counts by Loader's saddle-point expansion (C. Loader, "Fast and accurate computation of binomial
/// probabilities", 2000): nothing large cancels, so that counts of millions keep twelve digits. Counts may be any real number.
enum PointProbability {
    /// ln of mean^x e^-mean / Gamma(x + 1), x >= 0.
    static func logPoisson(_ x: Double, mean: Double) -> Double {
        if mean == 0 { return x == 0 ? 0 : -.infinity }
        if x == 0 { return -mean }
        return -LogGamma.stirlingError(x) - deviance(x, mean) - LogGamma.halfLogTwoPi - 0.5 * log(x)
    }

    /// ln of Gamma(n + 1) / (Gamma(x + 1) Gamma(n - x + 1)) p^x q^(n - x), where q = 1 - p and rest = n - x.
    static func logBinomial(_ x: Double, rest: Double, p: Double, q: Double) -> Double {
        let n = x + rest
        if p == 0 { return x == 0 ? 0 : -.infinity }
        if q == 0 { return rest == 0 ? 0 : -.infinity }
        if x == 0 { return rest * (p < q ? log1p(-p) : log(q)) }
        if rest == 0 { return x * (q < p ? log1p(-q) : log(p)) }
        return LogGamma.stirlingError(n) - LogGamma.stirlingError(x) - LogGamma.stirlingError(rest)
            - deviance(x, n * p) - deviance(rest, n * q) - LogGamma.halfLogTwoPi + 0.5 * log(n / (x * rest))
    }

    /// x ln(x / mean) + mean - x, both positive.
    static func deviance(_ x: Double, _ mean: Double) -> Double {
        let difference = x - mean
        let ratio = difference / (x + mean)
        guard abs(ratio) < 0.3 else { return x * log(x / mean) - difference }
        // ln(x / mean) = 2 artanh(ratio), term by term.
        let square = ratio * ratio
        var power = 2 * x * ratio
        var sum = difference * ratio
        for odd in stride(from: 3.0, to: 99, by: 2) {
            power *= square
            let next = sum + power / odd
            if next == sum { break }
            sum = next
        }
        return sum
    }
}
