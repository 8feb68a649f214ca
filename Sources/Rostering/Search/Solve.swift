internal import Dispatch

/// Finds a cheap lawful roster; the best so far is handed back at the end of the limits or when `progress` stops it.
///
/// Runs on the calling thread (with `limits.threads` above 1 also on others) until it is done, so give it a thread of
/// its own. `progress` is called between slices of some milliseconds, on the calling thread. With an iteration budget and
/// no time limit the roster is a function of problem, seed, threads and iterations alone. With `checking` every
/// improvement is counted again from scratch, and a term that drifted traps with its name.
package func solve(
    _ problem: Problem, limits: SolveLimits, checking: Bool = false, progress: (SolveProgress) -> SolveVerdict
) -> Roster {
    let start = ContinuousClock.now
    var empty = SolveProgress(ofEmptyRoster: problem)
    let made = Solver.make(problem, limits, checking: checking, since: start) {
        empty.elapsed = start.secondsSince
        return progress(empty)
    }
    guard let solver = made else {
        return Roster(
            problem: problem.name, deployments: [], cost: empty.cost, lowerBound: nil, seconds: empty.elapsed)
    }
    solver.run(progress)
    return solver.roster()
}

/// One call of `solve`: some searches side by side, in slices between which they are watched and compared.
final class Solver: @unchecked Sendable {  // made on one thread, then handed to the caller's, never on two at a time
    private let problem: Problem
    private let limits: SolveLimits
    private let checking: Bool
    private let tables: Tables
    private let searches: [Searcher]
    private let start: ContinuousClock.Instant
    private var schedule: Schedule
    private var checkedCost = Int.max
    /// Whether the caller has stopped it and waits for the roster.
    private var isStopped = false
    private var report: SolveProgress
    private let bounding: Bounding
    private var slices = 0
    /// How the searches work on one roster together; nil where each works on its own.
    private var shared: SharedDescent?

    init(_ problem: Problem, _ limits: SolveLimits, checking: Bool, since start: ContinuousClock.Instant = .now) {
        self.start = start
        self.problem = problem
        self.limits = limits
        self.checking = checking
        let tables = Tables(problem)
        self.tables = tables
        var seeds = Random(seed: limits.seed)
        searches = (0..<max(1, limits.threads)).map { _ in Searcher(tables, seed: seeds.next()) }
        schedule = Schedule(limits, duties: problem.duties.count, isFree: tables.isFree)
        bounding = Bounding(tables)
        report = SolveProgress(
            elapsed: 0, iterations: 0, cost: searches[0].search.bestCost, belowMin: 0, belowTarget: 0,
            workedRestDays: 0,
            changedShifts: 0, lowerBound: nil)
        // With patterns the searches go further each on its own, with the bound's prices.
        if tables.isFree, searches.count > 1, tables.officers >= 4 * searches.count {
            shared = SharedDescent(tables, seed: seeds.next())
        }
        describe()
    }

    private var elapsed: Double { start.secondsSince }

    func run(_ progress: (SolveProgress) -> SolveVerdict) {
        guard construct(progress), !problem.duties.isEmpty, !problem.officerIDs.isEmpty else { return }
        while let slice = schedule.next(iterations: searches[0].search.iterations, elapsed: elapsed) {
            if slice.exchanges, shared == nil { exchange() }
            let fraction = schedule.fraction(iterations: searches[0].search.iterations, elapsed: elapsed)
            slices += 1
            let isBounding = bounding.isReady && isBoundTurn(fraction)
            let known = report.cost
            shared?.deal(searches)
            DispatchQueue.concurrentPerform(iterations: searches.count) { [searches, bounding] index in
                if isBounding, index == searches.count - 1 {
                    bounding.run(upperBound: known)
                } else {
                    searches[index].search.run(slice.count, temperature: slice.temperature)
                }
            }
            shared?.gather(searches)
            if !goOn(progress) || report.lowerBound == report.cost { return }
            if slice.startsAnew, let fraction, !steer(fraction, progress) { return }
        }
    }

    /// Whether the last thread works on the bound in this slice: most of the beginning, when prices help most, then now and then.
    private func isBoundTurn(_ fraction: Double?) -> Bool {
        // Without patterns the prices say too little to steer the searches: the bound is for people alone.
        if tables.isFree { return slices % 16 == 1 }
        guard let fraction else { return slices % 4 == 0 }
        if searches.count == 1 { return slices % (fraction < 0.3 ? 2 : 8) == 0 }
        return fraction < 0.15 || slices % 8 == 0
    }

    /// Lets the bound's prices choose what the searches try, as they get better; false when stopped.
    private func steer(_ fraction: Double, _ progress: (SolveProgress) -> SolveVerdict) -> Bool {
        guard !tables.isFree, bounding.isDue(fraction, cost: report.cost),
            var steering = bounding.steering(upperBound: report.cost)
        else { return true }
        defer { steering.free() }
        while steering.step(64) {
            guard goOn(progress) else { return false }
        }
        steering.apply(tables)
        return goOn(progress)
    }

    /// Builds the first roster in every search; false when stopped.
    private func construct(_ progress: (SolveProgress) -> SolveVerdict) -> Bool {
        guard goOn(progress) else { return false }
        var construction = Construction(tables)
        let first = searches[0]
        while construction.step(&first.search, 64) {
            first.search.remember()
            guard goOn(progress) else { return false }
        }
        first.search.remember()
        bounding.prepare(upperBound: first.search.bestCost, atOnce: limits.iterations != nil)
        for other in searches.dropFirst() { other.search.adopt(first.search.best) }
        return goOn(progress)
    }

    /// The search with the dearest roster goes on from the cheapest one.
    private func exchange() {
        guard searches.count > 1, let best = searches.min(by: { $0.search.board.cost < $1.search.board.cost }),
            let worst = searches.max(by: { $0.search.board.cost < $1.search.board.cost }), best !== worst
        else { return }
        worst.search.adopt(best.search.board.duty)
    }

    private func goOn(_ progress: (SolveProgress) -> SolveVerdict) -> Bool {
        if searches.map(\.search.bestCost).min() != report.cost { describe() }
        report.elapsed = elapsed
        report.iterations = searches[0].search.iterations
        if let bound = bounding.bound {
            precondition(!checking || bound <= report.cost, "the bound says \(bound), a roster costs \(report.cost)")
            // A bound above a roster's cost would be false: rather none than that claim.
            report.lowerBound = bound <= report.cost ? bound : nil
        }
        if checking, report.cost < checkedCost {
            checkedCost = report.cost
            for searcher in searches { searcher.search.recount() }
        }
        if let seconds = limits.seconds, report.elapsed >= seconds { return false }
        isStopped = progress(report) == .stopAndKeepBest
        return !isStopped
    }

    private var cheapest: Searcher {
        searches.dropFirst().reduce(searches[0]) { $1.search.bestCost < $0.search.bestCost ? $1 : $0 }
    }

    /// Counts what people ask about in the best roster.
    private func describe() {
        let best = cheapest.search
        report.cost = best.bestCost
        (report.belowMin, report.belowTarget, report.workedRestDays, report.changedShifts) = (0, 0, 0, 0)
        var filled = [Int](repeating: 0, count: problem.duties.count)
        for cell in 0..<best.best.count where best.best[cell] >= 0 {
            let duty = Int(best.best[cell])
            filled[duty] += 1
            let rostered = Int(problem.officers.rostered[cell])
            if rostered < 0 {
                report.workedRestDays += 1
            } else if rostered != problem.duties[duty].shift {
                report.changedShifts += 1
            }
        }
        for (duty, count) in zip(problem.duties, filled) {
            report.belowMin += max(0, duty.min - count)
            report.belowTarget += max(0, duty.target - max(duty.min, count))
        }
    }

    /// The best bound proved; nil while there is none.
    var lowerBound: Int? { report.lowerBound }

    /// The best roster.
    func roster() -> Roster {
        let (placements, cost) = best()
        let deployments = placements.map { placement in
            Roster.Deployment(
                officer: problem.officerIDs[placement.officer], day: placement.day,
                shift: problem.shiftIDs[placement.shift], post: problem.postIDs[placement.post])
        }
        return Roster(
            problem: problem.name, deployments: deployments, cost: cost, lowerBound: report.lowerBound,
            seconds: elapsed)
    }

    /// The best roster, by officer and day, and its cost; counted from scratch, save when there is no time for it.
    func best() -> (placements: [Placement], cost: Int) {
        let best = cheapest.search
        let placements = best.placements(best.best)
        if isStopped, !checking { return (placements, best.bestCost) }
        let evaluation = evaluate(problem, placements)
        precondition(evaluation.isLawful, "the search broke \(evaluation.violations.first.map(\.text) ?? "")")
        precondition(
            evaluation.total == best.bestCost, "the search says \(best.bestCost), a recount \(evaluation.total)")
        return (placements, evaluation.total)
    }
}

/// A search with an identity, worked on by one thread at a time.
final class Searcher: @unchecked Sendable {  // between slices by the caller, in a slice by one thread
    var search: Search

    init(_ tables: Tables, seed: UInt64) {
        search = Search(tables, seed: seed)
    }

    deinit {
        search.free()
    }
}
