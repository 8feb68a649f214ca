/// How long a solve may go on, and from which seed.
package struct SolveLimits: Sendable, Equatable {
    /// Wall time in seconds; nil for no limit.
    package var seconds: Double?
    /// Moves each search tries; nil for no limit.
    package var iterations: Int?
    /// Searches side by side, at least 1.
    package var threads: Int
    /// Seed of the random streams.
    package var seed: UInt64

    /// Limits. With neither time nor iterations the solve goes on until its progress closure stops it.
    package init(seconds: Double? = nil, iterations: Int? = nil, threads: Int = 1, seed: UInt64 = 1) {
        self.seconds = seconds
        self.iterations = iterations
        self.threads = threads
        self.seed = seed
    }
}

/// How far a solve has come, in numbers a duties office understands.
package struct SolveProgress: Sendable, Equatable {
    /// Seconds since the start.
    package var elapsed: Double
    /// Moves tried by each search.
    package var iterations: Int
    /// Cost of the best roster so far.
    package var cost: Int
    /// Officers short of the minima.
    package var belowMin: Int
    /// Officers short between minima and targets.
    package var belowTarget: Int
    /// Rostered rest days worked.
    package var workedRestDays: Int
    /// Days worked on another shift than rostered.
    package var changedShifts: Int
    /// A proved lower bound; nil while none is proved.
    package var lowerBound: Int?
}

/// What the caller wants of a running solve.
package enum SolveVerdict: Sendable {
    case goOn
    case stopAndKeepBest
}
