/// Why a record of a CSV text cannot be taken as written, and where.
package struct CSVFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Equatable, Sendable {
        /// A quote inside a field that does not begin with one.
        case strayQuote
        /// Text between a closing quote and the next comma.
        case textAfterQuote
        /// A quoted field that the text ends in; the place is its opening quote.
        case unterminatedQuote
        /// A carriage return that no line feed follows, outside quotes.
        case bareReturn
        /// A NUL byte.
        case nul
        /// A field of more bytes than the limit.
        case overlong(limit: Int)
        /// A byte that no UTF-8 sequence has at its place.
        case notUTF8(byte: UInt8)
        /// Another number of fields than the first record has.
        case ragged(found: Int, expected: Int)
    }

    /// Line of the file, from 1; a newline in quotes counts.
    package var line: Int
    /// Byte of that line, from 1.
    package var byte: Int
    /// Field of the record, from 0.
    package var field: Int
    /// What is wrong.
    package var reason: Reason

    package var description: String {
        "line \(line), byte \(byte): \(sentence)"
    }

    /// What is wrong, in words, without the place.
    package var sentence: String {
        switch reason {
        case .strayQuote: "a quote inside a field that is not quoted; quote the field and double the quotes in it"
        case .textAfterQuote: "text after a closing quote; a quote inside a quoted field is doubled"
        case .unterminatedQuote: "a quote that is never closed"
        case .bareReturn: "a carriage return without a line feed"
        case .nul: "a NUL byte"
        case .overlong(let limit): "a field longer than \(limit) bytes"
        case .notUTF8(let byte): "not UTF-8: unexpected byte 0x\(String(byte, radix: 16, uppercase: true))"
        case .ragged(1, let expected) where expected > 1: "1 field (or an empty line) where the header has \(expected)"
        case .ragged(let found, let expected): "\(found) fields where the header has \(expected)"
        }
    }
}
