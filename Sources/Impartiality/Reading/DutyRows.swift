/// Rows of published.csv or as_worked.csv within the days of the history, in the order of the file, as columns.
struct DutyRows: Sendable {
    private(set) var day: [Int32] = []
    private(set) var officer: [Int32] = []
    private(set) var post: [Int32] = []
    private(set) var shift: [UInt8] = []
    /// Lines of the file; empty where they are not wanted.
    private(set) var line: [Int32] = []
    /// Whether the rows are in the order of day, shift and officer.
    private(set) var isInOrder = true

    var count: Int { day.count }

    mutating func reserve(_ rows: Int) {
        day.reserveCapacity(rows)
        officer.reserveCapacity(rows)
        post.reserveCapacity(rows)
        shift.reserveCapacity(rows)
    }

    @inline(__always)
    mutating func append(day: Int32, shift: UInt8, officer: Int32, post: Int32) {
        if isInOrder, let last = self.day.last {
            if day < last {
                isInOrder = false
            } else if day == last, key(count - 1) >= DutyRows.key(shift, officer) {
                isInOrder = false
            }
        }
        self.day.append(day)
        self.shift.append(shift)
        self.officer.append(officer)
        self.post.append(post)
    }

    /// Adds a row and keeps the line on which it stands.
    mutating func append(day: Int32, shift: UInt8, officer: Int32, post: Int32, line: Int) {
        append(day: day, shift: shift, officer: officer, post: post)
        self.line.append(Int32(truncatingIfNeeded: line))
    }

    /// The order within a day.
    private static func key(_ shift: UInt8, _ officer: Int32) -> Int64 {
        Int64(shift) << 32 | Int64(officer)
    }

    private func key(_ row: Int) -> Int64 {
        DutyRows.key(shift[row], officer[row])
    }

    /// The rows by day (a counting sort), then by shift and officer. O(rows + days) but for the days out of order.
    private func order(days: Int) -> [Int32] {
        if isInOrder { return Array(0..<Int32(count)) }
        var ends = [Int](repeating: 0, count: days + 1)
        for day in day { ends[Int(day) + 1] += 1 }
        for day in 0..<days { ends[day + 1] += ends[day] }
        var next = ends
        var order = [Int32](repeating: 0, count: count)
        for row in 0..<count {
            let day = Int(day[row])
            order[next[day]] = Int32(row)
            next[day] += 1
        }
        for day in 0..<days {
            let rows = ends[day]..<ends[day + 1]
            order[rows].sort { (key(Int($0)), $0) < (key(Int($1)), $1) }
        }
        return order
    }

    /// The rows as duties of the days 0 up to the one before `days`; calls `repeated` with each row whose officer has
    /// another duty on its day, and leaves it out.
    func postings(days: Int, officers: Int, repeated: (Int) -> Void) -> Postings {
        var postings = Postings()
        postings.reserve(count)
        var lastDuty = [Int32](repeating: -1, count: officers)
        var begun: Int32 = -1
        for row in order(days: days) {
            let row = Int(row)
            while begun < day[row] {
                postings.beginDay()
                begun += 1
            }
            let officer = officer[row]
            if lastDuty[Int(officer)] == day[row] {
                repeated(row)
                continue
            }
            lastDuty[Int(officer)] = day[row]
            postings.append(officer: officer, shift: shift[row], post: post[row])
        }
        while Int(begun) < days - 1 {
            postings.beginDay()
            begun += 1
        }
        return postings
    }
}
