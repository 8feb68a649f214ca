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
        /// Whether a part of the descent begins: time to ask the bound's prices.
        var startsAnew: Bool
        /// Whether the searches compare their rosters first.
        var exchanges: Bool
    }

    private struct Descent {
        var number = 0
        var firstMove = 0
        var moves: Int
        var begun = 0.0
        /// When it must end; nil while its moves alone decide.
        var end: Double?
    }

    /// Temperatures of a descent: warm where it begins (one after another), cold where it ends.
    private struct Range {
        var warm: [Double]
        var cold: Double
        /// Moves of a descent, for each duty and each root of the duties: larger problems need more care everywhere.
        var moves: Int
        /// Parts of a descent between two exchanges.
        var between: Int
    }

    /// Where officers have patterns most of the work is done near the cold end; without, over the whole range.
    private static let patterned = Range(warm: [16, 60, 30, 150], cold: 1, moves: 2000, between: 6)
    private static let free = Range(warm: [8], cold: 1.2, moves: 200_000, between: 1)
    private static let slice = 8192
    /// Longer, for several searches on one roster tell each other their rows after every one.
    private static let freeSlice = 32_768
    /// Parts of a descent.
    private static let parts = 24

    private let limits: SolveLimits
    private var descent: Descent
    private let isFree: Bool
    private let range: Range
    private var epoch = 0

    init(_ limits: SolveLimits, duties: Int, isFree: Bool) {
        self.limits = limits
        self.isFree = isFree
        range = isFree ? Schedule.free : Schedule.patterned
        let moves = max(1 << 21, duties * range.moves * Int(Double(duties).squareRoot()))
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
        let temperature = temperature(done)
        let nextEpoch = descent.number * Schedule.parts + Int(done * Double(Schedule.parts))
        defer { epoch = nextEpoch }
        let count = min(isFree ? Schedule.freeSlice : Schedule.slice, (limits.iterations ?? Int.max) - iterations)
        return Slice(
            count: count, temperature: Int(temperature * 1024), startsAnew: nextEpoch != epoch,
            exchanges: nextEpoch / range.between != epoch / range.between)
    }

    private func temperature(_ done: Double) -> Double {
        let warm = range.warm[descent.number % range.warm.count]
        let left = 1 - done
        if !isFree { return range.cold + (warm - range.cold) * left * left * left }
        // Warm x (cold / warm) to the power of `done`, by halving: the same on every machine.
        var (low, high, from, to) = (0.0, 1.0, warm, range.cold)
        for _ in 0..<20 {
            let (middle, mean) = ((low + high) / 2, (from * to).squareRoot())
            if done < middle { (high, to) = (middle, mean) } else { (low, from) = (middle, mean) }
        }
        return from
    }

    /// How much of all there is time or budget for is done, from 0 to 1; nil without a limit.
    func fraction(iterations: Int, elapsed: Double) -> Double? {
        let bySteps = limits.iterations.map { Double(iterations) / Double(max(1, $0)) }
        let byTime = limits.seconds.map { elapsed / max($0, 1e-9) }
        guard let bySteps else { return byTime }
        return max(bySteps, byTime ?? 0)
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
