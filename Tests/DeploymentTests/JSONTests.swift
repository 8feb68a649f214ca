import Deployment
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "Every kind of value is read",
        arguments: [
            ("null", JSON.null), ("true", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5", .number(1.5)), ("2e3", .number(2000)),
            ("-1.25E-2", .number(-0.0125)), ("\"\"", ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u00e9\uD83D\uDE00""#, "é😀"), ("\"Ünïcödé\"", "Ünïcödé"), ("[]", []), ("{}", [:]),
            (" [1 ,\n2\t,\r3 ] ", [1, 2, 3]), (#"{"b":1,"a":[{}]}"#, ["b": 1, "a": [[:]]]),
        ] as [(String, JSON)])
    func reads(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test(
        "What is not JSON is refused",
        arguments: [
            "", " ", "nul", "nulll", "True", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity",
            "-Infinity", "1e999",
            "[1,]", "[,1]", "[1 2]", "[1", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "{\"a\":}", "{\"a\":1", "'a'", "\"a",
            "\"\\x\"",
            "\"\\u12\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\u0041\"", "\"a\nb\"", "1 2", "[] x", "// no\n1",
            "\u{FEFF}1",
        ])
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try JSON.parse(text) }
    }

    @Test(
        "Bytes that are not UTF-8 are refused", arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82]])
    func refusesWrongEncoding(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSON.parse([0x22] + bytes + [0x22]) }
        #expect(throws: JSONError.self) { try JSON.parse([0x22, 0x5C, 0x6E] + bytes + [0x22]) }
    }

    @Test("A duplicate key is refused with line, column and pointer")
    func duplicateKey() {
        let text = "{\"é\": [0,\n  {\"a/b\": 1, \"a/b\": 2}]}"
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(error?.line == 2)
        #expect(error?.column == 14)
        #expect(error?.pointer == "/é/1/a~1b")
        #expect(error?.reason == "the key \"a/b\" appears twice in one object")
    }

    @Test("A duplicate among many keys is refused")
    func duplicateAmongMany() {
        let members = (0..<100).map { "\"k\($0)\":\($0)" } + ["\"k7\":0"]
        #expect(throws: JSONError.self) { try JSON.parse("{\(members.joined(separator: ","))}") }
        #expect(throws: Never.self) { try JSON.parse("{\(members.dropLast().joined(separator: ","))}") }
    }

    @Test("Columns count characters as scalars, not bytes")
    func column() {
        let error = #expect(throws: JSONError.self) { try JSON.parse("[\"ü\", x]") }
        #expect(error?.column == 7)
        #expect(error?.pointer == "/1")
    }

    @Test("Depth and size are bounded")
    func bounds() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSON.parse(deep) }
        #expect(throws: JSONError.self) { try JSON.parse("[" + deep + "]") }
        #expect(throws: JSONError.self) { try JSON.parse(String(repeating: "{\"a\":", count: 100_000)) }
        #expect(throws: JSONError.self) { try JSON.parse("[1,2]", limits: JSONLimits(bytes: 4)) }
        #expect(try JSON.parse("[1,2]", limits: JSONLimits(bytes: 5)) == [1, 2])
    }

    @Test("Writing and reading again gives the same value")
    func roundTrip() throws {
        let value: JSON = [
            "text": "a\"\\\n\t\u{1}é😀", "numbers": [0, -5, .number(0.1), .number(1e300)],
            "rest": [.null, true, [], [:]],
        ]
        #expect(try JSON.parse(value.text()) == value)
        #expect(try JSON.parse(value.bytes()) == value)
    }

    @Test("Writing is compact and keeps the order of members")
    func compact() {
        let value: JSON = ["b": [1, .number(2.5), .null], "a": "x\u{1f}/"]
        #expect(value.text() == #"{"b":[1,2.5,null],"a":"x\u001f/"}"#)
        #expect(JSON.number(.infinity).text() == "null")
    }

    @Test("Members are found by key and values by kind")
    func access() {
        let value: JSON = ["a": 1, "b": "x", "c": [true], "d": .number(0.5)]
        #expect(value["a"]?.integer == 1)
        #expect(value["a"]?.number == 1)
        #expect(value["b"]?.string == "x")
        #expect(value["c"]?.elements == [true])
        #expect(value["d"]?.number == 0.5)
        #expect(value["e"] == nil)
        #expect(value["b"]?.integer == nil)
    }
}
