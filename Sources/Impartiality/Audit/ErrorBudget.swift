/// How many flags without cause an operator accepts, and how they are divided among the statistics.
///
/// The thresholds rest on a bound that holds at every stopping time: an e-detector with threshold keys / bound raises at most
/// `bound` false flags a year (see `RunningEvidence`). Rare events make evidence jump far over its threshold, and a sum over
/// starts spends most of its mean on paths that never cross, so that far fewer false flags come than the bound allows: the
/// average time to one is threshold / v with v the mean overshoot factor (Pollak, "Average run lengths of an optimal method
/// of detecting a change in distribution", Annals of Statistics 1987). Each statistic therefore has two figures: its *share* of
/// the operator's budget, and the *bound* by which its threshold is set, chosen on impartial histories so that the false flags
/// counted stay within the share. `evenhand audit calibrate` counts them again on the operator's own permuted history.
package struct ErrorBudget: Sendable, Equatable {
    /// False flags a year for one command, over all patterns of chance (rules are certain and cost nothing).
    package var flagsAYear: Double

    /// One false flag a year unless the operator sets another figure.
    package init(flagsAYear: Double = 1) {
        self.flagsAYear = flagsAYear
    }

    /// False flags a year that a statistic may raise: its share of the budget.
    package func share(of statistic: Statistic) -> Double {
        flagsAYear * Self.division(of: statistic).share
    }

    /// The bound of a statistic, in false flags a year, that holds at every stopping time.
    package func bound(of statistic: Statistic) -> Double {
        flagsAYear * Self.division(of: statistic).bound
    }

    /// Shares of a budget of 1 (they add to 1), and bounds.
    ///
    /// Set in November 2026 by one rule: the least budget for the most plants found, on worlds of the audit format's simulator
    /// with seeds 1001 to 1018 and 5001 to 5010 (planted), 2001 to 2024, 2101 to 2106, 2201 to 2206, 6001 to 6009, 6101 to 6109
    /// and 6201 to 6209 (impartial: random, spread, sticky), 3001 to 3004 and 7001 to 7004 (command surges). A pattern whose
    /// plants are seen at any bound (reliefs, pairs, burdens) has little; one whose plants lie at the limit (postings, surges)
    /// has more. Too many high duties, mixed reliefs and short-changed sites are not planted in those worlds: their figures
    /// are small and were not tuned.
    private static func division(of statistic: Statistic) -> (share: Double, bound: Double) {
        switch statistic {
        case .mission: (0.05, 0.2)
        case .missionSurge: (0.16, 2.1)
        case .supervisorGrants: (0.06, 0.25)
        case .supervisorRefusals: (0.07, 0.8)
        case .postings: (0.17, 0.7)
        case .reliefs: (0.03, 0.2)
        case .anyRelief: (0.02, 0.05)
        case .swaps: (0.05, 0.5)
        case .pair: (0.03, 0.2)
        case .teamSurge: (0.10, 0.4)
        case .commandSurge: (0.11, 0.56)
        case .nights: (0.03, 0.1)
        case .weekends: (0.03, 0.15)
        case .highFew: (0.02, 0.06)
        case .highMany: (0.02, 0.03)
        case .highGroup: (0.04, 0.36)
        case .siteShort: (0.01, 0.01)
        }
    }
}
