import Testing

@testable import Deployment

@Suite("A CSV writer")
struct CSVWriterTests {
    private func written(_ record: [String], guardsFormulas: Bool = false) -> String {
        var writer = CSVWriter(guardsFormulas: guardsFormulas)
        writer.append(record)
        return writer.text
    }

    @Test("quotes only what needs it")
    func minimalQuotes() {
        #expect(written(["a b", "it's", "", "é"]) == "a b,it's,,é\n")
        #expect(written(["a,b", "say \"no\"", "x\ny", "x\ry"]) == "\"a,b\",\"say \"\"no\"\"\",\"x\ny\",\"x\ry\"\n")
        #expect(written([""]) == "\"\"\n")
    }

    @Test("disarms a leading formula character on request, and only then")
    func formulas() {
        for first in ["=", "+", "-", "@", "\t"] {
            #expect(written(["\(first)1", "a\(first)"], guardsFormulas: true) == "'\(first)1,a\(first)\n")
            #expect(written(["\(first)1"]) == "\(first)1\n")
        }
        #expect(written(["\r1"], guardsFormulas: true) == "\"'\r1\"\n")
        #expect(written(["=\"a\""], guardsFormulas: true) == "\"'=\"\"a\"\"\"\n")
    }

    @Test("writes what the reader reads back, whatever the text")
    func roundTrip() {
        let alphabet: [Unicode.Scalar] = [",", "\"", "\n", "\r", "a", "é", "😀", "=", " ", "\u{FEFF}"]
        for _ in 0..<5_000 {
            let record = (0..<Int.random(in: 1...4)).map { _ in
                var text = ""
                for _ in 0..<Int.random(in: 0...5) {
                    text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count)])
                }
                return text
            }
            var writer = CSVWriter()
            writer.append(record.map { _ in "header" })
            writer.append(record)
            let (records, faults) = readAll(writer.bytes)
            #expect(faults.isEmpty)
            #expect(records.last.map { $0.map { Array($0.utf8) } } == record.map { Array($0.utf8) })
        }
    }
}
