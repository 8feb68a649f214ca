/// Writes CSV (RFC 4180) with line feeds and quotes only where they are needed.
///
/// `CSVReader` reads back exactly what was appended, unless formulas are guarded against.
package struct CSVWriter: Sendable {
    /// Whether a field that a spreadsheet would run as a formula gets a `'` in front.
    ///
    /// For tables that people open in a spreadsheet; never for files that are to be imported again. The first characters
    /// are those of OWASP, "CSV Injection": `=`, `+`, `-`, `@`, tab and carriage return.
    package let guardsFormulas: Bool

    /// What was written so far, UTF-8.
    package private(set) var bytes: [UInt8] = []

    /// An empty text.
    package init(guardsFormulas: Bool = false) {
        self.guardsFormulas = guardsFormulas
    }

    /// What was written so far.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds a record. O(total length).
    package mutating func append(_ record: some Sequence<String>) {
        var count = 0
        for field in record {
            if count > 0 { bytes.append(CSVByte.comma) }
            append(field: field)
            count += 1
        }
        // One empty field alone would read as an empty line.
        if count == 1, bytes.isEmpty || bytes.last == CSVByte.feed { bytes += [CSVByte.quote, CSVByte.quote] }
        bytes.append(CSVByte.feed)
    }

    private mutating func append(field: String) {
        let isFormula = guardsFormulas && field.utf8.first.map { Array("=+-@\t\r".utf8).contains($0) } == true
        let needsQuotes = field.utf8.contains {
            $0 == CSVByte.comma || $0 == CSVByte.quote || $0 == CSVByte.feed || $0 == CSVByte.carriageReturn
        }
        if needsQuotes { bytes.append(CSVByte.quote) }
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in field.utf8 {
            if byte == CSVByte.quote { bytes.append(byte) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(CSVByte.quote) }
    }
}
