import Deployment
import FoundationEssentials

/// What a job that generates a roster was asked for.
package struct GenerateRequest: Sendable, Codable, Equatable {
    /// Day 0, a Monday (roster format).
    package var from: Day
    /// Length of the period, 1 to 366 days.
    package var days: Int
    /// Wall time of the search in seconds.
    package var seconds: Double
    /// Moves each search tries at most; nil for no such limit. With it and enough seconds the roster can be repeated.
    package var iterations: Int?
    /// Seed of the random streams.
    package var seed: Int
    /// Searches side by side.
    package var threads: Int

    /// A request.
    package init(
        from: Day, days: Int, seconds: Double = 60, iterations: Int? = nil, seed: Int = 1, threads: Int = 1
    ) {
        self.from = from
        self.days = days
        self.seconds = seconds
        self.iterations = iterations
        self.seed = seed
        self.threads = threads
    }
}

/// How far a running job has come; kept in PostgreSQL so that anybody can watch it.
package struct JobProgress: Sendable, Codable, Equatable {
    /// Seconds since the search began.
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
    /// A proved lower bound of the cost; nil while none is proved.
    package var lowerBound: Int?
    /// How cost and bound came to be where they are; nil in lists, and before the first whole roster.
    package var trail: [ProgressPoint]?

    /// Progress.
    package init(
        elapsed: Double, iterations: Int, cost: Int, belowMin: Int, belowTarget: Int, workedRestDays: Int,
        changedShifts: Int, lowerBound: Int?, trail: [ProgressPoint]? = nil
    ) {
        self.trail = trail
        self.elapsed = elapsed
        self.iterations = iterations
        self.cost = cost
        self.belowMin = belowMin
        self.belowTarget = belowTarget
        self.workedRestDays = workedRestDays
        self.changedShifts = changedShifts
        self.lowerBound = lowerBound
    }
}

/// What a job that succeeded made.
package struct JobResult: Sendable, Codable, Equatable {
    /// The roster version.
    package var version: Int64
    /// What it breaks; nil for a job that ended before the rule sets were checked.
    package var breaches: BreachCounts?

    /// A result.
    package init(version: Int64, breaches: BreachCounts? = nil) {
        self.version = version
        self.breaches = breaches
    }
}

/// A job that generates a roster, as it stands in PostgreSQL.
package struct RosterJob: Sendable, Codable, Equatable {
    package var id: Int64
    package var state: JobState
    package var request: GenerateRequest
    /// Nil until the search has said something.
    package var progress: JobProgress?
    /// Present where the job succeeded.
    package var result: JobResult?
    /// Why it failed; no personal text.
    package var error: String?
    /// The account that asked for it.
    package var createdBy: Int64
    package var createdAt: Date
    package var startedAt: Date?
    package var finishedAt: Date?
    /// The account that asked to stop it.
    package var cancelRequestedBy: Int64?
    /// The account that asked to stop it early and keep the best roster.
    package var finishRequestedBy: Int64?
    /// The instance that works on it.
    package var owner: String?
    package var leaseUntil: Date?
    /// How often it was taken up and not given back.
    package var attempts: Int
}

/// The right to work on a job until the lease runs out; every write of its holder names the fence.
package struct JobClaim: Sendable, Equatable {
    /// The job as it was when claimed.
    package var job: RosterJob
    /// The instance that holds the lease.
    package var owner: String
    /// Rises with every claim, so a holder that was overtaken can change nothing.
    package var fence: Int64
}
