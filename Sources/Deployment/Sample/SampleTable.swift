/// One master table as CSV: a header and rows, LF line ends, an empty field for null.
struct SampleTable {
    let name: String
    private let columns: Int
    private var writer = CSVWriter()

    init(_ name: String, _ columns: [String]) {
        self.name = name
        self.columns = columns.count
        writer.append(columns)
    }

    /// Adds a row; the number of fields is that of the columns.
    mutating func add(_ fields: [String?]) {
        precondition(fields.count == columns, "a row of \(name) has \(fields.count) fields, not \(columns)")
        writer.append(fields.map { $0 ?? "" })
    }

    var file: (name: String, csv: String) {
        (name + ".csv", writer.text)
    }

    /// An identifier such as P027: a letter and a number with leading zeros.
    static func id(_ letter: String, _ number: Int, width: Int) -> String {
        let digits = String(number)
        return letter + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
