/// How many flags without cause an operator accepts, and how they are divided among the patterns.
package struct ErrorBudget: Sendable, Equatable {
    /// False flags a year for one command, over all patterns of chance (rules are certain and cost nothing).
    package var flagsAYear: Double

    /// One false flag a year unless the operator sets another figure.
    package init(flagsAYear: Double = 1) {
        self.flagsAYear = flagsAYear
    }
}
