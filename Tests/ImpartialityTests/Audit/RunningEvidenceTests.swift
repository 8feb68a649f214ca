import Deployment
import Testing

@testable import Impartiality

@Suite("Running evidence")
struct RunningEvidenceTests {
    /// One impartial path: 300 occasions at changing chances; evidence after each, and the years that had passed.
    private func path(_ random: inout SampleRandom, _ body: (Double, Double) -> Bool) {
        let ratios = [2.0, 6]
        var evidence = RunningEvidence(keys: 1, alternatives: 2)
        for step in 0..<300 {
            let chance = 0.02 + 0.1 * Double(step % 7) / 7
            let isHit = Double(random.below(1 << 30)) / Double(1 << 30) < chance
            let day = Int32(3 * step)
            let now = evidence.take(0, on: day, observed: isHit ? 1 : 0, expected: chance) {
                (isHit ? ratios[$0] : 1) / (1 + (ratios[$0] - 1) * chance)
            }
            if body(now, Double(day + 1) / 365) { return }
        }
    }

    @Test(
        "its mean under the null is at most the years passed: after 90, 400 and 897 days, and when it first passes 0.5, 2 or 10"
    )
    func mean() {
        var random = SampleRandom(seed: 20_261_122)
        var sums: [String: (mean: Double, square: Double)] = [:]
        let paths = 20_000
        func note(_ stop: String, _ value: Double) {
            sums[stop, default: (0, 0)].mean += value
            sums[stop, default: (0, 0)].square += value * value
        }
        for _ in 0..<paths {
            var open: Set<Double> = [0.5, 2, 10]
            var last = (evidence: 0.0, years: 0.0)
            path(&random) { evidence, years in
                last = (evidence, years)
                let day = Int(years * 365 + 0.5) - 1
                if [90, 399, 897].contains(day) { note("day \(day)", evidence - years) }
                for level in open where evidence >= level {
                    open.remove(level)
                    note("level \(level)", evidence - years)
                }
                return false
            }
            for level in open { note("level \(level)", last.evidence - last.years) }
        }
        #expect(sums.count == 6)
        for (stop, sum) in sums {
            let mean = sum.mean / Double(paths)
            let deviation = ((sum.square / Double(paths) - mean * mean) / Double(paths)).squareRoot()
            #expect(mean <= 5 * deviation, "\(stop): \(mean) above 0 by more than 5 x \(deviation)")
        }
    }

    @Test("it crosses a threshold of 40 no more often than its bound of once in 40 years allows")
    func crossings() {
        var random = SampleRandom(seed: 7)
        var crossed = 0
        var years = 0.0
        for _ in 0..<6000 {
            path(&random) { evidence, now in
                if evidence >= 40 {
                    crossed += 1
                    years += now
                    return true
                }
                if now > 2.45 { years += now }
                return false
            }
        }
        // 10^-9: what an honest bound allows once in a thousand million runs.
        #expect(Poisson(mean: years / 40).atLeast(crossed) > 1e-9, "\(crossed) crossings in \(years) years")
        #expect(crossed > 0)
    }

    @Test("its counts begin where the evidence began, and again after it was cleared")
    func counts() {
        var evidence = RunningEvidence(keys: 2, alternatives: 1)
        _ = evidence.take(1, on: 3, observed: 0, expected: 0.5) { _ in 0.5 }
        for day in Int32(10)...14 { _ = evidence.take(1, on: day, observed: 1, expected: 0.25) { _ in 20 } }
        let finding = evidence.finding(1, threshold: 10, comparison: [(.officer(9), 1), (.officer(8), 0)])
        #expect(evidence.start(1) == 3)
        #expect(finding.observed == 5 && finding.expected == 1.75 && finding.opportunities == 6)
        #expect(finding.events == [10, 11, 12, 13, 14])
        #expect(finding.comparison == [Finding.Peer(subject: .officer(9), observed: 5, expected: 1.75)])
        #expect((finding.course.last?.logRatio ?? 0) > 0)
        evidence.clear(1, 14)
        #expect(evidence.finding(1, threshold: 10, comparison: []).observed == 0)
        #expect(evidence.start(1) == 15)
    }
}
