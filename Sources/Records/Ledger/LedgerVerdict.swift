import FoundationEssentials
import Ledger

/// The first place where the ledger and the records do not agree.
package struct LedgerFinding: Sendable, Hashable, Codable {
    /// The leaf at which it shows; nil when a row has no leaf or a checkpoint cannot be read.
    package let index: Int64?
    /// The table of the row.
    package let table: String?
    /// The key of the row as text.
    package let row: String?
    /// What is wrong, in words.
    package let what: String
}

extension LedgerFinding: CustomStringConvertible {
    /// One line.
    package var description: String {
        let place = [index.map { "leaf \($0)" }, table.map { "\($0) \(row ?? "")" }].compactMap(\.self)
        return (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + what
    }

    /// What the audit of the leaves found.
    init(_ mismatch: Mismatch) {
        let what =
            switch mismatch.thing {
            case .commitment: "the row is not what was recorded: its text was changed"
            case .gap: "leaves are missing before this one"
            case .duplicate: "the leaf stands twice"
            case .wording: "the leaf is malformed"
            case .salt: "text or salt of the row is gone"
            case .leafHash: "the leaf was changed"
            case .chain: "the chain is broken: this leaf or the one before was changed"
            case .checkpoint: "history differs from the signed checkpoint of this size"
            case .truncation: "the ledger is shorter than a signed checkpoint: its tail was cut off"
            }
        self.init(index: mismatch.index, table: mismatch.kind, row: mismatch.subject, what: what)
    }
}

/// What verifying the whole ledger gave.
package struct LedgerVerdict: Sendable, Hashable, Codable {
    /// Leaves that agree, up to the first that does not.
    package let size: Int64
    /// The Merkle root over them, in hexadecimal.
    package let root: String
    /// Checkpoints that were compared.
    package let checkpoints: Int
    /// How long it took.
    package let seconds: Double
    /// The first disagreement; nil when there is none.
    package let finding: LedgerFinding?

    /// Whether everything agrees.
    package var isSound: Bool { finding == nil }
}

/// A signed checkpoint as it is kept.
package struct StoredCheckpoint: Sendable, Hashable, Codable {
    /// Number of leaves.
    package let size: Int64
    /// The signed note (C2SP tlog-checkpoint), to hand to outsiders.
    package let note: String
    /// When it was made.
    package let madeAt: Date
}
