/// Ids as places 0, 1, 2 … in the order in which they were met: a flat table with open addressing over their bytes.
///
/// A dictionary of strings would build a string for each of a million rows.
struct IdTable: Sendable {
    /// What an id of this table is called, such as `officer of officers.csv`.
    let noun: String
    /// False when rows of the file were lost: an id that is not found may then be one of theirs, and is no problem.
    var isWhole = true
    /// Whether every id can stand in a CSV field without quotes.
    private(set) var isPlain = true
    /// Of at most seven bytes the bytes and their number, of more a hash with the highest bit set.
    private var keys: [UInt64] = []
    /// Where the bytes of each id begin in `arena`, and at last where they end.
    private var starts = [0]
    private var arena: [UInt8] = []
    /// Places; -1 is free. A power of two, less than half full.
    private var slots = [Int32](repeating: -1, count: 64)

    init(noun: String) {
        self.noun = noun
    }

    var count: Int { keys.count }

    /// The place of an id; -1 when it is not held. O(length).
    func place(of id: UnsafeBufferPointer<UInt8>) -> Int32 {
        slots[slot(of: id, key: IdTable.key(id))]
    }

    /// The place of an id; -1 when it is not held. O(length).
    func place(of id: ArraySlice<UInt8>) -> Int32 {
        id.withUnsafeBufferPointer { place(of: $0) }
    }

    /// The place of an id, which is added when it is not held. O(length).
    mutating func insert(_ id: ArraySlice<UInt8>) -> (place: Int32, isNew: Bool) {
        let (key, slot) = id.withUnsafeBufferPointer { id in
            let key = IdTable.key(id)
            return (key, self.slot(of: id, key: key))
        }
        if slots[slot] >= 0 { return (slots[slot], false) }
        let place = Int32(keys.count)
        slots[slot] = place
        keys.append(key)
        arena += id
        starts.append(arena.count)
        if id.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D || $0 == 0x22 || $0 == 0x2C }) { isPlain = false }
        if keys.count * 2 > slots.count { grow() }
        return (place, true)
    }

    /// The id at a place.
    func name(_ place: Int32) -> String {
        String(decoding: arena[starts[Int(place)]..<starts[Int(place) + 1]], as: UTF8.self)
    }

    /// The ids in the order of their places.
    var names: [String] { (0..<Int32(count)).map(name) }

    /// The slot in which an id stands, or the free one in which it would.
    private func slot(of id: UnsafeBufferPointer<UInt8>, key: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = IdTable.spread(key) & mask
        while true {
            let place = slots[slot]
            if place < 0 || (keys[Int(place)] == key && isEqual(place, id)) { return slot }
            slot = (slot + 1) & mask
        }
    }

    /// Whether an id whose key is that of the place is the same.
    private func isEqual(_ place: Int32, _ id: UnsafeBufferPointer<UInt8>) -> Bool {
        if id.count <= 7 { return true }
        return arena[starts[Int(place)]..<starts[Int(place) + 1]].elementsEqual(id)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (place, key) in keys.enumerated() {
            var slot = IdTable.spread(key) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(place)
        }
    }

    private static func key(_ id: UnsafeBufferPointer<UInt8>) -> UInt64 {
        if id.count <= 7 {
            var key = UInt64(id.count)
            for byte in id { key = key << 8 | UInt64(byte) }
            return key
        }
        // FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash | 1 << 63
    }

    /// Fibonacci hashing (Knuth, TAOCP 6.4): the high bits of the product are the well-mixed ones.
    private static func spread(_ key: UInt64) -> Int {
        Int((key &* 0x9E37_79B9_7F4A_7C15) >> 34)
    }
}
