/// How much each of several choices weighs when one is drawn: e to the power of minus its cost by the temperature.
///
/// Drawing among all ends of a run of days, and none, by these weights (a heat bath) leaves out the many tries that would be refused.
struct Chances {
    /// Weight of a choice that costs nothing more; none at all weighs four times that, or rosters of one cost would be exchanged all the time.
    private static let free = 1 << 14
    static let none = 1 << 16
    private static let most = 1 << 24
    private static let reach = 512

    /// Above this cost nothing is drawn.
    private(set) var dearest = 0
    private var temperature = 0
    private let weights = Flat<UInt32>(repeating: 0, count: 2 * Chances.reach)

    func release() {
        weights.free()
    }

    /// Sets the temperature; 1024 is one unit of cost.
    mutating func set(temperature: Int) {
        guard temperature != self.temperature else { return }
        self.temperature = temperature
        let factor = Chances.exponential(-1024 / Double(max(temperature, 1)))
        var (down, up) = (Double(Chances.none), Double(Chances.none))
        dearest = 0
        weights[Chances.reach] = UInt32(Chances.free)
        for cost in 1..<Chances.reach {
            down *= factor
            up = min(up / factor, Double(Chances.most))
            weights[Chances.reach + cost] = UInt32(down)
            weights[Chances.reach - cost] = UInt32(up)
            if down >= 1 { dearest = cost }
        }
        weights[0] = UInt32(up)
    }

    /// The weight of a choice that costs so much more, at most `dearest`.
    @inline(__always)
    func weight(_ cost: Int) -> UInt32 { weights[max(0, cost &+ Chances.reach)] }

    /// e to the power of x, x <= 0, by halving and the series: the same on every machine.
    private static func exponential(_ x: Double) -> Double {
        if x < -0.1 {
            let root = exponential(x / 2)
            return root * root
        }
        var (sum, term) = (1.0, 1.0)
        for n in 1..<12 {
            term *= x / Double(n)
            sum += term
        }
        return sum
    }
}
