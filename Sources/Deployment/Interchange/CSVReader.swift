/// Reads CSV (RFC 4180) strictly, record by record, over one byte buffer.
///
/// Our own rather than a library's, because a person must be able to mend the file from the answer: every fault is
/// collected (not only the first) with its line and byte, wrong encodings included, and every field knows the file line
/// it stands on, newlines in quotes counted. Nothing becomes a String before it is asked for: fields are ranges, so a
/// million rows cost one array that is used again for each.
///
/// Taken: UTF-8 with or without a byte order mark, CRLF or LF, quotes, newlines in quotes, a last line without its
/// newline. The first record sets how many fields every other must have.
package struct CSVReader: Sendable {
    /// Where a field lies.
    package struct Field: Sendable {
        var start: Int
        var end: Int
        var hasDoubledQuotes: Bool
        /// Line of the file on which the field begins, from 1.
        package var line: Int
    }

    /// Faults kept at most; more are only counted.
    package static let faultsKept = 10_000

    let bytes: [UInt8]
    let fieldLimit: Int
    var position: Int
    var currentLine = 1
    var lineStart: Int
    var width: Int?

    /// The fields of the current record.
    package internal(set) var fields: [Field] = []
    /// Line of the file on which the current record begins, from 1.
    package internal(set) var line = 0
    /// False when the current record has a fault.
    package internal(set) var isSound = true
    /// The faults so far, in order of their records; at most `faultsKept`.
    package internal(set) var faults: [CSVFault] = []
    /// The number of faults so far.
    package internal(set) var faultCount = 0

    /// A reader at the start of a text; `fieldLimit` is the longest field in bytes, quotes not counted.
    package init(_ bytes: [UInt8], fieldLimit: Int = 65_536) {
        self.bytes = bytes
        self.fieldLimit = fieldLimit
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        lineStart = position
    }

    /// Goes to the next record; false at the end. O(bytes of the record).
    package mutating func next() -> Bool {
        guard position < bytes.count else { return false }
        fields.removeAll(keepingCapacity: true)
        line = currentLine
        isSound = true
        let first = position
        let firstLineStart = lineStart
        let whole = bytes
        let bits = whole.withUnsafeBufferPointer { scanRecord($0) }
        if bits >= 0x80 {
            whole.withUnsafeBufferPointer { checkEncoding($0, first..<position, lineStart: firstLineStart) }
        }
        if let width, width != fields.count {
            fault(
                .ragged(found: fields.count, expected: width), at: first, line: line, lineStart: firstLineStart,
                field: min(width, fields.count) - 1)
        }
        width = width ?? fields.count
        return true
    }

    /// The text of a field of the current record; bytes that are not UTF-8 show as U+FFFD. O(length).
    package func text(_ index: Int) -> String {
        let field = fields[index]
        guard field.hasDoubledQuotes else {
            return bytes.withUnsafeBufferPointer {
                String(decoding: UnsafeBufferPointer(rebasing: $0[field.start..<field.end]), as: UTF8.self)
            }
        }
        return String(decoding: unquoted(field), as: UTF8.self)
    }

    /// The bytes of a field of the current record, its doubled quotes made single. O(1) but for doubled quotes.
    package func bytes(_ index: Int) -> ArraySlice<UInt8> {
        let field = fields[index]
        return field.hasDoubledQuotes ? unquoted(field)[...] : bytes[field.start..<field.end]
    }

    private func unquoted(_ field: Field) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(field.end - field.start)
        var at = field.start
        while at < field.end {
            result.append(bytes[at])
            at += bytes[at] == CSVByte.quote ? 2 : 1
        }
        return result
    }

    mutating func fault(_ reason: CSVFault.Reason, at offset: Int, line: Int, lineStart: Int, field: Int) {
        isSound = false
        faultCount += 1
        guard faults.count < CSVReader.faultsKept else { return }
        faults.append(CSVFault(line: line, byte: offset - lineStart + 1, field: max(0, field), reason: reason))
    }
}

/// The bytes that mean something to CSV.
enum CSVByte {
    static let comma = UInt8(ascii: ",")
    static let quote = UInt8(ascii: "\"")
    static let feed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
