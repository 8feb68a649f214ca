import Foundation
import Testing

@testable import Impartiality

/// The factors of the audit's e-values, summed exactly over what can happen under the null.
@Suite("Factors of evidence have mean at most 1")
struct FactorMeanTests {
    @Test("a likelihood ratio of negative binomial counts has mean 1", arguments: [1.5, 4, 12], [0.3, 2, 9])
    func spread(ratio: Double, expected: Double) {
        let spread = Spread(shape: 8, scale: 8)
        // P(k) of needs with Gamma(8, 8) times the expectation, from one term to the next.
        var chance = 8 * log(8 / (8 + expected))
        var mean = 0.0
        for count in 0..<4000 {
            mean += exp(chance + spread.logRatio(ratio, observed: Double(count), expected: expected))
            chance += log((8 + Double(count)) / Double(count + 1) * expected / (8 + expected))
        }
        #expect(abs(mean - 1) < 1e-9)
    }

    @Test("needs with a habit against needs alone have mean 1", arguments: [0.2, 0.8, 3], [1.2, 3.5])
    func needAndHabit(usual: Double, added: Double) {
        let model = NeedAndHabit(shape: 3, scale: 2.5, usual: usual)
        var chance = pow(2.5 / (2.5 + usual), 3)
        var mean = 0.0
        for count in 0..<120 {
            mean += chance * model.ratio(count, added: added)
            chance *= (3 + Double(count)) / Double(count + 1) * usual / (2.5 + usual)
        }
        #expect(abs(mean - 1) < 1e-9)
    }

    @Test("open places of a mission: the factor's mean under drawing without replacement is at most 1")
    func openPlaces() {
        for wanted in 1...9 {
            for open in 1..<20 where open < 20 {
                for ratio in [1.5, 3] {
                    let draws = Hypergeometric(population: 20, marked: open, drawn: wanted)
                    var mean = 0.0
                    for count in max(0, wanted + open - 20)...min(wanted, open) {
                        let chance = draws.atLeast(count) - draws.atLeast(count + 1)
                        let share = Double(open) / 20
                        mean +=
                            chance * pow(ratio, Double(count))
                            / pow(1 + (ratio - 1) * share, Double(wanted))
                    }
                    #expect(mean <= 1 + 1e-9, "\(wanted) places, \(open) open, ratio \(ratio)")
                }
            }
        }
    }

    @Test("products over officers of one stratum have mean at most 1: every assignment of 7 to 3 high duties counted")
    func group() {
        let chance = 3.0 / 7
        for rate in [0.3, 0.7] {
            let absent = (1 - rate * chance) / (1 - chance)
            var mean = 0.0
            var assignments = 0.0
            for set in 0..<128 where set.nonzeroBitCount == 3 {
                assignments += 1
                // The mean over all groups of three of seven.
                var groups = 0.0
                var sum = 0.0
                for first in 0..<7 {
                    for second in first + 1..<7 {
                        for third in second + 1..<7 {
                            groups += 1
                            sum += [first, second, third].reduce(1) { $0 * (set >> $1 & 1 == 1 ? rate : absent) }
                        }
                    }
                }
                mean += sum / groups
            }
            #expect(mean / assignments <= 1 + 1e-12)
        }
    }
}
