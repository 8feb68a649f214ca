import Deployment

extension SampleRandom {
    /// A number from 0 up to, and without, 1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// True with this probability.
    mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// A whole number of days of a closed range.
    mutating func days(_ low: Int32, _ high: Int32) -> Int32 {
        low + Int32(below(Int(high - low) + 1))
    }

    /// 1 or more: the trial at which something of this probability first comes true, `most` at most.
    mutating func trials(_ probability: Double, most: Int32) -> Int32 {
        var count: Int32 = 1
        while count < most && !chance(probability) { count += 1 }
        return count
    }

    /// Puts the elements into an order drawn at random.
    mutating func shuffle(_ items: inout [Int32]) {
        guard items.count > 1 else { return }
        for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, below(last + 1)) }
    }

    /// One element of a list that is not empty.
    mutating func one(of items: [Int32]) -> Int32 {
        items[below(items.count)]
    }
}
