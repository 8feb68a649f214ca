/// A row of a master file.
struct MasterRow: Sendable {
    /// Line of the file on which the row begins.
    let line: Int
    /// Canonical values in table order; nil for NULL and for what could not be read.
    let values: [String?]
    /// Positions of the columns whose value could not be read.
    let unreadable: Set<Int>
    /// What names the row; nil when a part of it could not be read.
    let key: String?

    /// Whether the values at these positions can be relied upon.
    func canRead(_ positions: [Int]) -> Bool {
        unreadable.isEmpty || positions.allSatisfy { !unreadable.contains($0) }
    }
}

/// What was read from one master file.
struct MasterFile: Sendable {
    let table: MasterTable
    /// The rows that could be divided into fields; of rows with the same key only the first.
    var rows: [MasterRow] = []
    /// Rows in the file, those that could not be divided into fields included.
    var read = 0
    /// Keys that stand in the file, those of faulty rows included: a reference to them is not a fault of its own.
    var keys: Set<String> = []
    /// Whether the header could be taken, so that `rows` and `keys` say what the file has.
    var hasHeader = false
    /// Whether some row lacks a readable key, so that `keys` may not be complete.
    var hasUnreadableKeys = false

    init(_ table: MasterTable) {
        self.table = table
    }
}
