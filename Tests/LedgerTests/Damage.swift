import Ledger

/// One way to spoil one row of a ledger, and what an audit must then name first.
enum Damage: String, CaseIterable {
    case removed, doubled, swapped, renumbered, negative
    case textChanged, textErasedAlone, saltChanged, saltErasedAlone, saltShortened, saltMovedIntoText
    case commitmentChanged, kindChanged, subjectChanged, timeChanged, lineBreakInserted, kindEmptied
    case leafHashChanged, chainChanged

    /// Applies the damage at `position` (which is followed by at least one row).
    ///
    /// Damage to text or salt gives an erased row a text first. The result names the thing and the index found.
    func apply(to ledger: inout RandomLedger, at position: Int, bit: Int) -> (thing: Mismatch.Thing, index: Int64) {
        let index = Int64(position)
        switch self {
        case .removed:
            ledger.rows.remove(at: position)
            return (.gap, index + 1)
        case .doubled:
            ledger.rows.insert(ledger.rows[position], at: position)
            return (.duplicate, index)
        case .swapped:
            ledger.rows.swapAt(position, position + 1)
            return (.gap, index + 1)
        case .renumbered:
            ledger.rows[position].leaf.index += 5
            return (.gap, index + 5)
        case .negative:
            ledger.rows[position].leaf.index = -1
            return (.duplicate, -1)
        default:
            return (spoil(&ledger.rows[position], bit: bit), index)
        }
    }

    private func spoil(_ row: inout RecordedLeaf, bit: Int) -> Mismatch.Thing {
        switch self {
        case .textChanged, .textErasedAlone, .saltChanged, .saltErasedAlone, .saltShortened, .saltMovedIntoText:
            return spoilText(&row, bit: bit)
        case .commitmentChanged:
            row.leaf.commitment = row.leaf.commitment.withFlippedBit(bit)
            return row.isErased ? .leafHash : .commitment
        case .kindChanged: row.leaf.kind += "x"
        case .subjectChanged: row.leaf.subject = "x" + row.leaf.subject
        case .timeChanged: row.leaf.recordedAt = "2026-11-22T02:17:00.000001Z"
        case .leafHashChanged: row.leafHash = row.leafHash.withFlippedBit(bit)
        case .lineBreakInserted:
            // The same data from other parts: only the rule on wording can tell them apart.
            row.leaf.kind += "\n" + row.leaf.subject
            row.leaf.subject = row.leaf.recordedAt
            return .wording
        case .kindEmptied:
            row.leaf.kind = ""
            return .wording
        case .chainChanged:
            row.chain = row.chain.withFlippedBit(bit)
            return .chain
        default: break
        }
        return .leafHash
    }

    private func spoilText(_ row: inout RecordedLeaf, bit: Int) -> Mismatch.Thing {
        var text = row.canonical ?? "planted"
        var salt = row.salt ?? Array(repeating: 1, count: Commitment.saltByteCount)
        var thing = Mismatch.Thing.salt
        switch self {
        case .textChanged:
            text += " "
            thing = .commitment
        case .saltChanged:
            salt[bit / 8] ^= 1 << UInt8(bit % 8)
            thing = .commitment
        case .saltShortened: salt.removeLast()
        case .saltMovedIntoText:
            // The same bytes, cut elsewhere: only the fixed salt length can tell them apart.
            salt += Array(text.utf8.prefix(1))
            text = String(text.dropFirst())
        default: break
        }
        row.canonical = self == .textErasedAlone ? nil : text
        row.salt = self == .saltErasedAlone ? nil : salt
        return thing
    }
}
