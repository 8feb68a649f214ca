/// The duties of the exchanged history as they are put together, and who holds and worked what.
struct ExchangedDays {
    var published = Postings()
    var worked = Postings()
    /// The place of each person, and the post worked, by row.
    var placeOf: [Int32]
    var workedBy: [Int32]
    private var isWorked = false
    private var today: [(shift: UInt8, officer: Int32, post: Int32)] = []
    private var done: [(shift: UInt8, officer: Int32, post: Int32)] = []

    init(rows: Int) {
        placeOf = [Int32](repeating: History.none, count: rows)
        workedBy = placeOf
        published.reserve(rows)
        worked.reserve(rows)
    }

    mutating func beginDay(isWorked: Bool) {
        self.isWorked = isWorked
        published.beginDay()
        if isWorked { worked.beginDay() }
        today.removeAll(keepingCapacity: true)
        done.removeAll(keepingCapacity: true)
    }

    /// The holders of a shift's places, and what they worked.
    mutating func note(_ table: ExchangeTable, _ rows: Range<Int>, _ posts: [Int32]) {
        for (row, post) in zip(rows, posts) {
            let person = Int(table.holder[row])
            placeOf[person] = Int32(row)
            workedBy[person] = post
            today.append((table.shift[row], table.officer[person], table.post[row]))
            if post != ExchangeTable.absentPost { done.append((table.shift[row], table.officer[person], post)) }
        }
    }

    mutating func note(_ officer: Int32, _ shift: UInt8, _ post: Int32) {
        done.append((shift, officer, post))
    }

    mutating func endDay() {
        today.sort { ($0.shift, $0.officer) < ($1.shift, $1.officer) }
        for duty in today { published.append(officer: duty.officer, shift: duty.shift, post: duty.post) }
        guard isWorked else { return }
        done.sort { ($0.shift, $0.officer) < ($1.shift, $1.officer) }
        for duty in done { worked.append(officer: duty.officer, shift: duty.shift, post: duty.post) }
    }
}
