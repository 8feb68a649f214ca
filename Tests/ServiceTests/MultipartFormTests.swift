import Testing

@testable import Service

@Suite("A form with files")
struct MultipartFormTests {
    private static let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
    private static let type = "multipart/form-data; boundary=\(boundary)"

    /// The parts as a browser writes them.
    private static func written(_ parts: [MultipartForm.Part], boundary: String = boundary) -> [UInt8] {
        func escaped(_ text: String) -> String {
            text.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
        }
        var bytes: [UInt8] = []
        for part in parts {
            bytes += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(escaped(part.name))\"".utf8)
            if let name = part.fileName {
                bytes += Array("; filename=\"\(escaped(name))\"\r\nContent-Type: text/csv".utf8)
            }
            bytes += Array("\r\n\r\n".utf8) + part.bytes + Array("\r\n".utf8)
        }
        return bytes + Array("--\(boundary)--\r\n".utf8)
    }

    private static func random(_ generator: inout some RandomNumberGenerator) -> [MultipartForm.Part] {
        // Pieces that a lax reader takes for a boundary or for its half.
        let traps: [[UInt8]] = [
            Array("\r\n".utf8), Array("--".utf8), Array("\r\n--".utf8), Array("\r".utf8), Array("--\(boundary)".utf8),
            Array("\n--\(boundary)\n".utf8), Array("\r\n--\(boundary.dropLast())".utf8), Array("\r\n\r\n".utf8), [0],
            [255],
        ]
        let names = ["files", "a b", "quoted\"name", "ünï", "x;y=z", "\u{301}mark", "line\nbreak"]
        return (0..<Int.random(in: 1...5, using: &generator)).map { _ in
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                bytes +=
                    Bool.random(using: &generator)
                    ? traps.randomElement(using: &generator) ?? []
                    : (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }
            }
            return MultipartForm.Part(
                name: names.randomElement(using: &generator) ?? "",
                fileName: Bool.random(using: &generator) ? names.randomElement(using: &generator) : nil, bytes: bytes)
        }
    }

    @Test("what a browser writes is read back as it was, whatever looks like a boundary within", arguments: 0..<200)
    func back(seed: Int) throws {
        var generator = Seeded(UInt64(seed))
        let parts = Self.random(&generator)
        let body = Self.written(parts)
        // A part that happens to hold the whole delimiter is not what a browser would send.
        let delimiter = Array("\r\n--\(Self.boundary)".utf8)
        guard !parts.contains(where: { (($0.bytes + [13, 10]).firstRange(of: delimiter)) != nil }) else { return }
        let form = try MultipartForm(body, type: Self.type)
        #expect(form.parts == parts)
        let other = try MultipartForm(
            Self.written(parts, boundary: "other-boundary-0815"),
            type: "multipart/form-data; boundary=other-boundary-0815")
        #expect(form.fingerprint == other.fingerprint)
    }

    @Test("a body that was cut short anywhere is refused")
    func cut() throws {
        var generator = Seeded(7)
        let body = Self.written(Self.random(&generator) + [.init(name: "last", fileName: "a.csv", bytes: [1, 2, 3])])
        // The line break behind the end may be missing.
        for length in 0..<(body.count - 2) where length != body.count - 2 {
            #expect(throws: MultipartFault.self, "\(length) of \(body.count)") {
                try MultipartForm(Array(body.prefix(length)), type: Self.type)
            }
        }
        #expect(try MultipartForm(body.dropLast(2), type: Self.type).parts.last?.bytes == [1, 2, 3])
        #expect(throws: MultipartFault.unfinished) { try MultipartForm(body + [65], type: Self.type) }
        #expect(throws: MultipartFault.unfinished) { try MultipartForm([10] + body, type: Self.type) }
    }

    @Test(
        "a boundary is one only as RFC 2046 has it",
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"), ("Multipart/Form-Data;BOUNDARY=\"a b\"", nil),
            ("multipart/form-data; charset=utf-8; boundary=\"a.b\"", "a.b"), ("multipart/form-data", nil),
            ("multipart/form-data; boundary=", nil), ("multipart/form-data; boundary=a; boundary=b", nil),
            ("multipart/mixed; boundary=abc", nil), ("text/csv; boundary=abc", nil),
            ("multipart/form-data; boundary=\(String(repeating: "x", count: 71))", nil),
        ] as [(String, String?)])
    func boundaries(type: String, boundary: String?) {
        #expect(MultipartForm.boundary(in: type) == boundary)
    }

    @Test(
        "a part with a head that is none of a form's is refused, and nothing is guessed",
        arguments: [
            ("Content-Type: text/csv", MultipartFault.noName), ("Content-Disposition: form-data", .badHead),
            ("Content-Disposition: attachment; name=\"a\"", .badHead),
            ("Content-Disposition: form-data; name=\"\"", .noName),
            ("Content-Disposition: form-data; name=a", .badHead),
            ("Content-Disposition: form-data; name=\"a", .badHead),
            ("Content-Disposition: form-data; name=\"a\"; name=\"b\"", .badHead),
            ("Content-Disposition: form-data; name=\"a\" filename=\"b\"", .badHead),
            ("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''b", .badHead),
            ("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", .badHead),
            ("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64", .badHead),
            ("no colon", .badHead), (String(repeating: "x", count: 5000), .longHead),
            ("Content-Disposition: form-data; name=\"a\u{0}\"", .badText),
        ])
    func heads(head: String, fault: MultipartFault) {
        let body = Array("--\(Self.boundary)\r\n\(head)\r\n\r\nx\r\n--\(Self.boundary)--\r\n".utf8)
        #expect(throws: fault) { try MultipartForm(body, type: Self.type) }
    }

    @Test(
        "a file is known by its own name, without the folders that some browsers send, and quotes of older ones are read"
    )
    func names() throws {
        let sent = [
            ("C:\\\\lists\\\\team.csv", "team.csv"), ("lists/team.csv", "team.csv"), ("a\\\"b.csv", "a\"b.csv"),
            ("", ""),
        ]
        for (name, read) in sent {
            let head = "Content-Disposition: form-data; name=\"files\"; filename=\"\(name)\""
            let body = Array("--\(Self.boundary)\r\n\(head)\r\n\r\nx\r\n--\(Self.boundary)--".utf8)
            #expect(try MultipartForm(body, type: Self.type).parts.first?.fileName == read)
        }
    }

    @Test("a form keeps text as text and files as bytes, and takes an empty choice for none")
    func fields() throws {
        let parts: [MultipartForm.Part] = [
            .init(name: "csrf", fileName: nil, bytes: Array("a\r\nb".utf8)),
            .init(name: "none", fileName: "", bytes: []),
            .init(name: "files", fileName: "a.csv", bytes: [0, 255]),
            .init(name: "files", fileName: "b.csv", bytes: [1]),
        ]
        let form = try #require(FormInput(MultipartForm(Self.written(parts), type: Self.type)))
        #expect(form.text("csrf") == "a\nb" && form.all("files") == ["a.csv", "b.csv"] && !form.has("none"))
        #expect(form.files["files"]?.map(\.bytes) == [[0, 255], [1]])
        let bad = MultipartForm.Part(name: "csrf", fileName: nil, bytes: [255])
        #expect(FormInput(try MultipartForm(Self.written([bad]), type: Self.type)) == nil)
    }

    @Test("more parts than any form of ours has are refused")
    func many() {
        let parts = Array(
            repeating: MultipartForm.Part(name: "a", fileName: nil, bytes: []), count: MultipartForm.mostParts + 1)
        #expect(throws: MultipartFault.tooManyParts) { try MultipartForm(Self.written(parts), type: Self.type) }
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): the same numbers every time.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        init(_ seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
