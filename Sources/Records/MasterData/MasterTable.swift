/// A column of a master file and of its table.
package struct MasterColumn: Sendable {
    /// The name in the header and in the table.
    package let name: String
    /// What it holds.
    package let type: MasterType
    /// Whether an empty field is refused; else it is NULL, or the empty text where the type allows that.
    package let isRequired: Bool
    /// The table whose key the value must be.
    package let references: String?
    /// What it means, in a phrase.
    package let meaning: String

    /// Whether the table's column takes NULL.
    package var isNullable: Bool {
        if isRequired { return false }
        if case .text(let length) = type { return length.lowerBound > 0 }
        return true
    }

    static func column(
        _ name: String, _ type: MasterType, optional: Bool = false, _ meaning: String
    ) -> MasterColumn {
        MasterColumn(name: name, type: type, isRequired: !optional, references: nil, meaning: meaning)
    }

    static func reference(
        _ name: String, _ pattern: CodePattern, to table: String, optional: Bool = false, _ meaning: String
    ) -> MasterColumn {
        MasterColumn(name: name, type: .code(pattern), isRequired: !optional, references: table, meaning: meaning)
    }
}

/// A rule over several values: of one row, or of all rows of a table.
package enum MasterRule: Hashable, Sendable {
    /// In a row, one date is not before another.
    case notBefore(later: String, earlier: String)
    /// In a row, one number is at most another.
    case atMost(lesser: String, greater: String)
    /// The days of two rows with the same value in `per` do not overlap; an empty `to` has no end.
    case noOverlap(per: String, from: String, to: String)
    /// At most one row has this value.
    case single(column: String, value: String)
    /// Every pattern has the days 0 up to its length, each once.
    case completeCycle

    /// The rule in words, as the reference page and every report say it.
    package var sentence: String {
        switch self {
        case .notBefore(let later, let earlier): "\(later) is not before \(earlier)"
        case .atMost(let lesser, let greater): "\(lesser) is at most \(greater)"
        case .noOverlap(let per, let from, let to):
            "the days \(from) to \(to) of two rows with the same \(per) do not overlap"
        case .single(let column, let value): "at most one row has \(column) \(value)"
        case .completeCycle: "a pattern has one row in pattern_day.csv for each day_index from 0 to cycle_days - 1"
        }
    }
}

/// A master table, the file that carries it, and everything that must hold in it.
package struct MasterTable: Sendable {
    /// The name of the table in PostgreSQL.
    package let name: String
    /// What one row is, in a phrase.
    package let meaning: String
    /// The columns whose values together name a row.
    package let key: [String]
    /// The columns, in table order.
    package let columns: [MasterColumn]
    /// The rules beyond single values.
    package let rules: [MasterRule]

    /// The positions of the key's columns.
    let keyPositions: [Int]
    private let positions: [String: Int]

    init(_ name: String, _ meaning: String, key: [String], rules: [MasterRule] = [], columns: [MasterColumn]) {
        self.name = name
        self.meaning = meaning
        self.key = key
        self.columns = columns
        self.rules = rules
        let positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
        self.positions = positions
        keyPositions = key.compactMap { positions[$0] }
    }

    /// The name of the file: the table's with `.csv`.
    package var file: String { "\(name).csv" }

    /// The position of a column by name.
    func position(_ column: String) -> Int? {
        positions[column]
    }

    /// What names a row, from its values; nil when a part is missing.
    func key(of values: [String?]) -> String? {
        if keyPositions.count == 1 { return values[keyPositions[0]] }
        var parts: [String] = []
        for position in keyPositions {
            guard let part = values[position] else { return nil }
            parts.append(part)
        }
        return parts.joined(separator: ", ")
    }
}
