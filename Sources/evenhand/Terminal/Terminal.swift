import Foundation

/// What the program says to the person who runs it.
enum Terminal {
    /// Whether a person watches: a bar may redraw its line, and colour helps.
    static let isInteractive = isatty(STDOUT_FILENO) == 1

    /// Prints a line at once, so that a pipe shows progress as it happens.
    static func say(_ line: String = "") {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Prints a line on standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// A heading with its number, bold on a terminal.
    static func heading(_ text: String) {
        say(isInteractive ? "\n\u{1B}[1m\(text)\u{1B}[0m" : "\n\(text)")
    }

    /// Seconds with one decimal below ten, whole above.
    static func seconds(_ duration: Duration) -> String {
        let value = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        return value < 10 ? "\((value * 10).rounded() / 10) s" : "\(Int(value.rounded())) s"
    }

    /// A whole number with thin groups of three: 12,345.
    static func grouped(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var parts: [Substring] = []
        var end = digits.endIndex
        while let start = digits.index(end, offsetBy: -3, limitedBy: digits.startIndex), start > digits.startIndex {
            parts.append(digits[start..<end])
            end = start
        }
        parts.append(digits[..<end])
        return (number < 0 ? "-" : "") + parts.reversed().joined(separator: ",")
    }
}
