import Testing

@testable import Deployment

/// Every record of a text as strings, and what was wrong with it.
func readAll(_ bytes: [UInt8], fieldLimit: Int = 65_536) -> (records: [[String]], faults: [CSVFault]) {
    var reader = CSVReader(bytes, fieldLimit: fieldLimit)
    var records: [[String]] = []
    while reader.next() {
        if reader.isSound { records.append(reader.fields.indices.map { reader.text($0) }) }
    }
    return (records, reader.faults)
}

func readAll(_ text: String) -> (records: [[String]], faults: [CSVFault]) {
    readAll(Array(text.utf8))
}

@Suite("A CSV reader")
struct CSVReaderTests {
    @Test("takes LF and CRLF, a byte order mark, and a last line without its newline")
    func acceptedForms() {
        let expected = [["a", "b"], ["1", "é"]]
        for text in ["a,b\n1,é\n", "a,b\r\n1,é\r\n", "a,b\n1,é", "\u{FEFF}a,b\n1,é\n", "\"a\",b\r\n1,\"é\""] {
            let (records, faults) = readAll(text)
            #expect(records == expected && faults.isEmpty, "\(text.debugDescription)")
        }
    }

    @Test("keeps commas, doubled quotes, newlines, carriage returns and empty fields inside quotes")
    func quotedContent() {
        let (records, faults) = readAll("a,b,c\n\"x,y\",\"say \"\"no\"\"\",\"one\r\ntwo\rthree\"\n,\"\",\n")
        #expect(records == [["a", "b", "c"], ["x,y", "say \"no\"", "one\r\ntwo\rthree"], ["", "", ""]])
        #expect(faults.isEmpty)
    }

    @Test("knows the file line of every record and field, newlines in quotes counted")
    func lines() {
        var reader = CSVReader(Array("a,b\n\"1\n2\n3\",x\n4,\"5\n\"\n".utf8))
        var lines: [[Int]] = []
        while reader.next() { lines.append([reader.line] + reader.fields.map(\.line)) }
        #expect(lines == [[1, 1, 1], [2, 2, 4], [5, 5, 5]])
    }

    @Test("gives the bytes of a field without its quotes, doubled ones made single")
    func rawBytes() {
        var reader = CSVReader(Array("\"a\"\"b\",\"c\",d\n".utf8))
        let isRecord = reader.next()
        #expect(isRecord)
        #expect(reader.fields.indices.map { Array(reader.bytes($0)) } == ["a\"b", "c", "d"].map { Array($0.utf8) })
    }

    @Test(
        "names line, byte and field of each kind of fault",
        arguments: [
            ("a,b\n1,x\"y\n", CSVFault(line: 2, byte: 4, field: 1, reason: .strayQuote)),
            ("a,b\n\"1\"2,x\n", CSVFault(line: 2, byte: 4, field: 0, reason: .textAfterQuote)),
            ("a,b\n1,\"x\n\n", CSVFault(line: 2, byte: 3, field: 1, reason: .unterminatedQuote)),
            ("a,b\n1\r,x\n", CSVFault(line: 2, byte: 2, field: 0, reason: .bareReturn)),
            ("a,b\n1,\0\n", CSVFault(line: 2, byte: 3, field: 1, reason: .nul)),
            ("a,b\n1,\"\n\0\"\n", CSVFault(line: 3, byte: 1, field: 1, reason: .nul)),
            ("a,b\n1\n", CSVFault(line: 2, byte: 1, field: 0, reason: .ragged(found: 1, expected: 2))),
            ("a,b\n1,2,3\n", CSVFault(line: 2, byte: 1, field: 1, reason: .ragged(found: 3, expected: 2))),
        ])
    func faultPlaces(text: String, fault: CSVFault) {
        let (records, faults) = readAll(text)
        #expect(faults == [fault])
        #expect(records == [["a", "b"]])
    }

    @Test("goes on after a faulty record and reports every one")
    func collectsAll() {
        let (records, faults) = readAll("a,b\n1,x\"\n2,ok\n3\n\"4\"x,\n5,ok\n\n")
        #expect(records == [["a", "b"], ["2", "ok"], ["5", "ok"]])
        #expect(faults.map(\.line) == [2, 4, 5, 7])
    }

    @Test("names the first byte of each record that is not UTF-8")
    func encoding() {
        let sequences: [[UInt8]] = [
            [0xFF], [0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF0, 0x9F, 0x98], [0xE2, 0x28, 0xA1],
        ]
        for sequence in sequences {
            let (records, faults) = readAll(Array("a,b\né,".utf8) + sequence + Array("\nok,ok\n".utf8))
            #expect(
                faults == [CSVFault(line: 2, byte: 4, field: 1, reason: .notUTF8(byte: sequence[0]))], "\(sequence)")
            #expect(records == [["a", "b"], ["ok", "ok"]])
        }
        let (records, faults) = readAll("ü,€,😀,\u{D7FF},\u{10FFFF}\n")
        #expect(records == [["ü", "€", "😀", "\u{D7FF}", "\u{10FFFF}"]] && faults.isEmpty)
    }

    @Test("refuses a field longer than the limit and takes one that is as long")
    func fieldLimit() {
        let (records, faults) = readAll(Array("aaaa,b\naaaaa,\"bbbbb\"\naaaa,\"bbbb\"".utf8), fieldLimit: 4)
        #expect(records == [["aaaa", "b"], ["aaaa", "bbbb"]])
        #expect(faults.map(\.reason) == [.overlong(limit: 4), .overlong(limit: 4)])
        #expect(faults.map(\.field) == [0, 1] && faults.map(\.line) == [2, 2])
    }

    @Test("keeps a bounded number of faults and counts the rest")
    func boundedFaults() {
        var reader = CSVReader(Array("a,b\n".utf8) + Array(repeating: UInt8(ascii: "\n"), count: 30_000))
        while reader.next() {}
        #expect(reader.faultCount == 30_000)
        #expect(reader.faults.count == CSVReader.faultsKept)
    }

    @Test("ends on every text made of the bytes that matter, and what it takes survives writing and reading")
    func randomTexts() {
        let alphabet = Array(",\"\n\ra\0".utf8) + [0xC3, 0xA9]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...12, using: &generator)
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            let (records, faults) = readAll(bytes)
            guard faults.isEmpty else { continue }
            var writer = CSVWriter()
            for record in records { writer.append(record) }
            #expect(readAll(writer.bytes).records == records, "\(bytes)")
        }
    }
}
