/// One measured solve.
package struct SolveMeasure: Sendable {
    /// Seconds it was given.
    package var limit: Double
    /// Seed of its random streams.
    package var seed: UInt64
    /// Searches side by side.
    package var threads: Int
    /// Cost of its roster, counted from scratch.
    package var cost: Int
    /// The proved lower bound; nil when there is none.
    package var lowerBound: Int?
    /// Seconds it took, tables and the last count included.
    package var seconds: Double
    /// Moves that each search tried in a second.
    package var movesPerSecond: Int
    /// How the cost fell.
    package var curve: CostCurve

    /// Solves for `limit` seconds and takes note of everything.
    package init(_ problem: Problem, limit: Double, seed: UInt64, threads: Int) {
        let start = ContinuousClock.now
        var curve = CostCurve()
        var last: SolveProgress?
        let roster = solve(problem, limits: SolveLimits(seconds: limit, threads: threads, seed: seed)) { progress in
            curve.note(seconds: progress.elapsed, cost: progress.cost, lowerBound: progress.lowerBound)
            last = progress
            return .goOn
        }
        self.limit = limit
        self.seed = seed
        self.threads = threads
        cost = roster.cost
        lowerBound = roster.lowerBound
        seconds = (ContinuousClock.now - start) / .seconds(1)
        movesPerSecond = last.map { $0.elapsed > 0 ? Int(Double($0.iterations) / $0.elapsed) : 0 } ?? 0
        curve.finish(seconds: seconds, cost: cost, lowerBound: lowerBound)
        self.curve = curve
    }
}

/// One row of the marks: some seeds of one problem at one time limit, beside the greedy baseline.
package struct SolveMark: Sendable {
    /// Name of the problem.
    package var problem: String
    /// The runs, one a seed.
    package var runs: [SolveMeasure]
    /// Cost of the greedy roster.
    package var greedyCost: Int

    /// A row of runs with the same limit, at least one.
    package init(problem: String, runs: [SolveMeasure], greedyCost: Int) {
        precondition(!runs.isEmpty, "a mark without a run")
        self.problem = problem
        self.runs = runs
        self.greedyCost = greedyCost
    }

    /// The middle cost; the lower of two middle ones.
    package var cost: Int { SolveMark.median(runs.map(\.cost)) }

    /// The best bound that any run proved; each holds for every roster.
    package var lowerBound: Int? { runs.compactMap(\.lowerBound).max() }

    /// Cost over the greedy roster's; nil where that costs nothing.
    package var ratio: Double? { greedyCost > 0 ? Double(cost) / Double(greedyCost) : nil }

    /// How far the cost can lie above the best possible, as a part of the bound; nil without one.
    package var excess: Double? {
        lowerBound.flatMap { $0 > 0 ? Double(cost - $0) / Double($0) : nil }
    }

    private static func median(_ costs: [Int]) -> Int {
        costs.sorted()[(costs.count - 1) / 2]
    }
}
