import Ledger

/// A proof's path with one named damage.
struct DamagedPath {
    var damage: String
    var path: [Hash]
}

/// Every way we know to spoil a path, except those that leave it as it was.
func damagedPaths(of path: [Hash], stranger: Hash) -> [DamagedPath] {
    var probes = [
        DamagedPath(damage: "stranger appended", path: path + [stranger]),
        DamagedPath(damage: "stranger prepended", path: [stranger] + path),
        DamagedPath(damage: "far too long", path: path + Array(repeating: stranger, count: 100)),
        DamagedPath(damage: "emptied", path: []),
        DamagedPath(damage: "first missing", path: Array(path.dropFirst())),
        DamagedPath(damage: "last missing", path: path.dropLast()),
        DamagedPath(damage: "reversed", path: path.reversed()),
    ]
    for position in path.indices {
        var copy = path
        copy[position] = stranger
        probes.append(DamagedPath(damage: "hash \(position) replaced", path: copy))
        copy[position] = path[position].withFlippedBit(position * 37 % 256)
        probes.append(DamagedPath(damage: "one bit of hash \(position) flipped", path: copy))
        copy = path
        copy.insert(path[position], at: position)
        probes.append(DamagedPath(damage: "hash \(position) doubled", path: copy))
        copy = path
        copy.swapAt(position, (position + 1) % path.count)
        probes.append(DamagedPath(damage: "hash \(position) swapped with the next", path: copy))
    }
    return probes.filter { $0.path != path }
}

extension Hash {
    /// The digest with one of its 256 bits flipped.
    func withFlippedBit(_ bit: Int) -> Hash {
        var bytes = self.bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return Hash(bytes: bytes) ?? .zero
    }
}
