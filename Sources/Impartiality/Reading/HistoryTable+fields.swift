import Deployment

/// What a field may hold. Each answers nil (or `none`) after noting why it cannot.
extension HistoryTable {
    /// A date; nil when it is none.
    mutating func day(_ column: Column) -> Day? {
        let day = bytes(column).withUnsafeBufferPointer { DateField.day($0) }
        if day == nil { problem(column, "is no date (YYYY-MM-DD)") }
        return day
    }

    /// A date as days after another; nil when it is none.
    mutating func day(_ column: Column, after first: Day) -> Int32? {
        day(column).map { Int32($0.days(since: first)) }
    }

    /// A date that may be empty, `never` then; nil when it is neither.
    mutating func dayOrNever(_ column: Column, after first: Day) -> Int32? {
        isEmpty(column) ? History.never : day(column, after: first)
    }

    /// Notes when a date lies before one that it cannot precede.
    mutating func expect(_ later: Column, _ laterDay: Int32?, notBefore earlier: Column, _ earlierDay: Int32?) {
        guard let laterDay, let earlierDay, laterDay < earlierDay else { return }
        let limit = text(earlier)
        problem(later, "lies before \(earlier.name) (\(limit))")
    }

    /// The place of an id in a table; `none` when it has none.
    mutating func place(_ column: Column, in table: IdTable) -> Int32 {
        let place = table.place(of: bytes(column))
        if place < 0, table.isWhole { problem(column, "is no \(table.noun)") }
        return place
    }

    /// The place of an id in a table; `none` also when the field is empty, which is allowed.
    mutating func placeOrNone(_ column: Column, in table: IdTable) -> Int32 {
        isEmpty(column) ? History.none : place(column, in: table)
    }

    /// Adds the row's own id to a table; false when the table has it already or it can be no id.
    mutating func insert(_ column: Column, in table: inout IdTable) -> Bool {
        guard isId(column) else {
            table.isWhole = false
            return false
        }
        let isNew = table.insert(bytes(column)).isNew
        if !isNew { problem(column, "stands in an earlier row") }
        return isNew
    }

    /// The place of a name that needs no row of its own, such as a command's; `none` when it can be no id.
    mutating func intern(_ column: Column, in table: inout IdTable) -> Int32 {
        isId(column) ? table.insert(bytes(column)).place : History.none
    }

    private mutating func isId(_ column: Column) -> Bool {
        if isEmpty(column) {
            problem(column, "is empty")
        } else if bytes(column).contains(0x3B) {
            problem(column, "has a semicolon, which divides ids in a list")
        } else {
            return true
        }
        return false
    }

    /// One of a few words; nil when it is none of them.
    mutating func word<Value: RawRepresentable & CaseIterable>(_ column: Column, _ type: Value.Type) -> Value?
    where Value.RawValue == String {
        let value = Value(rawValue: text(column))
        if value == nil {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            problem(column, "is none of \(words)")
        }
        return value
    }

    /// 0, 1 or 2 for E, L and N; nil when it is none of them.
    mutating func shift(_ column: Column) -> UInt8? {
        let shift = ShiftField.shift(bytes(column))
        if shift == nil { problem(column, "is no shift (E, L or N)") }
        return shift
    }

    /// The parts of a list; nil when one is empty.
    mutating func list(_ column: Column) -> [ArraySlice<UInt8>]? {
        guard !isEmpty(column) else { return [] }
        let parts = bytes(column).split(separator: 0x3B, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else {
            problem(column, "has an empty place in its list")
            return nil
        }
        return parts
    }
}

/// The letters of the shifts.
enum ShiftField {
    static let letters: [UInt8] = [0x45, 0x4C, 0x4E]

    static func shift(_ text: ArraySlice<UInt8>) -> UInt8? {
        guard text.count == 1, let letter = text.first else { return nil }
        return shift(letter)
    }

    static func shift(_ letter: UInt8) -> UInt8? {
        switch letter {
        case 0x45: 0
        case 0x4C: 1
        case 0x4E: 2
        default: nil
        }
    }
}
