/// A small random source (splitmix64) that gives the same numbers for a seed on every machine and compiler.
package struct SampleRandom: Sendable {
    private var state: UInt64

    /// The source of a seed.
    package init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, `bound`, which must be positive.
    package mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    /// A number of a closed range.
    package mutating func between(_ low: Int, _ high: Int) -> Int {
        low + below(high - low + 1)
    }

    mutating func chance(perMille: Int) -> Bool {
        below(1000) < perMille
    }

    /// One element of a list that is not empty.
    package mutating func pick<Item>(_ items: [Item]) -> Item {
        items[below(items.count)]
    }

    /// One item, drawn in proportion to the weights, of which one at least is positive.
    mutating func weighted<Item>(_ pairs: [(item: Item, weight: Int)]) -> Item {
        var roll = below(pairs.reduce(0) { $0 + $1.weight })
        for pair in pairs {
            roll -= pair.weight
            if roll < 0 { return pair.item }
        }
        return pairs[0].item
    }

    mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
        var out = items
        for index in stride(from: out.count - 1, to: 0, by: -1) {
            out.swapAt(index, below(index + 1))
        }
        return out
    }
}
