import Foundation
import Testing

@testable import Impartiality

@Suite("What the numbers of a flag can show")
struct PowerStatementTests {
    /// P(X = k) for k = 0...n, by the recurrence of Pascal's triangle: nothing in common with the tails of the audit.
    private func probabilities(_ trials: Int, _ chance: Double) -> [Double] {
        var row = [1.0]
        for _ in 0..<trials {
            var next = [Double](repeating: 0, count: row.count + 1)
            for (count, value) in row.enumerated() {
                next[count] += value * (1 - chance)
                next[count + 1] += value * chance
            }
            row = next
        }
        return row
    }

    @Test(
        "the power is the direct sum of the counts whose sum under the null is small enough",
        arguments: [
            (9, 0.3, 0.01), (60, 0.1, 0.001), (200, 0.06, 1e-5), (200, 0.4, 1e-5), (500, 0.1, 0.2), (3, 0.5, 1e-9),
            (40, 0.02, 1),
        ])
    func directSum(_ trials: Int, _ chance: Double, _ level: Double) {
        for tail in [StatisticWords.Tail.few, .many] {
            let power = PowerStatement(tail: tail, trials: trials, chance: chance, level: level)
            let other = tail == .few ? chance / 2 : 0.5 + chance / 2
            var null = probabilities(trials, chance)
            var half = probabilities(trials, other)
            if tail == .many {
                null.reverse()
                half.reverse()
            }
            var (sum, found, counts) = (0.0, 0.0, 0)
            for (count, value) in null.enumerated() where sum + value <= level * (1 + 1e-9) {
                guard count == counts else { break }
                sum += value
                found += half[count]
                counts += 1
            }
            #expect(abs(power.ofHalf - found) <= 1e-9 * max(found, 1e-3))
            let last = tail == .few ? counts - 1 : trials - counts + 1
            #expect(power.needed == (counts == 0 ? nil : last))
        }
    }

    @Test("an officer with few expected postings is told to be hard to find, with many easy")
    func officers() throws {
        func statement(_ opportunities: Double, _ expected: Double) throws -> FlagExplanation.Power {
            var flag = ExplanationCases.flag(.postings)
            flag.evidence = .eValue(50_000)
            flag.lastEvent = 365
            flag.finding?.opportunities = opportunities
            flag.finding?.expected = expected
            return try #require(PowerStatement(flag, .postings)?.power)
        }
        let (few, many) = (try statement(200, 9), try statement(2000, 150))
        #expect(few.ofHalf < 0.02 && many.ofHalf > 0.9)
        #expect(many.statement.hasPrefix("With these numbers an avoidance of half would be found with probability 0.9"))
        #expect(few.statement.contains("200 occasions, 9 expected"))
    }

    @Test("flags that are not on what one officer is offered have no such statement")
    func others() {
        #expect(PowerStatement(ExplanationCases.flag(.mission), .mission) == nil)
        #expect(PowerStatement(ExplanationCases.flag(.teamSurge), .teamSurge) == nil)
        var flag = ExplanationCases.flag(.reliefs)
        #expect(PowerStatement(flag, .reliefs) != nil)
        flag.finding?.opportunities = 0
        #expect(PowerStatement(flag, .reliefs) == nil)
    }
}
