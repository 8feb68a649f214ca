import Dispatch
import Records
import Rostering
import Synchronization

/// The search for one roster: what both the thread that works and the task that watches it know.
final class RosterSearch: Sendable {
    private struct Inside {
        var isStopped = false
        var isFinishing = false
        var progress: JobProgress?
        var trail = ProgressTrail()
        var waiter: CheckedContinuation<VersionDraft?, any Error>?
    }

    private let inside = Mutex(Inside())

    /// What the search said last.
    var progress: JobProgress? { inside.withLock { $0.progress } }

    /// Whether somebody wants the search to end without a roster.
    private var isStopped: Bool { inside.withLock { $0.isStopped } }

    /// Ends the wait for the search at once; its thread winds down by itself at the next step it can stop after.
    func stop() {
        let waiter = inside.withLock { inside in
            inside.isStopped = true
            return inside.waiter.take()
        }
        waiter?.resume(returning: nil)
    }

    /// Lets the search end with the best it has, as at the time limit: once there is a whole roster, at its next step.
    func finish() {
        inside.withLock { $0.isFinishing = true }
    }

    /// Builds, solves, checks and explains on a thread of its own, never on the cooperative pool; to be called once.
    ///
    /// Returns nil when stopped. Throws `ProblemBuildError` or `ProblemError`.
    func run(_ planning: Planning, _ builder: ProblemBuilder, _ claim: JobClaim) async throws -> VersionDraft? {
        try await withCheckedThrowingContinuation { continuation in
            let isStopped = inside.withLock { inside in
                if !inside.isStopped { inside.waiter = continuation }
                return inside.isStopped
            }
            if isStopped {
                continuation.resume(returning: nil)
                return
            }
            // A serial queue of its own is served by a thread of its own: it targets the overcommitting root queue.
            DispatchQueue(label: "evenhand roster search", qos: .utility).async {
                let result = Result { try self.work(planning, builder, claim) }
                self.inside.withLock { $0.waiter.take() }?.resume(with: result)
            }
        }
    }

    private func work(_ planning: Planning, _ builder: ProblemBuilder, _ claim: JobClaim) throws -> VersionDraft? {
        let request = claim.job.request
        let built = try builder.build(planning, asOf: claim.job.startedAt ?? claim.job.createdAt)
        if isStopped { return nil }
        let problem = try Problem(built.document)
        if isStopped { return nil }
        let limits = SolveLimits(
            seconds: request.seconds, iterations: request.iterations, threads: request.threads,
            seed: UInt64(clamping: request.seed))
        let roster = solve(problem, limits: limits) { progress in
            inside.withLock { inside in
                // Before its first move the search is still building: what it has then is no roster to keep.
                let hasBest = progress.iterations > 0
                if hasBest {
                    inside.trail.add(
                        ProgressPoint(
                            elapsed: progress.elapsed, cost: progress.cost, lowerBound: progress.lowerBound))
                }
                inside.progress = JobProgress(progress, inside.trail)
                return inside.isStopped || inside.isFinishing && hasBest ? .stopAndKeepBest : .goOn
            }
        }
        if isStopped { return nil }
        var explainer = built.explainer(problem, roster.placements(in: problem))
        let explanations = explainer.dutiesBelowTarget()
        if isStopped { return nil }
        return try built.draft(roster, problem, explanations, job: claim.job, progress: progress)
    }
}

extension JobProgress {
    fileprivate init(_ progress: SolveProgress, _ trail: ProgressTrail) {
        self.init(
            elapsed: progress.elapsed, iterations: progress.iterations, cost: progress.cost,
            belowMin: progress.belowMin,
            belowTarget: progress.belowTarget, workedRestDays: progress.workedRestDays,
            changedShifts: progress.changedShifts, lowerBound: progress.lowerBound,
            trail: trail.points.isEmpty ? nil : trail.points)
    }
}
