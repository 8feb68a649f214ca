/// The rows of a table by officer, the latest first: chains through two flat arrays.
struct RowsByOfficer: Sendable {
    /// The latest row of each officer; -1 for none.
    private var latest: [Int32] = []
    /// The row of the same officer before each row; -1 for none.
    private var previous: [Int32] = []

    /// The number of rows taken in.
    var count: Int { previous.count }

    /// Makes room for so many officers.
    mutating func makeRoom(_ officers: Int) {
        latest.append(contentsOf: repeatElement(-1, count: max(0, officers - latest.count)))
    }

    /// Takes in the next row of the table; a negative officer leaves it out of every chain.
    mutating func append(officer: Int32) {
        let row = Int32(previous.count)
        guard officer >= 0 else { return previous.append(-1) }
        previous.append(latest[Int(officer)])
        latest[Int(officer)] = row
    }

    /// Whether a row of the officer fulfils a condition.
    func contains(_ officer: Int32, where fulfils: (Int) -> Bool) -> Bool {
        var row = latest[Int(officer)]
        while row >= 0 {
            if fulfils(Int(row)) { return true }
            row = previous[Int(row)]
        }
        return false
    }
}
