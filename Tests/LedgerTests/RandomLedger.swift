import Ledger

/// A sound ledger made from random numbers.
struct RandomLedger {
    var rows: [RecordedLeaf] = []

    /// `size` rows, about one in four of them erased.
    init(size: Int, using random: inout SeededRandom) {
        var chain = Chain.start
        for index in 0..<size {
            let salt = random.bytes(Commitment.saltByteCount)
            let text = #"{"row":\#(index),"note":"\#(random.next())"}"#
            let leaf = Leaf(
                index: Int64(index),
                kind: ["non_deployment", "assessment", "review"].randomElement(using: &random) ?? "",
                subject: String(random.next() % 1000), recordedAt: "2026-11-22T02:17:00.000000Z",
                commitment: Commitment.of(canonical: text, salt: salt))
            chain = Chain.next(after: chain, leafHash: leaf.hash)
            let isErased = Int.random(in: 0..<4, using: &random) == 0
            rows.append(
                RecordedLeaf(
                    leaf: leaf, leafHash: leaf.hash, chain: chain, canonical: isErased ? nil : text,
                    salt: isErased ? nil : salt))
        }
    }

    var checkpoint: Checkpoint {
        get throws {
            let tree = MerkleTree(leafHashes: rows.map(\.leafHash))
            return try Checkpoint(origin: "example.org/ledger", size: tree.size, root: tree.root)
        }
    }

    /// Makes leaf hashes and chain of all rows from `start` on fit again, as someone who owns the database could.
    mutating func cover(from start: Int) {
        var chain = start == 0 ? Chain.start : rows[start - 1].chain
        for position in start..<rows.count {
            rows[position].leafHash = rows[position].leaf.hash
            chain = Chain.next(after: chain, leafHash: rows[position].leafHash)
            rows[position].chain = chain
        }
    }
}
