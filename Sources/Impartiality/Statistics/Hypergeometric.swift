/// Marked units among those drawn without replacement.
struct Hypergeometric: CountDistribution {
    var population: Int
    /// Marked units of the population.
    var marked: Int
    var drawn: Int

    func logTails(at k: Int) -> LogTails {
        let unmarked = population - marked
        let support = max(0, drawn - unmarked)...min(drawn, marked)
        let mean = Double(drawn) * Double(marked) / Double(max(1, population))
        return TailSum(support: support, mean: mean, isUnimodal: true).tails(at: k, logPoint: logPoint) {
            Double(marked - $0) * Double(drawn - $0) / (Double($0 + 1) * Double(unmarked - drawn + $0 + 1))
        }
    }

    /// ln P(X = k) as a ratio of three binomial probabilities (Loader).
    private func logPoint(_ k: Int) -> Double {
        let p = Double(drawn) / Double(population)
        let q = Double(population - drawn) / Double(population)
        func binomial(_ x: Int, of n: Int) -> Double {
            PointProbability.logBinomial(Double(x), rest: Double(n - x), p: p, q: q)
        }
        return binomial(k, of: marked) + binomial(drawn - k, of: population - marked) - binomial(drawn, of: population)
    }
}
