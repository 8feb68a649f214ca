extension CSVReader {
    /// Reads one record into `fields`; returns the OR of its bytes, so that plain ASCII needs no second look.
    mutating func scanRecord(_ buffer: UnsafeBufferPointer<UInt8>) -> UInt8 {
        var bits: UInt8 = 0
        while true {
            if position < buffer.count, buffer[position] == CSVByte.quote {
                scanQuoted(buffer, &bits)
            } else {
                scanPlain(buffer, &bits)
            }
            guard position < buffer.count, buffer[position] == CSVByte.comma else { break }
            position += 1
        }
        if position < buffer.count {
            position += buffer[position] == CSVByte.carriageReturn ? 2 : 1
            startLine(at: position)
        }
        return bits
    }

    private mutating func scanPlain(_ buffer: UnsafeBufferPointer<UInt8>, _ bits: inout UInt8) {
        let start = position
        var blamed = false
        while position < buffer.count, !endsField(buffer) {
            let byte = buffer[position]
            bits |= byte
            if !blamed, let reason = CSVReader.reason(plain: byte) {
                blame(reason, at: position)
                blamed = true
            }
            position += 1
        }
        append(start..<position, hasDoubledQuotes: false, line: currentLine)
    }

    /// Why a byte cannot stand in a field without quotes; a carriage return here has no line feed behind it.
    private static func reason(plain byte: UInt8) -> CSVFault.Reason? {
        switch byte {
        case CSVByte.quote: .strayQuote
        case CSVByte.carriageReturn: .bareReturn
        case 0: .nul
        default: nil
        }
    }

    private mutating func scanQuoted(_ buffer: UnsafeBufferPointer<UInt8>, _ bits: inout UInt8) {
        let opening = (offset: position, line: currentLine, lineStart: lineStart)
        var doubled = false
        var sawNUL = false
        position += 1
        while position < buffer.count {
            let byte = buffer[position]
            if byte == CSVByte.quote {
                guard position + 1 < buffer.count, buffer[position + 1] == CSVByte.quote else { break }
                doubled = true
                position += 1
            } else if byte == 0, !sawNUL {
                blame(.nul, at: position)
                sawNUL = true
            }
            bits |= byte
            position += 1
            if byte == CSVByte.feed { startLine(at: position) }
        }
        append(opening.offset + 1..<position, hasDoubledQuotes: doubled, line: opening.line)
        guard position < buffer.count else {
            fault(
                .unterminatedQuote, at: opening.offset, line: opening.line, lineStart: opening.lineStart,
                field: fields.count - 1)
            return
        }
        position += 1
        if position < buffer.count, !endsField(buffer) {
            fault(
                .textAfterQuote, at: position, line: currentLine, lineStart: lineStart, field: fields.count - 1)
            while position < buffer.count, !endsField(buffer) {
                bits |= buffer[position]
                position += 1
            }
        }
    }

    private func endsField(_ buffer: UnsafeBufferPointer<UInt8>) -> Bool {
        switch buffer[position] {
        case CSVByte.comma, CSVByte.feed: true
        case CSVByte.carriageReturn: position + 1 < buffer.count && buffer[position + 1] == CSVByte.feed
        default: false
        }
    }

    private mutating func append(_ range: Range<Int>, hasDoubledQuotes: Bool, line: Int) {
        fields.append(
            Field(start: range.lowerBound, end: range.upperBound, hasDoubledQuotes: hasDoubledQuotes, line: line))
        guard range.count > fieldLimit else { return }
        let byte = line == currentLine ? range.lowerBound : lineStart
        fault(.overlong(limit: fieldLimit), at: byte, line: currentLine, lineStart: lineStart, field: fields.count - 1)
    }

    private mutating func blame(_ reason: CSVFault.Reason, at offset: Int) {
        fault(reason, at: offset, line: currentLine, lineStart: lineStart, field: fields.count)
    }

    private mutating func startLine(at offset: Int) {
        currentLine += 1
        lineStart = offset
    }

    /// Reports the first byte of a record that is not UTF-8 (Unicode 15, table 3-7), if there is one.
    mutating func checkEncoding(_ buffer: UnsafeBufferPointer<UInt8>, _ record: Range<Int>, lineStart: Int) {
        var place = (line: line, lineStart: lineStart)
        var at = record.lowerBound
        while at < record.upperBound {
            if buffer[at] < 0x80 {
                if buffer[at] == CSVByte.feed { place = (place.line + 1, at + 1) }
                at += 1
                continue
            }
            let length = CSVReader.sequenceLength(buffer, at, record.upperBound)
            if length == 0 {
                let field = fields.lastIndex { $0.start <= at } ?? 0
                fault(
                    .notUTF8(byte: buffer[at]), at: at, line: place.line, lineStart: place.lineStart, field: field)
                return
            }
            at += length
        }
    }

    /// Bytes of the well-formed sequence that begins with the byte above 0x7F at `at`; 0 when there is none.
    private static func sequenceLength(_ buffer: UnsafeBufferPointer<UInt8>, _ at: Int, _ end: Int) -> Int {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch buffer[at] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard at + length <= end, second.contains(buffer[at + 1]) else { return 0 }
        for offset in 2..<max(2, length) where buffer[at + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
