internal import Dispatch
internal import Synchronization

extension Solver {
    /// How long the caller goes unasked while a solver is made.
    private static let patience = DispatchTimeInterval.milliseconds(20)

    /// Where a solver that is made aside is put.
    private final class Workbench: Sendable {
        let solver = Mutex<Solver?>(nil)
        let isDone = DispatchSemaphore(value: 0)
    }

    /// Makes a solver aside, since that takes a second at the size of a country, and asks the caller meanwhile; nil when stopped.
    static func make(
        _ problem: Problem, _ limits: SolveLimits, checking: Bool, since start: ContinuousClock.Instant,
        meanwhile ask: () -> SolveVerdict
    ) -> Solver? {
        let bench = Workbench()
        // A serial queue of its own has a thread of its own: the shared ones may all be busy.
        DispatchQueue(label: "evenhand solver").async {
            let made = Solver(problem, limits, checking: checking, since: start)
            bench.solver.withLock { $0 = made }
            bench.isDone.signal()
        }
        while bench.isDone.wait(timeout: .now() + patience) == .timedOut {
            if ask() == .stopAndKeepBest { return nil }
        }
        return bench.solver.withLock { $0.take() }
    }
}

extension ContinuousClock.Instant {
    /// Seconds from it to now.
    var secondsSince: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - self).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}

extension SolveProgress {
    /// Where every solve begins: nobody on any duty.
    init(ofEmptyRoster problem: Problem) {
        self.init(
            elapsed: 0, iterations: 0, cost: evaluate(problem, []).total,
            belowMin: problem.duties.reduce(0) { $0 + $1.min },
            belowTarget: problem.duties.reduce(0) { $0 + max(0, $1.target - $1.min) }, workedRestDays: 0,
            changedShifts: 0, lowerBound: nil)
    }
}
