/// PostgreSQL's literal of a one-dimensional array: `{1,2}`, `{"a,b",NULL}`.
enum ArrayText {
    static func encode(_ elements: [String?]) -> String {
        let quoted = elements.map { element in
            guard let element else { return "NULL" }
            var text = "\""
            for scalar in element.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
            return text + "\""
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }

    /// The elements, nil for NULL; nil when the text is no one-dimensional array.
    static func decode(_ text: String) -> [String?]? {
        var reader = Reader(bytes: Array(text.utf8)[...])
        reader.skipBounds()
        guard reader.take("{") else { return nil }
        if reader.take("}") { return reader.bytes.isEmpty ? [] : nil }
        var elements: [String?] = []
        while let element = reader.element() {
            elements.append(element.value)
            if reader.take(",") { continue }
            return reader.take("}") && reader.bytes.isEmpty ? elements : nil
        }
        return nil
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        /// Passes over `[0:2]=`, which the server prints when the lower bound is not 1.
        mutating func skipBounds() {
            guard bytes.first == UInt8(ascii: "["), let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return }
            bytes = bytes[(equals + 1)...]
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes.removeFirst()
            return true
        }

        mutating func element() -> (value: String?, Void)? {
            if take("\"") { return quotedElement().map { ($0, ()) } }
            let end = bytes.firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? bytes.endIndex
            let text = String(decoding: bytes[..<end], as: UTF8.self)
            bytes = bytes[end...]
            if text.isEmpty || text.hasPrefix("{") { return nil }
            return (text == "NULL" ? nil : text, ())
        }

        private mutating func quotedElement() -> String? {
            var value: [UInt8] = []
            while let byte = bytes.popFirst() {
                if byte == UInt8(ascii: "\"") { return String(decoding: value, as: UTF8.self) }
                if byte == UInt8(ascii: "\\") {
                    guard let escaped = bytes.popFirst() else { return nil }
                    value.append(escaped)
                } else {
                    value.append(byte)
                }
            }
            return nil
        }
    }
}
