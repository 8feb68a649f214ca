#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What chance would do, in two statements: the one that the flag rests on, and a figure after the fact.
struct ChanceStatement {
    let words: StatisticWords

    /// The statements for a flag.
    func sentences(_ flag: AuditFlag) -> [String] {
        var sentences: [String] = []
        switch flag.evidence {
        case .rule: return []
        case .eValue(let value):
            let often =
                value > 1
                ? "at most once in \(NumberWords.years(value))" : "more often than once a year: it is weak by itself"
            sentences.append(
                "Under the null hypothesis an impartial command would show evidence this strong for one subject \(often), at "
                    + "whatever time one looks (e-value \(SignificantDigits.three(value))).")
        case .pValue(let value):
            sentences.append(
                "Under the null hypothesis a count this unusual has probability \(NumberWords.probability(log: log(value)))."
            )
        }
        if let finding = flag.finding, let tail = logTail(finding) {
            let side = words.tail == .few ? "or fewer" : "or more"
            sentences.append(
                "After the fact, and not the test: \(NumberWords.count(rounded(finding))) \(side) where "
                    + "\(NumberWords.count(finding.expected)) are expected has probability "
                    + "\(NumberWords.probability(log: tail)) (\(lawName(finding))). This figure takes no account of how many "
                    + "subjects were looked at, nor of when it was looked.")
        }
        return sentences
    }

    /// ln of the exact tail of what was observed; nil where a count cannot be set against what was expected.
    ///
    /// Occasions of unlike chances are taken as alike with the same mean: beyond one from the mean this never understates the
    /// tail (Hoeffding 1956, "On the distribution of the number of successes in independent trials", theorem 4).
    func logTail(_ finding: Finding) -> Double? {
        guard finding.expected > 0, finding.expected.isFinite, finding.observed >= 0, finding.observed < 1e9 else {
            return nil
        }
        let count = Int(rounded(finding))
        let law = law(finding)
        return words.tail == .few ? law.logAtMost(count) : law.logAtLeast(count)
    }

    /// Observed to a whole number, towards what was expected: events may have been counted in parts.
    private func rounded(_ finding: Finding) -> Double {
        words.tail == .few ? (finding.observed - 1e-9).rounded(.up) : (finding.observed + 1e-9).rounded(.down)
    }

    private func isTrials(_ finding: Finding) -> Bool {
        guard case .trials = words.law else { return false }
        return finding.opportunities.isFinite && finding.opportunities < 1e9 && finding.opportunities >= 1
            && finding.expected < finding.opportunities && finding.observed <= finding.opportunities
    }

    private func law(_ finding: Finding) -> any CountDistribution {
        if isTrials(finding) {
            let trials = finding.opportunities.rounded()
            return Binomial(trials: Int(trials), probability: min(1, finding.expected / trials))
        }
        if case .spread(let shape) = words.law { return NegativeBinomial(shape: shape, mean: finding.expected) }
        return Poisson(mean: finding.expected)
    }

    private func lawName(_ finding: Finding) -> String {
        if isTrials(finding) {
            return "exact binomial tail of \(NumberWords.grouped(finding.opportunities.rounded())) occasions"
        }
        if case .spread(let shape) = words.law {
            return "exact tail of Poisson counts whose rates differ by \(NumberWords.count(100 / shape.squareRoot())) %"
        }
        return "exact Poisson tail"
    }
}
