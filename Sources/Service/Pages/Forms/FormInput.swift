import Deployment

/// What was sent with a form.
struct FormInput: Sendable {
    /// A file that was chosen.
    struct File: Sendable, Equatable {
        /// Its own name, without folders.
        var name: String
        var bytes: [UInt8]
    }

    private(set) var values: [String: [String]]
    /// The files of each field that takes files; their names are among its values.
    private(set) var files: [String: [File]] = [:]

    init(_ values: [String: [String]] = [:]) { self.values = values }

    /// Takes what a form with files sent; nil where a field is not UTF-8 or holds a NUL.
    init?(_ form: MultipartForm) {
        var values: [String: [String]] = [:]
        for part in form.parts {
            if let name = part.fileName {
                // A browser sends an empty part for a field where nothing was chosen.
                guard !name.isEmpty else { continue }
                values[part.name, default: []].append(name)
                files[part.name, default: []].append(File(name: name, bytes: part.bytes))
            } else {
                guard !part.bytes.contains(0), let text = String(validating: part.bytes, as: UTF8.self) else {
                    return nil
                }
                values[part.name, default: []].append(text.replacing("\r\n", with: "\n"))
            }
        }
        self.values = values
    }

    /// Reads `application/x-www-form-urlencoded`; nil where it is not UTF-8 or holds a NUL. Line breaks become one character.
    init?(urlEncoded bytes: [UInt8]) {
        var values: [String: [String]] = [:]
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = FormInput.decoded(halves[0]),
                let value = FormInput.decoded(halves.count > 1 ? halves[1] : [])
            else { return nil }
            values[name, default: []].append(value)
        }
        self.values = values
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var place = bytes.startIndex
        while place < bytes.endIndex {
            switch bytes[place] {
            case UInt8(ascii: "+"): plain.append(32)
            case UInt8(ascii: "%"):
                guard place + 2 < bytes.endIndex, let byte = hex(bytes[place + 1], bytes[place + 2]) else { return nil }
                plain.append(byte)
                place += 2
            default: plain.append(bytes[place])
            }
            place += 1
        }
        guard !plain.contains(0), let text = String(validating: plain, as: UTF8.self) else { return nil }
        return text.replacing("\r\n", with: "\n")
    }

    private static func hex(_ high: UInt8, _ low: UInt8) -> UInt8? {
        guard let high = Character(UnicodeScalar(high)).hexDigitValue,
            let low = Character(UnicodeScalar(low)).hexDigitValue
        else { return nil }
        return UInt8(high * 16 + low)
    }

    /// What was typed into a field, without space around it; empty where nothing was.
    func text(_ name: String) -> String { (values[name]?.first ?? "").stripped }

    /// The same, nil where nothing was typed.
    func optional(_ name: String) -> String? {
        let text = text(name)
        return text.isEmpty ? nil : text
    }

    /// A date. Checked by the field, so nil only where it may be left out.
    func day(_ name: String) -> Day? { Day(iso: text(name)) }

    /// Every value of a field of boxes.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Whether a field was sent at all.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// Everything wrong with what was typed into these fields.
    func faults(_ fields: [Field]) -> [FieldFault] {
        fields.compactMap { field in
            field.fault(in: values[field.name] ?? []).map { FieldFault(field.name, $0) }
        }
    }
}

extension String {
    /// Without space and line breaks at both ends.
    var stripped: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
