/// Strings and numbers.
extension JSONParser {
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                let text = try utf8(text[start..<position])
                position += 1
                return text
            case UInt8(ascii: "\\"):
                return try escapedString(from: start)
            case 0..<0x20:
                throw fault("a control character inside a string")
            default:
                position += 1
            }
        }
        throw fault("the text ends inside a string")
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var bytes = Array(text[start..<position])
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                position -= 1
                let text = try utf8(bytes[...])
                position += 1
                return text
            case UInt8(ascii: "\\"):
                try escape(into: &bytes)
            case 0..<0x20:
                position -= 1
                throw fault("a control character inside a string")
            default:
                bytes.append(byte)
            }
        }
        throw fault("the text ends inside a string")
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(JSONError) {
        guard let byte = next else { throw fault("the text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"): bytes += Array(String(Character(try scalar())).utf8)
        default:
            position -= 1
            throw fault("no such escape in a string")
        }
    }

    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, next == UInt8(ascii: "\\"), position + 1 < text.count,
            text[position + 1] == UInt8(ascii: "u")
        else { throw fault("half of a surrogate pair") }
        position += 2
        let second = try fourDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault("half of a surrogate pair") }
        return scalar
    }

    private mutating func fourDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt32
            switch next {
            case .some(let byte) where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): digit = UInt32(byte) - 48
            case .some(let byte) where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte): digit = UInt32(byte) - 87
            case .some(let byte) where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte): digit = UInt32(byte) - 55
            default: throw fault("four hexadecimal digits are due after \\u")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private func utf8(_ bytes: some Sequence<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("a string is not UTF-8") }
        return text
    }

    mutating func number() throws(JSONError) -> JSON {
        let start = position
        let negative = next == UInt8(ascii: "-")
        if negative { position += 1 }
        let firstDigit = position
        var magnitude = 0
        var fits = true
        while let digit = digit {
            if fits {
                let (shifted, tooLong) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, tooLarge) = shifted.subtractingReportingOverflow(digit)
                fits = !tooLong && !tooLarge
                magnitude = sum
            }
            position += 1
        }
        guard position > firstDigit else { throw fault("a digit is due") }
        if text[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
            position = firstDigit
            throw fault("a number begins with 0")
        }
        let whole = position
        try fraction()
        try exponent()
        if whole == position, fits {
            if negative { return .integer(magnitude) }
            if magnitude != Int.min { return .integer(-magnitude) }
        }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        guard let value = Double(digits), value.isFinite else { throw fault("a number beyond the range of a double") }
        return .number(value)
    }

    /// The decimal digit at the reading position; the magnitude is kept negative so that `Int.min` fits.
    private var digit: Int? {
        guard let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        return Int(byte) - 48
    }

    private mutating func fraction() throws(JSONError) {
        guard next == UInt8(ascii: ".") else { return }
        position += 1
        try digits()
    }

    private mutating func exponent() throws(JSONError) {
        guard next == UInt8(ascii: "e") || next == UInt8(ascii: "E") else { return }
        position += 1
        if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
        try digits()
    }

    private mutating func digits() throws(JSONError) {
        guard digit != nil else { throw fault("a digit is due") }
        while digit != nil { position += 1 }
    }
}
