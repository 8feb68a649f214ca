/// One page of a list that is read in pieces.
package struct Page<Item: Sendable>: Sendable {
    /// The rows, in the list's order.
    package let items: [Item]

    /// Where the next page begins; nil on the last. Opaque: hand it back as it is.
    package let next: String?

    /// A page cut out of `rows`, which were asked for with one more than `limit` to see whether there are more.
    init(_ rows: [Item], limit: Int, cursor: (Item) -> String) {
        items = Array(rows.prefix(limit))
        next = rows.count > limit ? items.last.map(cursor) : nil
    }

    /// A page of what another page was made from.
    init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    /// Rows in a page unless asked otherwise.
    package static var usualLimit: Int { 50 }

    /// Rows in a page at most: what a person can scroll and one answer can carry.
    package static var largestLimit: Int { 500 }

    /// `limit` brought into what a page may have.
    static func bounded(_ limit: Int) -> Int {
        max(1, min(limit, largestLimit))
    }
}

extension Page: Encodable where Item: Encodable {}

/// Where a page begins, as text in an address.
enum Cursor {
    /// The key in a cursor that is one number; nil for the beginning.
    ///
    /// - Throws: `RecordError.invalid` for any other text.
    static func key(_ text: String?) throws -> Int64? {
        guard let text else { return nil }
        guard let key = Int64(text) else { throw invalid }
        return key
    }

    static let invalid = RecordError.invalid([FieldProblem("/after", "is a cursor that this list gave")])
}
