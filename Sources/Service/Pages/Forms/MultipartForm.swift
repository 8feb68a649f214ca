/// Why a body is not read as a form with files.
enum MultipartFault: Error, Equatable {
    case noBoundary, unfinished, tooManyParts, longHead, badHead, noName, badText

    /// What is wrong, for the person whose browser sent it.
    var words: String {
        switch self {
        case .noBoundary: "The form does not say where its parts begin."
        case .unfinished: "The form arrived without its end. Send it again."
        case .tooManyParts: "The form has too many parts."
        case .longHead, .badHead, .noName: "A part of the form has no proper head."
        case .badText: "The form holds a character that cannot be stored."
        }
    }
}

/// A body of `multipart/form-data` (RFC 7578), read as browsers write it (WHATWG HTML, "multipart/form-data encoding") and
/// no laxer: nothing before the first boundary, CRLF everywhere, an end.
struct MultipartForm: Equatable {
    /// One part: a field, or a file of one.
    struct Part: Equatable {
        var name: String
        /// The file's own name without folders; nil for a field, empty where no file was chosen.
        var fileName: String?
        var bytes: [UInt8]
    }

    /// Parts that are read at most.
    static let mostParts = 100
    /// The longest head of a part, in bytes.
    static let longestHead = 4096

    let parts: [Part]

    /// Reads a body. `type` is the whole value of Content-Type.
    init(_ bytes: [UInt8], type: String) throws(MultipartFault) {
        guard let boundary = MultipartForm.boundary(in: type) else { throw .noBoundary }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        var place = delimiter.count - 2
        guard bytes.starts(with: delimiter.dropFirst(2)) else { throw .unfinished }
        var parts: [Part] = []
        while try !MultipartForm.isEnd(bytes, &place) {
            guard parts.count < MultipartForm.mostParts else { throw .tooManyParts }
            let head = try MultipartForm.head(bytes, &place)
            guard let end = MultipartForm.place(of: delimiter, in: bytes, from: place) else { throw .unfinished }
            parts.append(try MultipartForm.part(head, Array(bytes[place..<end])))
            place = end + delimiter.count
        }
        self.parts = parts
    }

    /// The boundary that a Content-Type names (RFC 2046, 5.1.1); nil where there is none, or none that is one.
    static func boundary(in type: String) -> String? {
        var pieces = type.split(separator: ";", omittingEmptySubsequences: false).map { String($0).stripped }
        guard pieces.removeFirst().lowercased() == "multipart/form-data" else { return nil }
        let found = pieces.filter { $0.lowercased().hasPrefix("boundary=") }.map { String($0.dropFirst(9)) }
        guard found.count == 1, var boundary = found.first else { return nil }
        if boundary.count > 2, boundary.hasPrefix("\""), boundary.hasSuffix("\"") {
            boundary = String(boundary.dropFirst().dropLast())
        }
        let fits = (1...70).contains(boundary.utf8.count) && boundary.utf8.allSatisfy(isBoundaryByte)
        return fits ? boundary : nil
    }

    private static func isBoundaryByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "'()+_,-./:=?".utf8.contains(byte)
        }
    }

    /// Steps over what stands behind a boundary: the line's end before a part, or the two hyphens after the last.
    private static func isEnd(_ bytes: [UInt8], _ place: inout Int) throws(MultipartFault) -> Bool {
        let rest = bytes[place...]
        if rest.starts(with: "\r\n".utf8) {
            place += 2
            return false
        }
        guard rest.elementsEqual("--".utf8) || rest.elementsEqual("--\r\n".utf8) else { throw .unfinished }
        return true
    }

    /// The lines of a part's head; afterwards `place` is where its content begins.
    private static func head(_ bytes: [UInt8], _ place: inout Int) throws(MultipartFault) -> [String] {
        let limit = Swift.min(bytes.count, place + longestHead)
        guard let end = self.place(of: Array("\r\n\r\n".utf8), in: Array(bytes[place..<limit]), from: 0) else {
            throw limit == bytes.count ? .unfinished : .longHead
        }
        guard let text = String(validating: bytes[place..<(place + end)], as: UTF8.self), !text.utf8.contains(0) else {
            throw .badText
        }
        place += end + 4
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Where a delimiter begins, looking from a place on; nil where it does not. O(n) for delimiters that begin with CR.
    private static func place(of delimiter: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var place = start
            let last = bytes.count - delimiter.count
            while place <= last {
                if bytes[place] == delimiter[0] {
                    var length = 1
                    while length < delimiter.count, bytes[place + length] == delimiter[length] { length += 1 }
                    if length == delimiter.count { return place }
                }
                place += 1
            }
            return nil
        }
    }

    private static func part(_ head: [String], _ bytes: [UInt8]) throws(MultipartFault) -> Part {
        var disposition: String?
        for line in head {
            guard let colon = line.firstIndex(of: ":") else { throw .badHead }
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard disposition == nil else { throw .badHead }
                disposition = String(line[line.index(after: colon)...]).stripped
            // RFC 7578, 4.7: not to be used; read as it stands the bytes would be others than were meant.
            case "content-transfer-encoding": throw .badHead
            default: continue
            }
        }
        guard let disposition else { throw .noName }
        let values = try parameters(of: disposition)
        guard let name = values["name"], !name.isEmpty else { throw .noName }
        return Part(name: name, fileName: values["filename"].map(withoutFolders), bytes: bytes)
    }

    /// The parameters of `form-data; name="a"; filename="b"`.
    private static func parameters(of text: String) throws(MultipartFault) -> [String: String] {
        // By scalars: a name may begin with a mark that would join the quote before it into one character.
        var rest = Substring(text).unicodeScalars
        guard said(upTo: ";", &rest)?.lowercased() == "form-data" else { throw .badHead }
        var values: [String: String] = [:]
        repeat {
            guard let name = said(upTo: "=", &rest)?.lowercased(), rest.popFirst() == "\"" else { throw .badHead }
            // RFC 7578, 4.2: `filename*` is not for forms.
            guard !name.isEmpty, !name.hasSuffix("*"), values[name] == nil else { throw .badHead }
            values[name] = try quoted(&rest)
            while rest.first == " " { rest.removeFirst() }
            guard rest.isEmpty || rest.popFirst() == ";" else { throw .badHead }
        } while !rest.isEmpty
        return values
    }

    /// The text before a mark, which is stepped over; nil where the mark does not come.
    private static func said(upTo mark: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) -> String? {
        guard let end = rest.firstIndex(of: mark) else { return nil }
        let text = String(Substring(rest[..<end])).stripped
        rest = rest[rest.index(after: end)...]
        return text
    }

    /// Reads up to the closing quote. Browsers write a quote, CR and LF as `%22`, `%0D` and `%0A`; older ones a quote as `\"`.
    private static func quoted(_ rest: inout Substring.UnicodeScalarView) throws(MultipartFault) -> String {
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                return String(value).replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing(
                    "%0A", with: "\n")
            }
            if scalar == "\\", rest.first == "\"" {
                rest.removeFirst()
                value.append("\"")
            } else {
                value.append(scalar)
            }
        }
        throw .badHead
    }

    /// Some browsers send the folders of a file along: they are nobody's business here.
    private static func withoutFolders(_ name: String) -> String {
        name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    }
}

extension MultipartForm {
    /// The same for two bodies with the same parts, whatever their boundaries; another for any other parts.
    var fingerprint: [UInt8] {
        parts.reduce(into: [UInt8]()) { result, part in
            for piece in [Array(part.name.utf8), part.fileName.map { Array("=\($0)".utf8) } ?? [], part.bytes] {
                result += Array("\(piece.count):".utf8) + piece
            }
        }
    }
}
