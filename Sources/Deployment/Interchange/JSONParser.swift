extension JSON {
    /// Reads one JSON text (RFC 8259) strictly: UTF-8 without a byte order mark, no duplicate keys, nothing after the value.
    ///
    /// Keys that Unicode counts as the same text (canonical equivalence) are duplicates too. Linear in the text.
    /// - Throws: the first fault with its line, column and JSON pointer.
    package static func parse(_ bytes: some Sequence<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError)
        -> JSON
    {
        let result: Result<JSON, JSONError>? = bytes.withContiguousStorageIfAvailable {
            parse(buffer: $0, limits: limits)
        }
        return try (result ?? Array(bytes).withUnsafeBufferPointer { parse(buffer: $0, limits: limits) }).get()
    }

    /// Reads one JSON text, as `parse(_:limits:)` of its UTF-8.
    package static func parse(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSON {
        try parse(text.utf8, limits: limits)
    }

    private static func parse(buffer: UnsafeBufferPointer<UInt8>, limits: JSONLimits) -> Result<JSON, JSONError> {
        var parser = JSONParser(text: buffer, limits: limits)
        do throws(JSONError) {
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }
}

/// A recursive descent over the bytes of one text; depth is bounded by the limits.
struct JSONParser {
    private enum Step {
        case key(String)
        case index(Int)
    }

    let text: UnsafeBufferPointer<UInt8>
    private let limits: JSONLimits
    var position = 0
    private var path: [Step] = []

    init(text: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.text = text
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSON {
        guard text.count <= limits.bytes else { throw fault("longer than \(limits.bytes) bytes") }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == text.count else { throw fault("something follows the end of the value") }
        return value
    }

    /// The byte at the reading position; nil at the end.
    var next: UInt8? {
        position < text.count ? text[position] : nil
    }

    func fault(_ reason: String) -> JSONError {
        var line = 1
        var column = 1
        for byte in text[..<min(position, text.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        var pointer = ""
        for step in path {
            switch step {
            case .key(let key): pointer += "/" + JSONPointer.escape(key)
            case .index(let index): pointer += "/\(index)"
            }
        }
        return JSONError(line: line, column: column, pointer: pointer, reason: reason)
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func value() throws(JSONError) -> JSON {
        guard let byte = next else { throw fault("the text ends where a value is due") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw fault("not a JSON value")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let end = position + word.utf8CodeUnitCount
        guard end <= text.count else { throw fault("not a JSON value") }
        for offset in 0..<word.utf8CodeUnitCount where text[position + offset] != word.utf8Start[offset] {
            throw fault("not a JSON value")
        }
        position = end
        return value
    }

    private mutating func array() throws(JSONError) -> JSON {
        guard path.count < limits.depth else { throw fault("nested deeper than \(limits.depth) levels") }
        position += 1
        var elements: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        path.append(.index(0))
        while true {
            skipSpace()
            path[path.count - 1] = .index(elements.count)
            elements.append(try value())
            skipSpace()
            guard let byte = next else { throw fault("the text ends inside a list") }
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
                throw fault("neither , nor ] in a list")
            }
            position += 1
            if byte == UInt8(ascii: "]") { break }
        }
        path.removeLast()
        return .array(elements)
    }

    private mutating func object() throws(JSONError) -> JSON {
        guard path.count < limits.depth else { throw fault("nested deeper than \(limits.depth) levels") }
        position += 1
        var members: [JSON.Member] = []
        var seen: Set<String> = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        path.append(.index(0))
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("a key in double quotes is due") }
            let start = position
            let key = try string()
            path[path.count - 1] = .key(key)
            if isKnown(key, among: members, &seen) {
                position = start
                throw fault("the key \"\(key)\" appears twice in one object")
            }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw fault(": is due after a key") }
            position += 1
            skipSpace()
            members.append(JSON.Member(key, try value()))
            skipSpace()
            guard let byte = next else { throw fault("the text ends inside an object") }
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
                throw fault("neither , nor } in an object")
            }
            position += 1
            if byte == UInt8(ascii: "}") { break }
        }
        path.removeLast()
        return .object(members)
    }

    /// Small objects are compared key by key; larger ones keep a set, so that hostile input stays linear.
    private func isKnown(_ key: String, among members: [JSON.Member], _ seen: inout Set<String>) -> Bool {
        if members.count < 12 { return members.contains { $0.key == key } }
        if seen.isEmpty { seen = Set(members.map(\.key)) }
        return !seen.insert(key).inserted
    }
}
