/// A number of an officer's line that costs more than in proportion: duties at a site, nights, shifts and the like.
///
/// The bound prices what the line counts with a multiplier and lets the count that is charged be chosen freely.
struct BoundCounter {
    /// What is counted; the first five lie in this order before each officer's sites.
    enum Kind: Int, CaseIterable {
        case shifts, weekends, nights, weekendDuties, highs
    }

    /// Charged counts are below `low` or above `high`.
    var low: Int32
    var high: Int32
    /// The largest count a line can have.
    var most: Int32
    /// Price of the whole cost units of each below `low`, and of each above `high`.
    var under: Int32
    var over: Int32
    /// Whether the n-th above `high` costs n times `over`.
    var isTriangular: Bool
    /// Site, or -1.
    var site: Int32

    /// What a count costs, in whole cost units.
    func cost(_ count: Int) -> Int {
        let excess = count - Int(high)
        if isTriangular { return Int(over) * triangle(excess) }
        return Int(under) * max(0, Int(low) - count) + Int(over) * max(0, excess)
    }

    /// The count of 0 to `most` with the least cost less `multiplier` x count, that nearest to `count` among equals.
    @inline(__always)
    func best(_ multiplier: Int, scale: Int, near count: Int) -> Int {
        let most = Int(self.most)
        let (least, greatest): (Int, Int)
        if multiplier < 0 {
            let slope = -Int(under) * scale
            let edge = min(max(Int(low), 0), most)
            least = multiplier <= slope ? 0 : edge
            greatest = multiplier < slope ? 0 : edge
            return min(max(count, least), greatest)
        }
        let edge = min(max(Int(high), 0), most)
        let price = Int(over) * scale
        if multiplier == 0 {
            least = isTriangular || under == 0 ? 0 : min(max(Int(low), 0), most)
            greatest = price == 0 ? most : edge
        } else if price == 0 {
            least = most
            greatest = most
        } else if isTriangular {
            // One more is worth it while the next excess costs no more than the multiplier.
            let excess = multiplier / price
            greatest = min(max(Int(high) + excess, 0), most)
            least = min(max(Int(high) + (multiplier % price == 0 ? excess - 1 : excess), 0), most)
        } else {
            least = multiplier > price ? most : edge
            greatest = multiplier >= price ? most : edge
        }
        return min(max(count, least), greatest)
    }

    /// Least and greatest multiplier that can be best.
    func range(scale: Int) -> ClosedRange<Int> {
        let steep = isTriangular ? max(0, Int(most) - Int(high)) : 1
        return -Int(under) * scale...max(0, Int(over) * steep * scale)
    }
}
