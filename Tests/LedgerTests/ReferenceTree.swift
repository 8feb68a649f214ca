import Crypto

@testable import Ledger

/// RFC 6962 section 2.1 written down as it stands there, recursion and all, sharing no code with the tree under test.
final class ReferenceTree {
    let leaves: [[UInt8]]
    private var known: [Range<Int>: [UInt8]] = [:]

    init(leaves: [[UInt8]]) {
        self.leaves = leaves
    }

    /// MTH(D[n]).
    func root(_ range: Range<Int>) -> [UInt8] {
        if let hash = known[range] { return hash }
        let hash: [UInt8]
        switch range.count {
        case 0: hash = Array(SHA256.hash(data: [UInt8]()))
        case 1: hash = Array(SHA256.hash(data: [0] + leaves[range.lowerBound]))
        default:
            let middle = range.lowerBound + split(range.count)
            let halves = root(range.lowerBound..<middle) + root(middle..<range.upperBound)
            hash = Array(SHA256.hash(data: [1] + halves))
        }
        known[range] = hash
        return hash
    }

    /// PATH(m, D[n]), with m counted from the range's start.
    func path(_ m: Int, _ range: Range<Int>) -> [[UInt8]] {
        guard range.count > 1 else { return [] }
        let k = split(range.count)
        let middle = range.lowerBound + k
        return m < k
            ? path(m, range.lowerBound..<middle) + [root(middle..<range.upperBound)]
            : path(m - k, middle..<range.upperBound) + [root(range.lowerBound..<middle)]
    }

    /// PROOF(m, D[n]).
    func proof(_ m: Int, _ range: Range<Int>) -> [[UInt8]] {
        subproof(m, range, true)
    }

    private func subproof(_ m: Int, _ range: Range<Int>, _ isComplete: Bool) -> [[UInt8]] {
        guard m < range.count else { return isComplete ? [] : [root(range)] }
        let k = split(range.count)
        let middle = range.lowerBound + k
        return m <= k
            ? subproof(m, range.lowerBound..<middle, isComplete) + [root(middle..<range.upperBound)]
            : subproof(m - k, middle..<range.upperBound, false) + [root(range.lowerBound..<middle)]
    }

    /// The largest power of two smaller than n.
    private func split(_ n: Int) -> Int {
        var k = 1
        while k * 2 < n { k *= 2 }
        return k
    }
}

extension ReferenceTree {
    /// A tree of numbered leaves and the tree under test over the same leaves.
    static func pair(size: Int) -> (reference: ReferenceTree, tree: MerkleTree) {
        let leaves = (0..<size).map { Array("leaf \($0)".utf8) }
        return (ReferenceTree(leaves: leaves), MerkleTree(leafHashes: leaves.map { MerkleHashing.leaf($0) }))
    }
}
