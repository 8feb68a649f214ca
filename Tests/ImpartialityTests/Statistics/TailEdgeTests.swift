import Testing

@testable import Impartiality

@Suite("Tails at their ends")
struct TailEdgeTests {
    private let distributions: [any CountDistribution] = [
        Poisson(mean: 3), Binomial(trials: 9, probability: 0.25), Hypergeometric(population: 20, marked: 9, drawn: 9),
        NegativeBinomial(shape: 25, mean: 3), BetaBinomial(trials: 9, alpha: 2, beta: 3),
    ]

    @Test("everything lies at or above 0, nothing below")
    func ends() {
        for distribution in distributions {
            #expect(distribution.atLeast(0) == 1)
            #expect(distribution.atLeast(-4) == 1)
            #expect(distribution.atMost(-1) == 0)
            #expect(distribution.logAtMost(-1) == -.infinity)
        }
        for bounded in [distributions[1], distributions[2], distributions[4]] {
            #expect(bounded.atMost(9) == 1)
            #expect(bounded.atLeast(10) == 0)
            #expect(bounded.logAtLeast(10) == -.infinity)
        }
    }

    @Test("tails fall with the count and add up to one")
    func monotone() {
        for distribution in distributions {
            for k in 0...8 {
                #expect(distribution.logAtLeast(k) > distribution.logAtLeast(k + 1))
                #expect(abs(distribution.atMost(k) + distribution.atLeast(k + 1) - 1) < 1e-14)
            }
        }
    }

    @Test("a rate or probability at its end is certain")
    func degenerate() {
        #expect(Poisson(mean: 0).atLeast(1) == 0)
        #expect(NegativeBinomial(shape: 25, mean: 0).atLeast(1) == 0)
        #expect(Binomial(trials: 4, probability: 0).atLeast(1) == 0)
        #expect(Binomial(trials: 4, probability: 1).atLeast(4) == 1)
        #expect(Hypergeometric(population: 6, marked: 6, drawn: 2).atLeast(2) == 1)
        #expect(Hypergeometric(population: 6, marked: 0, drawn: 2).atLeast(1) == 0)
        #expect(Hypergeometric(population: 6, marked: 3, drawn: 6).atLeast(3) == 1)
        #expect(Hypergeometric(population: 6, marked: 3, drawn: 6).atLeast(4) == 0)
    }

    @Test("small cases are what counting gives")
    func counted() {
        #expect(abs(Binomial(trials: 3, probability: 0.5).atLeast(2) - 0.5) < 1e-15)
        #expect(abs(Hypergeometric(population: 5, marked: 2, drawn: 2).atLeast(2) - 0.1) < 1e-15)
        #expect(abs(BetaBinomial(trials: 4, alpha: 1, beta: 1).atLeast(3) - 0.4) < 1e-15)
        #expect(abs(NegativeBinomial(shape: 1, mean: 1).atLeast(3) - 0.125) < 1e-15)
    }
}
