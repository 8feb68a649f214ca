/// Why a text is not the JSON that was asked for, and where.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Line of the fault, from 1.
    package var line: Int
    /// Column of the fault in Unicode scalars, from 1.
    package var column: Int
    /// JSON pointer (RFC 6901) of the value that was being read; empty for the whole document.
    package var pointer: String
    /// What is wrong, in words.
    package var reason: String

    /// A fault at a place.
    package init(line: Int, column: Int, pointer: String, reason: String) {
        self.line = line
        self.column = column
        self.pointer = pointer
        self.reason = reason
    }

    package var description: String {
        "line \(line), column \(column)\(pointer.isEmpty ? "" : " (\(pointer))"): \(reason)"
    }
}

/// Bounds on what a parser takes from a stranger.
package struct JSONLimits: Sendable {
    /// Longest text, in bytes.
    package var bytes: Int
    /// Deepest nesting of lists and objects.
    package var depth: Int

    /// Limits; by default 64 MiB and 64 levels.
    package init(bytes: Int = 64 << 20, depth: Int = 64) {
        self.bytes = bytes
        self.depth = depth
    }
}

/// JSON pointers (RFC 6901).
package enum JSONPointer {
    /// A key as a step of a pointer: `~` and `/` escaped.
    package static func escape(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
        var out = ""
        for character in key.unicodeScalars {
            switch character {
            case "~": out += "~0"
            case "/": out += "~1"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}
