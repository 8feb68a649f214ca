/// How long the slices are and how the temperature falls.
///
/// A solve is one or more descents from warm to cold. A descent has a number of moves that grows with the problem; time
/// that is left goes into further descents, every other one from a warmer start, and the last one is stretched or cut
/// to end with the time. Without limits descents follow each other for as long as the caller lets them.
struct Schedule {
    struct Slice {
        var count: Int
        /// 1024 is one unit of cost.
        var temperature: Int
        /// Whether the searches compare their rosters first.
        var startsAnew: Bool
    }

    private struct Descent {
        var number = 0
        var firstMove = 0
        var moves: Int
        var begun = 0.0
        /// When it must end; nil while its moves alone decide.
        var end: Double?
    }

    private static let warm = [16.0, 60.0, 30.0, 150.0]
    private static let cold = 1.0
    private static let slice = 8192
    private static let exchanges = 24
    private static let movesPerDuty = 40_000

    private let limits: SolveLimits
    private var descent: Descent
    private var epoch = 0

    init(_ limits: SolveLimits, duties: Int) {
        self.limits = limits
        let moves = max(1 << 21, duties * Schedule.movesPerDuty)
        // The first descent never takes longer than all the time there is; a budget is divided evenly.
        let descents = limits.iterations.map { max(1, $0 / moves) }
        descent = Descent(moves: descents.map { ((limits.iterations ?? 0) + $0 - 1) / $0 } ?? moves)
    }

    /// The next slice; nil when a limit is reached.
    mutating func next(iterations: Int, elapsed: Double) -> Slice? {
        if let budget = limits.iterations, iterations >= budget { return nil }
        if let seconds = limits.seconds, elapsed >= seconds { return nil }
        if iterations - descent.firstMove >= descent.moves, descent.end == nil { begin(iterations, elapsed) }
        let done = min(1, progress(iterations, elapsed))
        let left = 1 - done
        let warm = Schedule.warm[descent.number % Schedule.warm.count]
        let temperature = Schedule.cold + (warm - Schedule.cold) * left * left * left
        let nextEpoch = descent.number * Schedule.exchanges + Int(done * Double(Schedule.exchanges))
        defer { epoch = nextEpoch }
        let count = min(Schedule.slice, (limits.iterations ?? Int.max) - iterations)
        return Slice(count: count, temperature: Int(temperature * 1024), startsAnew: nextEpoch != epoch)
    }

    /// How much of the descent is done, from 0 to 1.
    private func progress(_ iterations: Int, _ elapsed: Double) -> Double {
        if let end = descent.end { return (elapsed - descent.begun) / (end - descent.begun) }
        let byMoves = Double(iterations - descent.firstMove) / Double(descent.moves)
        guard descent.number == 0, let seconds = limits.seconds else { return byMoves }
        return max(byMoves, elapsed / seconds)
    }

    /// Begins the next descent; one after which too little time would be left takes all of it.
    private mutating func begin(_ iterations: Int, _ elapsed: Double) {
        let took = elapsed - descent.begun
        descent = Descent(
            number: descent.number + 1, firstMove: iterations, moves: descent.moves, begun: elapsed, end: nil)
        if let seconds = limits.seconds, seconds - elapsed < 2 * took { descent.end = seconds }
    }
}
