#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers as they stand in a sentence, the same on every machine.
enum NumberWords {
    /// A count or an expected count: whole where it is whole or large, else one decimal, or two digits below one half.
    static func count(_ value: Double) -> String {
        guard value.isFinite else { return "an unknown number" }
        let whole = value.rounded()
        if abs(value - whole) < 1e-6 || abs(value) >= 100 { return grouped(whole) }
        return abs(value) >= 0.5 ? decimals(value, 1) : significant(value)
    }

    /// A probability, from its natural logarithm.
    static func probability(log logarithm: Double) -> String {
        if logarithm >= -0.005 { return "over 0.99" }
        if logarithm < -20.8 { return "under 1 in 1,000,000,000" }
        let value = exp(logarithm)
        return value >= 0.001 ? significant(value) : "1 in \(grouped(twoDigits(1 / value)))"
    }

    /// Years, two digits of them; from a million on "over 1,000,000".
    static func years(_ value: Double) -> String {
        if !(value < 1_000_000) { return "over 1,000,000 years" }
        if value < 10 { return "\(count((value * 10).rounded(.down) / 10)) years" }
        return "\(grouped(twoDigits(value))) years"
    }

    /// A noun with its number: `1 duty`, `3 duties`.
    static func of(_ number: Double, _ one: String, _ many: String) -> String {
        "\(count(number)) \(number == 1 ? one : many)"
    }

    /// A noun with its number.
    static func of(_ number: Int, _ one: String, _ many: String) -> String {
        of(Double(number), one, many)
    }

    /// Rounded to so many decimals.
    static func decimals(_ value: Double, _ places: Int) -> String {
        let scale = pow(10, Double(places))
        let scaled = (abs(value) * scale).rounded()
        let part = String(Int(scaled.truncatingRemainder(dividingBy: scale)))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return sign + grouped((scaled / scale).rounded(.down)) + "."
            + String(repeating: "0", count: max(0, places - part.count)) + part
    }

    /// Two significant digits of a number below one.
    private static func significant(_ value: Double) -> String {
        guard value != 0, abs(value) >= 1e-6 else { return value == 0 ? "0" : "under 0.000001" }
        let places = 1 - Int(log10(abs(value)).rounded(.down))
        return decimals(value, min(7, max(2, places)))
    }

    /// The number rounded down to two significant digits, so that a bound stays one.
    private static func twoDigits(_ value: Double) -> Double {
        let unit = pow(10, max(0, log10(value).rounded(.down) - 1))
        return (value / unit).rounded(.down) * unit
    }

    /// A whole number in groups of three: 12,345.
    static func grouped(_ value: Double) -> String {
        guard abs(value) < 1e15 else { return value < 0 ? "under -1e15" : "over 1e15" }
        var digits = Array(String(Int(abs(value))))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }
}
