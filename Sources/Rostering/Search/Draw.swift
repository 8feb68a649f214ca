/// The drawing of one of several days by their weights, as they come.
struct Draw {
    private var total = UInt32(Chances.none)
    /// The day drawn so far, and what it costs.
    private(set) var chosen: Int?
    private(set) var cost = 0

    /// Whether this day is the one drawn so far.
    @inline(__always) @discardableResult
    mutating func offer(_ day: Int, _ cost: Int, _ chances: Chances, _ random: inout Random) -> Bool {
        if cost > chances.dearest { return false }
        let weight = chances.weight(cost)
        total &+= weight
        guard random.below(Int(total)) < Int(weight) else { return false }
        (chosen, self.cost) = (day, cost)
        return true
    }
}
