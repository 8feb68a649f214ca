/// How many flags without cause an operator accepts, and how they are divided among the statistics.
///
/// Each statistic has a share of the operator's figure. Its threshold is set by a bound that holds at every stopping time:
/// an e-detector with threshold keys / bound raises at most `bound` false flags a year (see `RunningEvidence`). Evidence
/// jumps over its threshold and most histories end between flags, so that the true rate is a small part of the bound (Pollak,
/// "Average run lengths of an optimal method of detecting a change in distribution", 1987: the part is the mean overshoot).
/// `slack` is that part's inverse, measured on impartial worlds: bound = share x slack. `evidence calibrate` measures it
/// again on the operator's own permuted history.
package struct ErrorBudget: Sendable, Equatable {
    /// False flags a year for one command, over all patterns of chance (rules are certain and cost nothing).
    package var flagsAYear: Double

    /// One false flag a year unless the operator sets another figure.
    package init(flagsAYear: Double = 1) {
        self.flagsAYear = flagsAYear
    }

    /// The bound of a statistic, in false flags a year, that holds at every stopping time.
    func bound(of statistic: Statistic) -> Double {
        flagsAYear * (Self.bounds[statistic] ?? 0)
    }

    static let bounds: [Statistic: Double] = [
        .mission: 0.2, .supervisorGrants: 0.36, .supervisorRefusals: 0.8, .postings: 0.5, .reliefs: 0.2, .swaps: 0.8,
        .pair: 0.2, .teamSurge: 0.6, .missionSurge: 2.5, .commandSurge: 0.4, .nights: 0.3,
        .weekends: 0.15, .highFew: 0.06, .highMany: 0.03, .highGroup: 0.75, .siteShort: 0.1, .anyRelief: 0.05,
    ]
}
