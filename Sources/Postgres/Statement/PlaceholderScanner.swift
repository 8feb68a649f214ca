/// Splits SQL at its placeholders, passing over quoted strings, identifiers, dollar quotes and comments.
enum PlaceholderScanner {
    static func split(_ text: String) -> [Statement.Piece] {
        let bytes = Array(text.utf8)
        var pieces: [Statement.Piece] = []
        var start = 0
        var position = 0
        while position < bytes.count {
            if let (index, end) = placeholder(bytes, at: position) {
                if start < position { pieces.append(.text(string(bytes[start..<position]))) }
                pieces.append(.parameter(index))
                start = end
                position = end
            } else {
                position = token(bytes, at: position)
            }
        }
        if start < bytes.count { pieces.append(.text(string(bytes[start...]))) }
        return pieces
    }

    /// The index from 0 and the end of a placeholder that begins at `position`.
    private static func placeholder(_ bytes: [UInt8], at position: Int) -> (Int, Int)? {
        guard bytes[position] == UInt8(ascii: "$") else { return nil }
        if position > 0, isName(bytes[position - 1]) { return nil }
        var end = position + 1
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        guard let number = Int(string(bytes[(position + 1)..<end])), number >= 1 else { return nil }
        return (number - 1, end)
    }

    /// The end of the lexical token that begins at `position`: one byte unless it is quoted or a comment.
    private static func token(_ bytes: [UInt8], at position: Int) -> Int {
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        switch bytes[position] {
        case UInt8(ascii: "'"):
            let escapes = position > 0 && (bytes[position - 1] | 0x20) == UInt8(ascii: "e")
            return quoted(bytes, from: position, backslash: escapes)
        case UInt8(ascii: "\""): return quoted(bytes, from: position, backslash: false)
        case UInt8(ascii: "-") where next == UInt8(ascii: "-"): return after("\n", bytes, from: position + 2)
        case UInt8(ascii: "/") where next == UInt8(ascii: "*"): return comment(bytes, from: position)
        case UInt8(ascii: "$"): return dollarQuoted(bytes, from: position)
        default: return position + 1
        }
    }

    private static func quoted(_ bytes: [UInt8], from start: Int, backslash: Bool) -> Int {
        var position = start + 1
        while position < bytes.count, bytes[position] != bytes[start] {
            position += backslash && bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position + 1, bytes.count)
    }

    private static func comment(_ bytes: [UInt8], from start: Int) -> Int {
        var depth = 1
        var position = start + 2
        while position < bytes.count, depth > 0 {
            let pair = bytes[position...].prefix(2)
            if pair.elementsEqual("*/".utf8) { depth -= 1 }
            if pair.elementsEqual("/*".utf8) { depth += 1 }
            position += pair.elementsEqual("*/".utf8) || pair.elementsEqual("/*".utf8) ? 2 : 1
        }
        return position
    }

    private static func dollarQuoted(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start + 1
        while end < bytes.count, isName(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return start + 1 }
        return after(string(bytes[start...end]), bytes, from: end + 1)
    }

    /// The index behind the next occurrence of `mark`, or the end of the text.
    private static func after(_ mark: String, _ bytes: [UInt8], from start: Int) -> Int {
        let mark = Array(mark.utf8)
        var position = start
        while position + mark.count <= bytes.count {
            if bytes[position..<(position + mark.count)].elementsEqual(mark) { return position + mark.count }
            position += 1
        }
        return bytes.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isName(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
