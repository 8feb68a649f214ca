import FoundationEssentials

extension String: PostgresEncodable, PostgresDecodable {
    /// The text itself.
    package var postgresParameter: Parameter { Parameter(self) }

    /// The text itself.
    package init?(postgresText text: String) { self = text }
}

extension Bool: PostgresEncodable, PostgresDecodable {
    /// `t` or `f`.
    package var postgresParameter: Parameter { Parameter(self ? "t" : "f") }

    /// Reads `t` or `f`, what the server prints.
    package init?(postgresText text: String) {
        guard text == "t" || text == "f" else { return nil }
        self = text == "t"
    }
}

extension PostgresEncodable where Self: FixedWidthInteger {
    /// Decimal digits.
    package var postgresParameter: Parameter { Parameter(String(self)) }
}

extension PostgresDecodable where Self: FixedWidthInteger {
    /// Reads decimal digits that fit the type.
    package init?(postgresText text: String) { self.init(text, radix: 10) }
}

extension Int: PostgresEncodable, PostgresDecodable {}
extension Int64: PostgresEncodable, PostgresDecodable {}
extension Int32: PostgresEncodable, PostgresDecodable {}
extension Int16: PostgresEncodable, PostgresDecodable {}

extension Double: PostgresEncodable, PostgresDecodable {
    /// The shortest digits that read back as the same number; NaN and infinities by name.
    package var postgresParameter: Parameter {
        if isNaN { return Parameter("NaN") }
        if isInfinite { return Parameter(self < 0 ? "-Infinity" : "Infinity") }
        return Parameter(description)
    }

    /// Reads float and numeric output.
    package init?(postgresText text: String) {
        switch text {
        case "NaN": self = .nan
        case "Infinity": self = .infinity
        case "-Infinity": self = -.infinity
        default:
            guard let value = Double(text) else { return nil }
            self = value
        }
    }
}

extension UUID: PostgresEncodable, PostgresDecodable {
    /// Lower-case, as the server prints it.
    package var postgresParameter: Parameter { Parameter(uuidString.lowercased()) }

    /// Reads the usual 36 characters.
    package init?(postgresText text: String) { self.init(uuidString: text) }
}

extension UInt8: PostgresEncodable, PostgresDecodable {
    /// An array of bytes is bytea, in hex form.
    package static func postgresArray(_ values: [UInt8]) -> Parameter {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = Array("\\x".utf8)
        text.reserveCapacity(2 + 2 * values.count)
        for byte in values {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return Parameter(String(decoding: text, as: UTF8.self))
    }

    /// Reads bytea in hex form, the server's default since 9.0.
    package static func postgresArray(from text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 2, bytes.count % 2 == 0, bytes.starts(with: "\\x".utf8) else { return nil }
        var values: [UInt8] = []
        values.reserveCapacity(bytes.count / 2 - 1)
        for position in stride(from: 2, to: bytes.count, by: 2) {
            guard let high = hex(bytes[position]), let low = hex(bytes[position + 1]) else { return nil }
            values.append(high << 4 | low)
        }
        return values
    }

    private static func hex(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
