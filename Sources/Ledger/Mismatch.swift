/// The first place where a ledger is not what it must be.
package struct Mismatch: Error, Equatable, Sendable {
    /// What does not match.
    package enum Thing: String, CaseIterable, Sendable {
        /// Rows are missing before this one.
        case gap
        /// The index has been seen before, or is negative.
        case duplicate
        /// A part of the leaf is empty or holds control characters, so that its data would be ambiguous.
        case wording
        /// Text without salt, salt without text, or a salt of the wrong length.
        case salt
        /// The commitment is not to this text and salt.
        case commitment
        /// The leaf hash is not that of the leaf.
        case leafHash
        /// The chain value does not follow from the one before.
        case chain
        /// The root at a signed checkpoint's size is another one: history was changed at or before this row.
        case checkpoint
        /// The ledger ends before a signed checkpoint's size: its tail was cut off.
        case truncation
    }

    /// What does not match.
    package let thing: Thing

    /// The index of the row at which it shows; for `truncation`, of the first row that is missing.
    package let index: Int64

    /// The row's table; nil when there is no such row.
    package let kind: String?

    /// The row's id; nil when there is no such row.
    package let subject: String?

    /// What it must be, recomputed: a hash in hexadecimal, a number or a rule in words.
    package let expected: String

    /// What was found stored.
    package let found: String
}

extension Mismatch: CustomStringConvertible {
    /// One line with the row, the thing and both values.
    package var description: String {
        let row = kind.map { " (\($0.debugDescription) \((subject ?? "").debugDescription))" } ?? ""
        return "row \(index)\(row): \(thing.rawValue) does not match: expected \(expected), found \(found)"
    }
}
