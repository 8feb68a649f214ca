/// Reads the competition's files and collects every fault on the way.
struct CompetitionReader {
    /// No number in the files is larger; a guard against overflow, far above anything that means something.
    static let largest = 1_000_000

    private(set) var faults: [CompetitionError.Fault] = []
    /// Set when the scenario has faults: a name unknown after them may be one that the scenario failed to give.
    var scenarioIsBroken = false

    mutating func add(_ row: CompetitionRow, _ field: String, _ rule: String) {
        faults.append(.init(file: row.file, line: row.line, field: field, rule: rule))
    }

    mutating func add(file: String, _ field: String, _ rule: String) {
        faults.append(.init(file: file, line: nil, field: field, rule: rule))
    }

    /// The lines that are not blank; a line that is no UTF-8 is a fault and left out.
    mutating func rows(_ file: CompetitionFile) -> [CompetitionRow] {
        var rows: [CompetitionRow] = []
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = file.bytes.starts(with: mark) ? file.bytes.dropFirst(mark.count) : file.bytes[...]
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() {
            let line = bytes.last == 0x0D ? bytes.dropLast() : bytes
            let row: CompetitionRow
            if let text = String(validating: line, as: UTF8.self) {
                row = CompetitionRow(file: file.name, line: index + 1, text: text[...])
            } else {
                row = CompetitionRow(file: file.name, line: index + 1, text: "")
                add(row, "text", "is not UTF-8")
            }
            if !row.isEmpty { rows.append(row) }
        }
        return rows
    }

    // MARK: fields

    /// The next word of the row; "" with a fault at its end.
    mutating func word(_ row: inout CompetitionRow, _ field: String) -> String {
        if let word = row.word() { return word }
        missing(&row, field)
        return ""
    }

    private mutating func missing(_ row: inout CompetitionRow, _ field: String) {
        guard !row.isBroken else { return }
        row.isBroken = true
        add(row, field, row.isEmpty ? "is missing: the line ends too soon" : "is missing before \"\(row.rest)\"")
    }

    /// A fault where the row goes on.
    mutating func end(_ row: CompetitionRow, _ section: String) {
        if !row.isEmpty, !row.isBroken { add(row, section, "\"\(row.rest)\" is more than the line should hold") }
    }

    /// The whole number that `text` says, from 0 to `largest`; 0 with a fault otherwise.
    mutating func number(_ text: String, _ row: CompetitionRow, _ field: String, _ largest: Int = largest) -> Int {
        let digits = text.utf8.allSatisfy { (48...57).contains($0) }
        if digits, let value = Int(text) {
            if value <= largest { return value }
            add(row, field, "\(value) is above \(largest)")
        } else if text.utf8.first == UInt8(ascii: "-"), text.utf8.dropFirst().allSatisfy({ (48...57).contains($0) }) {
            add(row, field, "\(text) is below 0")
        } else {
            add(row, field, digits ? "\(text) is above \(largest)" : "\"\(text)\" is not a whole number")
        }
        return 0
    }

    /// The next word as a whole number from 0 to `largest`.
    mutating func number(_ row: inout CompetitionRow, _ field: String) -> Int {
        let text = word(&row, field)
        return text.isEmpty ? 0 : number(text, row, field)
    }

    /// The next `(a,b)` with a <= b.
    mutating func range(_ row: inout CompetitionRow, _ field: String, _ words: String = "least above the most")
        -> ClosedRange<Int>
    {
        guard let pair = row.pair() else {
            missing(&row, field)
            return 0...0
        }
        let (least, most) = (number(pair.0, row, field), number(pair.1, row, field))
        if least <= most { return least...most }
        add(row, field, "(\(least),\(most)) has the \(words)")
        return most...most
    }

    /// The place of the next word in `names`; nil with a fault where it is none of them.
    mutating func index(_ row: inout CompetitionRow, _ field: String, in names: [String: Int]) -> Int? {
        let text = word(&row, field)
        guard !text.isEmpty else { return nil }
        if let index = names[text] { return index }
        unknown(text, row, field)
        return nil
    }

    mutating func unknown(_ name: String, _ row: CompetitionRow, _ field: String) {
        if !scenarioIsBroken { add(row, field, "unknown name \"\(name)\"") }
    }

    // MARK: names

    /// The next word as a new name, not yet in `names`, where it is put with the next free index.
    mutating func newName(_ row: inout CompetitionRow, _ field: String, _ names: inout [String: Int]) -> String {
        let name = word(&row, field)
        guard !name.isEmpty else { return "" }
        if names[name] != nil { add(row, field, "\"\(name)\" is named twice") }
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            !"(),=".unicodeScalars.contains(scalar) && !scalar.properties.isWhitespace && scalar.value >= 0x20
                && !(0x7F...0x9F).contains(scalar.value)
        }
        if !isPlain { add(row, field, "\"\(name)\" holds a sign that a name cannot hold") }
        if name == "Any" || name == "None" { add(row, field, "\"\(name)\" is a word of the format, not a name") }
        names[name] = names[name] ?? names.count
        return name
    }
}
