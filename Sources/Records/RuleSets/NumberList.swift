import Postgres

/// An `integer[]` without NULLs, read straight from its text: a history has hundreds of thousands of numbers.
struct NumberList: PostgresDecodable {
    var numbers: [Int]

    init?(postgresText text: String) {
        var numbers: [Int] = []
        var value = 0
        var (isNegative, hasDigits) = (false, false)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value &* 10 &+ Int(byte &- UInt8(ascii: "0"))
                hasDigits = true
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "{"): continue
            case UInt8(ascii: ","), UInt8(ascii: "}"):
                if hasDigits { numbers.append(isNegative ? -value : value) }
                (value, isNegative, hasDigits) = (0, false, false)
            default: return nil
            }
        }
        self.numbers = numbers
    }
}
