/// How many flags without cause an operator accepts, and how they are divided among the statistics.
package struct ErrorBudget: Sendable, Equatable {
    /// False flags a year for one command, over all patterns of chance (rules are certain and cost nothing).
    package var flagsAYear: Double

    /// One false flag a year unless the operator sets another figure.
    package init(flagsAYear: Double = 1) {
        self.flagsAYear = flagsAYear
    }

    /// The bound that the threshold of a statistic is set for.
    func flagsAYear(of statistic: Statistic) -> Double {
        flagsAYear * Self.bounds[statistic, default: 0.1]
    }

    static let bounds: [Statistic: Double] = [
        .mission: 0.2, .supervisorGrants: 1.2, .supervisorRefusals: 0.8, .postings: 0.5, .reliefs: 0.6, .swaps: 0.8,
        .pair: 0.2, .pairInLine: 0.1, .teamSurge: 1.2, .missionSurge: 1.0, .commandSurge: 0.5, .nights: 0.15,
        .weekends: 0.15, .highFew: 0.1, .highMany: 0.05, .highGroup: 0.75, .siteShort: 0.1,
    ]
}
