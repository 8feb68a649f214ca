/// Numbers to three significant digits.
enum SignificantDigits {
    /// Such as `0.0123`, `4.10`, `152`, `12300`, and with an exponent where it is shorter: `1.23e-05`, `1.20e+07`.
    ///
    /// Halves are rounded up, on the shortest decimal number that reads back as the value; `inf` and `nan` as they are.
    static func three(_ value: Double) -> String {
        guard value.isFinite else { return value.description }
        guard value != 0 else { return "0" }
        let (digits, exponent) = rounded(value.magnitude)
        let sign = value < 0 ? "-" : ""
        let (first, rest) = (String(digits / 100), padded(digits % 100))
        switch exponent {
        case 2...5: return sign + String(digits) + String(repeating: "0", count: exponent - 2)
        case 1: return sign + String(digits / 10) + "." + String(digits % 10)
        case 0: return sign + first + "." + rest
        case -4 ... -1: return sign + "0." + String(repeating: "0", count: -exponent - 1) + String(digits)
        default: return sign + first + "." + rest + (exponent < 0 ? "e-" : "e+") + padded(exponent.magnitude)
        }
    }

    private static func padded(_ number: some BinaryInteger) -> String {
        (number < 10 ? "0" : "") + String(number)
    }

    /// Three digits (100 to 999) and the power of ten of the first.
    private static func rounded(_ value: Double) -> (digits: Int, exponent: Int) {
        let text = value.description.utf8
        let mantissa = text.prefix { $0 != 0x65 }
        var exponent = Int(String(decoding: text.dropFirst(mantissa.count + 1), as: UTF8.self)) ?? 0
        let whole = mantissa.prefix { $0 != 0x2E }
        exponent += whole.count - 1
        let all = mantissa.filter { $0 != 0x2E }.map { Int($0) - 0x30 }
        let zeros = all.prefix { $0 == 0 }.count
        exponent -= zeros
        let significant = all.dropFirst(zeros) + [0, 0, 0]
        var digits = significant.prefix(3).reduce(0) { $0 * 10 + $1 }
        if significant.dropFirst(3).first ?? 0 >= 5 { digits += 1 }
        return digits == 1000 ? (100, exponent + 1) : (digits, exponent)
    }
}
