/// How long the slices are and how the temperature falls.
///
/// With a limit there is one descent from warm to cold over the whole of it; without one, descents of doubled length
/// follow each other for as long as the caller lets them.
struct Schedule {
    struct Slice {
        var count: Int
        /// 1024 is one unit of cost.
        var temperature: Int
        /// Whether the searches compare their rosters first.
        var startsAnew: Bool
    }

    private static let warm = 24.0
    private static let cold = 1.0
    private static let slice = 8192
    private static let exchanges = 24

    private let limits: SolveLimits
    private var cycleStart = 0
    private var cycleLength = 4 << 20
    private var epoch = 0

    init(_ limits: SolveLimits) {
        self.limits = limits
    }

    /// The next slice; nil when a limit is reached.
    mutating func next(iterations: Int, elapsed: Double) -> Slice? {
        var done: Double
        var count = Schedule.slice
        if let budget = limits.iterations {
            guard iterations < budget else { return nil }
            done = Double(iterations) / Double(budget)
            count = min(count, budget - iterations)
        } else if limits.seconds == nil {
            if iterations - cycleStart >= cycleLength {
                cycleStart = iterations
                cycleLength *= 2
                epoch = 0
            }
            done = Double(iterations - cycleStart) / Double(cycleLength)
        } else {
            done = 0
        }
        if let seconds = limits.seconds {
            guard elapsed < seconds else { return nil }
            done = max(done, elapsed / seconds)
        }
        let left = 1 - done
        let temperature = Schedule.cold + (Schedule.warm - Schedule.cold) * left * left * left
        let nextEpoch = Int(done * Double(Schedule.exchanges))
        defer { epoch = nextEpoch }
        return Slice(count: count, temperature: Int(temperature * 1024), startsAnew: nextEpoch != epoch)
    }
}
