/// The shape of a code: one character of a first set, then a number of characters of another.
package struct CodePattern: Hashable, Sendable {
    private let head: String
    private let tail: String
    private let count: ClosedRange<Int>
    private let heads: ASCIISet
    private let tails: ASCIISet

    /// A shape from two bracket expressions, and how many characters follow the first.
    init(head: String, tail: String, count: ClosedRange<Int>) {
        self.head = head
        self.tail = tail
        self.count = count
        heads = ASCIISet(head)
        tails = ASCIISet(tail)
    }

    /// The regular expression that the database's CHECK uses.
    package var regex: String {
        head == tail
            ? "^\(head){\(count.lowerBound + 1),\(count.upperBound + 1)}$"
            : "^\(head)\(tail){\(count.lowerBound),\(count.upperBound)}$"
    }

    /// Whether a text has this shape. O(length).
    package func matches(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, count.contains(bytes.count - 1) else { return false }
        return heads.contains(first) && bytes.dropFirst().allSatisfy { tails.contains($0) }
    }
}

/// The characters of a bracket expression such as `[A-Z0-9_-]`, or of a single letter.
private struct ASCIISet: Hashable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ expression: String) {
        let parts = Array(expression.utf8).filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
        var at = 0
        while at < parts.count {
            let isRange = at + 2 < parts.count && parts[at + 1] == UInt8(ascii: "-")
            for byte in parts[at]...(isRange ? parts[at + 2] : parts[at]) { insert(byte) }
            at += isRange ? 3 : 1
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> byte & 1 == 1 : byte < 128 && high >> (byte - 64) & 1 == 1
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << byte } else { high |= 1 << (byte - 64) }
    }
}

extension CodePattern {
    static let team = CodePattern(head: "[A-Z0-9]", tail: "[A-Z0-9-]", count: 0...15)
    static let skill = CodePattern(head: "[A-Z0-9]", tail: "[A-Z0-9_-]", count: 0...23)
    static let name = CodePattern(head: "[a-z0-9]", tail: "[a-z0-9_-]", count: 0...31)
    static let shift = CodePattern(head: "[A-Z0-9]", tail: "[A-Z0-9]", count: 0...7)
    static let officer = CodePattern(head: "[A-Z]", tail: "[0-9]", count: 3...8)
    static let mission = CodePattern(head: "M", tail: "[0-9]", count: 1...6)
    static let site = CodePattern(head: "S", tail: "[0-9]", count: 1...6)
    static let post = CodePattern(head: "P", tail: "[0-9]", count: 1...6)
    static let abstraction = CodePattern(head: "A", tail: "[0-9]", count: 1...9)
    static let restriction = CodePattern(head: "R", tail: "[0-9]", count: 1...9)
    static let request = CodePattern(head: "Q", tail: "[0-9]", count: 1...9)
}
