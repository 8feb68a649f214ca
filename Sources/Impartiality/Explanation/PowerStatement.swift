#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What an audit could find at all with the numbers of a flag.
///
/// The best that a test can do which flags one subject without cause at most `years / needed` times in the time of the
/// evidence: it flags where the exact tail of the count is no larger than that (Neyman and Pearson; counts are whole, so up to
/// one count less). The running test looks every day and does not know the size of the avoidance: it finds somewhat less.
struct PowerStatement {
    let tail: StatisticWords.Tail
    /// Occasions.
    let trials: Int
    /// The chance of each under the null.
    let chance: Double
    /// The probability of a flag without cause in the time of the evidence.
    let level: Double

    /// Of a flag on an officer; nil for others and where numbers are missing.
    init?(_ flag: AuditFlag, _ statistic: Statistic) {
        switch (statistic.pattern, statistic) {
        case (_, .postings), (_, .highFew): tail = .few
        case (.officerAvoidance, _), (.swapNetwork, _), (_, .nights), (_, .weekends): tail = .many
        default: return nil
        }
        guard let finding = flag.finding, case .eValue(let evidence) = flag.evidence, evidence > 0 else { return nil }
        let occasions = finding.opportunities.rounded()
        guard occasions >= 1, occasions < 1e6, finding.expected > 0, finding.expected < occasions else { return nil }
        trials = Int(occasions)
        chance = finding.expected / occasions
        let needed = evidence / exp(finding.course.last?.logRatio ?? 0)
        let years = max(1, Double(flag.lastEvent - flag.firstEvent + 1)) / 365
        guard needed > 0, needed.isFinite else { return nil }
        level = min(1, years / needed)
    }

    init(tail: StatisticWords.Tail, trials: Int, chance: Double, level: Double) {
        self.tail = tail
        self.trials = trials
        self.chance = chance
        self.level = level
    }

    /// The count that is needed for a flag: the largest of too few, the smallest of too many; nil where none would do.
    var needed: Int? {
        let null = Binomial(trials: trials, probability: chance)
        // Bisection: tails are monotone in the count.
        var (low, high) = (-1, trials + 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            let isEnough = tail == .few ? null.logAtMost(middle) <= log(level) : null.logAtLeast(middle) <= log(level)
            if isEnough == (tail == .few) { low = middle } else { high = middle }
        }
        return tail == .few ? (low >= 0 ? low : nil) : (high <= trials ? high : nil)
    }

    /// The chance of each occasion for one who avoids half: half of the postings, or of the duties offered.
    var chanceOfHalf: Double { tail == .few ? chance / 2 : chance + (1 - chance) / 2 }

    /// The probability with which an avoidance of half is found.
    var ofHalf: Double {
        guard let needed else { return 0 }
        let law = Binomial(trials: trials, probability: chanceOfHalf)
        return tail == .few ? law.atMost(needed) : law.atLeast(needed)
    }

    /// The statement, with how it is computed.
    var power: FlagExplanation.Power {
        let expected = NumberWords.count(Double(trials) * chance)
        let probability = ofHalf
        let figure = probability < 0.005 ? "under 0.01" : NumberWords.decimals(min(0.99, probability), 2)
        let size =
            needed.map {
                "the evidence that a flag needs is reached, by the exact binomial tail, at a count of "
                    + "\(NumberWords.grouped(Double($0))) or \(tail == .few ? "fewer" : "more"); the figure is the binomial "
                    + "probability of such a count for somebody who avoids half"
            } ?? "by the exact binomial tail no count at all would reach the evidence that a flag needs"
        return FlagExplanation.Power(
            ofHalf: probability,
            statement:
                "With these numbers an avoidance of half would be found with probability \(figure) at best. Computed from "
                + "\(NumberWords.of(trials, "occasion", "occasions")), \(expected) expected: \(size). That nothing is found "
                + "therefore says little where this figure is low.")
    }
}
