import Testing

@testable import Ledger

@Suite struct LedgerAuditTests {
    /// Runs a whole audit and returns its mismatch, or the finished audit.
    static func audit(_ rows: [RecordedLeaf], checkpoints: [Checkpoint] = []) -> Result<LedgerAudit, Mismatch> {
        var audit = LedgerAudit(checkpoints: checkpoints)
        do {
            for row in rows { try audit.feed(row) }
            try audit.finish()
            return .success(audit)
        } catch {
            return .failure(error)
        }
    }

    @Test func `a sound ledger passes with the size, root, chain and erasures of its rows`() throws {
        var random = SeededRandom(seed: 1)
        for size in 0...70 {
            let ledger = RandomLedger(size: size, using: &random)
            let checkpoints = [
                try ledger.checkpoint, try Checkpoint(origin: "o", size: 0, root: MerkleHashing.emptyRoot),
            ]
            let audit = try Self.audit(ledger.rows, checkpoints: checkpoints).get()
            #expect(audit.size == Int64(size))
            #expect(audit.root == MerkleTree(leafHashes: ledger.rows.map(\.leafHash)).root)
            #expect(audit.headChain == ledger.rows.last?.chain ?? .zero)
            #expect(audit.erased == Int64(ledger.rows.count { $0.isErased }))
            #expect(audit.range.nodes.count == size.nonzeroBitCount)
        }
    }

    @Test("the first damaged row is named, with the thing that does not match", arguments: Damage.allCases)
    func firstDamage(damage: Damage) throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<60 {
            var ledger = RandomLedger(size: Int.random(in: 2...30, using: &random), using: &random)
            let position = Int.random(in: 0..<(ledger.rows.count - 1), using: &random)
            // A second, later damage must not be the one that is named.
            if position + 3 < ledger.rows.count {
                let later = Damage.allCases.randomElement(using: &random) ?? .chainChanged
                _ = later.apply(
                    to: &ledger, at: Int.random(in: (position + 2)..<(ledger.rows.count - 1), using: &random), bit: 9)
            }
            let expected = damage.apply(to: &ledger, at: position, bit: Int.random(in: 0..<256, using: &random))
            let result = Self.audit(ledger.rows)
            guard case .failure(let mismatch) = result else {
                Issue.record("\(damage) at \(position) of \(ledger.rows.count) was not seen")
                continue
            }
            #expect(mismatch.thing == expected.thing, "\(damage) at \(position): \(mismatch)")
            #expect(mismatch.index == expected.index, "\(damage) at \(position): \(mismatch)")
            let row = try #require(ledger.rows.first { $0.leaf.index == mismatch.index })
            #expect(mismatch.kind == row.leaf.kind)
            #expect(mismatch.subject == row.leaf.subject)
            #expect(mismatch.expected != mismatch.found)
        }
    }

    @Test func `the mismatch shows what was recomputed and what is stored`() throws {
        var random = SeededRandom(seed: 3)
        var ledger = RandomLedger(size: 5, using: &random)
        let sound = ledger.rows[3].chain
        ledger.rows[3].chain = .zero
        guard case .failure(let mismatch) = Self.audit(ledger.rows) else { return #expect(Bool(false)) }
        #expect(mismatch.expected == sound.hex)
        #expect(mismatch.found == Hash.zero.hex)
        #expect(mismatch.description.hasPrefix("row 3 (\"\(ledger.rows[3].leaf.kind)\""))
    }

    @Test func `a mismatch stays, whatever is fed after it`() throws {
        var random = SeededRandom(seed: 4)
        let ledger = RandomLedger(size: 6, using: &random)
        var audit = LedgerAudit()
        try audit.feed(ledger.rows[0])
        let first = #expect(throws: Mismatch.self) { try audit.feed(ledger.rows[2]) }
        let second = #expect(throws: Mismatch.self) { try audit.feed(ledger.rows[1]) }
        let last = #expect(throws: Mismatch.self) { try audit.finish() }
        #expect(first == second)
        #expect(first == last)
        #expect(audit.firstMismatch == first)
        #expect(audit.size == 1)
    }

    @Test func `a history rewritten without a seam is seen by an older checkpoint only`() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<40 {
            var ledger = RandomLedger(size: Int.random(in: 1...30, using: &random), using: &random)
            let checkpoint = try ledger.checkpoint
            let position = Int.random(in: 0..<ledger.rows.count, using: &random)
            ledger.rows[position].leaf.subject += "9"
            ledger.cover(from: position)
            _ = try Self.audit(ledger.rows).get()
            let more = RandomLedger(size: 40, using: &random).rows[ledger.rows.count...]
            ledger.rows += more
            ledger.cover(from: position)
            guard case .failure(let mismatch) = Self.audit(ledger.rows, checkpoints: [checkpoint]) else {
                Issue.record("rewritten row \(position) was not seen")
                continue
            }
            #expect(mismatch.thing == .checkpoint)
            #expect(mismatch.index == checkpoint.size - 1)
            #expect(mismatch.expected == checkpoint.root.hex)
        }
    }

    @Test func `a tail cut off is seen by an older checkpoint only`() throws {
        var random = SeededRandom(seed: 6)
        let ledger = RandomLedger(size: 12, using: &random)
        let checkpoint = try ledger.checkpoint
        for kept in 0..<12 {
            let rows = Array(ledger.rows[..<kept])
            _ = try Self.audit(rows).get()
            guard case .failure(let mismatch) = Self.audit(rows, checkpoints: [checkpoint]) else {
                Issue.record("\(kept) rows kept of 12 were not seen")
                continue
            }
            #expect(mismatch.thing == .truncation)
            #expect(mismatch.index == Int64(kept))
            #expect(mismatch.kind == nil)
        }
    }

    @Test func `two checkpoints of one size with two roots cannot both pass`() throws {
        var random = SeededRandom(seed: 8)
        let ledger = RandomLedger(size: 4, using: &random)
        let other = try Checkpoint(origin: "example.org/ledger", size: 4, root: .zero)
        for checkpoints in [[try ledger.checkpoint, other], [other, try ledger.checkpoint]] {
            guard case .failure(let mismatch) = Self.audit(ledger.rows, checkpoints: checkpoints) else {
                Issue.record("a split view was not seen")
                continue
            }
            #expect(mismatch.thing == .checkpoint)
            #expect(mismatch.index == 3)
        }
    }

    @Test func `an audit resumed at any row ends as one from the start`() throws {
        var random = SeededRandom(seed: 9)
        let ledger = RandomLedger(size: 21, using: &random)
        for pause in 0...21 {
            var before = LedgerAudit()
            for row in ledger.rows[..<pause] { try before.feed(row) }
            var after = LedgerAudit(
                resuming: before.range, headChain: before.headChain, checkpoints: [try ledger.checkpoint])
            for row in ledger.rows[pause...] { try after.feed(row) }
            try after.finish()
            #expect(after.size == 21)
            #expect(after.headChain == ledger.rows.last?.chain)
        }
    }
}
