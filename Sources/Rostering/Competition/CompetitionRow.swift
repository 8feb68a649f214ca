/// One line of a competition file that is not blank, read word by word from its start.
struct CompetitionRow {
    let file: String
    let line: Int
    /// The part not read yet.
    private(set) var rest: Substring
    /// Set at the line's first missing field, so that the fields after it are not reported too.
    var isBroken = false

    init(file: String, line: Int, text: Substring) {
        (self.file, self.line) = (file, line)
        rest = text
        skipBlanks()
    }

    var isEmpty: Bool { rest.isEmpty }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private mutating func skipBlanks() {
        rest = Substring(rest.utf8.drop(while: CompetitionRow.isBlank))
    }

    /// The next word; nil at the end of the line.
    mutating func word() -> String? {
        let word = rest.utf8.prefix { !CompetitionRow.isBlank($0) }
        guard !word.isEmpty else { return nil }
        rest = Substring(rest.utf8.dropFirst(word.count))
        skipBlanks()
        return String(Substring(word))
    }

    /// The two texts of the next `(a,b)`; nil, and nothing read, where no such pair stands next.
    mutating func pair() -> (String, String)? {
        guard rest.utf8.first == UInt8(ascii: "("), let end = rest.utf8.firstIndex(of: UInt8(ascii: ")")) else {
            return nil
        }
        let inside = rest[rest.utf8.index(after: rest.startIndex)..<end].utf8
        guard let comma = inside.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let first = inside[..<comma].reversed().drop(while: CompetitionRow.isBlank).reversed()
        let second = inside[inside.index(after: comma)...].drop(while: CompetitionRow.isBlank)
        rest = rest[rest.utf8.index(after: end)...]
        skipBlanks()
        return (String(decoding: first, as: UTF8.self), String(decoding: second, as: UTF8.self))
    }

    /// Reads `head` and, where one follows, the `=` after it; false, and nothing read, where the line is another.
    mutating func opens(_ head: String) -> Bool {
        guard rest.utf8.starts(with: head.utf8) else { return false }
        var after = self
        after.rest = Substring(rest.utf8.dropFirst(head.utf8.count))
        after.skipBlanks()
        guard after.rest.isEmpty || after.rest.utf8.first == UInt8(ascii: "=") else { return false }
        self = after
        return true
    }

    /// Reads the next byte if it is this one.
    mutating func skips(_ byte: UInt8) -> Bool {
        guard rest.utf8.first == byte else { return false }
        rest = Substring(rest.utf8.dropFirst())
        skipBlanks()
        return true
    }
}
