import Testing

@testable import Impartiality

@Suite("Exact tails")
struct TailTests {
    /// A row of the table: function, arguments, value.
    private struct Row {
        var function: String
        var arguments: [Double]
        var value: Double

        func count(_ place: Int) -> Int { Int(arguments[place]) }
    }

    private static func rows(_ functions: String...) -> [Row] {
        TailTable.rows.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            let numbers = words.dropFirst().compactMap(Double.init)
            guard functions.contains(words[0]), numbers.count == words.count - 1 else { return nil }
            return Row(function: words[0], arguments: Array(numbers.dropLast()), value: numbers[numbers.count - 1])
        }
    }

    /// Relative error 1e-10 of the probability and of its logarithm.
    private func expect(_ logarithm: Double, _ row: Row, within tolerance: Double = 1e-10) {
        let error = abs(logarithm - row.value)
        #expect(error <= tolerance * min(1, abs(row.value)), "\(row.function) \(row.arguments): \(logarithm)")
    }

    private func expect(_ make: (Row) -> any CountDistribution, at place: Int, _ name: String) {
        let upper = Self.rows(name + ">=")
        let lower = Self.rows(name + "<")
        #expect(upper.count == lower.count && upper.count > 20)
        for row in upper {
            let distribution = make(row)
            expect(distribution.logAtLeast(row.count(place)), row)
            #expect(distribution.atLeast(row.count(place)) >= 0)
        }
        for row in lower { expect(make(row).logAtMost(row.count(place) - 1), row) }
    }

    @Test("the logarithm of gamma has thirteen digits, also about its zeros")
    func logGamma() {
        let rows = Self.rows("gamma")
        #expect(rows.count == 27)
        for row in rows {
            let error = abs(LogGamma.value(row.arguments[0]) / row.value - 1)
            #expect(error <= 1e-13, "\(row.arguments)")
        }
        #expect(LogGamma.value(1) == 0)
        #expect(LogGamma.value(2) == 0)
    }

    @Test("binomial coefficients of millions keep their digits")
    func coefficients() {
        let rows = Self.rows("binomial").filter { $0.arguments.count == 2 }
        #expect(rows.count == 10)
        for row in rows {
            let value = LogGamma.binomial(row.arguments[0], row.arguments[1])
            #expect(abs(value / row.value - 1) <= 1e-13, "\(row.arguments)")
        }
        #expect(LogGamma.binomial(7, 0) == 0)
        #expect(LogGamma.binomial(7, 7) == 0)
    }

    @Test("Poisson tails")
    func poisson() {
        expect({ Poisson(mean: $0.arguments[0]) }, at: 1, "poisson")
    }

    @Test("binomial tails")
    func binomial() {
        expect({ Binomial(trials: $0.count(0), probability: $0.arguments[1]) }, at: 2, "binomial")
    }

    @Test("hypergeometric tails")
    func hypergeometric() {
        expect(
            { Hypergeometric(population: $0.count(0), marked: $0.count(1), drawn: $0.count(2)) }, at: 3,
            "hypergeometric")
    }

    @Test("negative binomial tails")
    func negativeBinomial() {
        expect({ NegativeBinomial(shape: $0.arguments[0], mean: $0.arguments[1]) }, at: 2, "negative")
    }

    @Test("beta-binomial tails")
    func betaBinomial() {
        expect({ BetaBinomial(trials: $0.count(0), alpha: $0.arguments[1], beta: $0.arguments[2]) }, at: 3, "beta")
    }

    @Test("incomplete gamma and beta functions of real arguments")
    func incomplete() {
        for row in Self.rows("P") { expect(IncompleteGamma.tails(row.arguments[0], row.arguments[1]).lower, row) }
        for row in Self.rows("Q") { expect(IncompleteGamma.tails(row.arguments[0], row.arguments[1]).upper, row) }
        for row in Self.rows("I") { expect(beta(row).lower, row) }
        for row in Self.rows("J") { expect(beta(row).upper, row) }
    }

    private func beta(_ row: Row) -> LogTails {
        let x = row.arguments[2]
        return IncompleteBeta.tails(row.arguments[0], row.arguments[1], x: x, y: 1 - x)
    }

    @Test("the bounds of Garwood and of Clopper and Pearson")
    func intervals() {
        for row in Self.rows("garwood_low", "garwood_high") {
            let interval = ExactInterval.poisson(row.count(0), confidence: row.arguments[1])
            let bound = row.function == "garwood_low" ? interval.lowerBound : interval.upperBound
            #expect(abs(bound / row.value - 1) <= 1e-10, "\(row.function) \(row.arguments): \(bound)")
        }
        for row in Self.rows("pearson_low", "pearson_high") {
            let interval = ExactInterval.binomial(row.count(0), of: row.count(1), confidence: row.arguments[2])
            let bound = row.function == "pearson_low" ? interval.lowerBound : interval.upperBound
            #expect(abs(bound / row.value - 1) <= 1e-10, "\(row.function) \(row.arguments): \(bound)")
        }
        #expect(ExactInterval.poisson(0, confidence: 0.95).lowerBound == 0)
        #expect(ExactInterval.binomial(0, of: 9, confidence: 0.95).lowerBound == 0)
        #expect(ExactInterval.binomial(9, of: 9, confidence: 0.95).upperBound == 1)
    }
}
