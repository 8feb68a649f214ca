/// Duties of officers, one row a day and officer: as published, or as worked. Columns of one length, in the order of day,
/// shift and officer.
package struct Postings: Sendable {
    /// Places in `History.officers`.
    package private(set) var officer: [Int32] = []
    /// Places in `History.posts`; `History.none` is the reserve.
    package private(set) var post: [Int32] = []
    /// 0 early, 1 late, 2 night.
    package private(set) var shift: [UInt8] = []
    /// Where each day's rows begin, and at last where they end.
    private var starts: [Int] = [0]

    /// No duty on any day.
    package init() {}

    /// The number of days held: 0 up to the one before this have their rows.
    package var days: Int { starts.count - 1 }

    /// The number of rows.
    package var count: Int { officer.count }

    /// The rows of a day; empty beyond the days held.
    package func rows(_ day: Int32) -> Range<Int> {
        guard day >= 0, Int(day) < days else { return 0..<0 }
        return starts[Int(day)]..<starts[Int(day) + 1]
    }

    /// Begins the next day (day 0 first).
    package mutating func beginDay() {
        starts.append(officer.count)
    }

    /// Adds a duty to the day last begun; the caller keeps the order of shift and officer.
    package mutating func append(officer: Int32, shift: UInt8, post: Int32) {
        self.officer.append(officer)
        self.shift.append(shift)
        self.post.append(post)
        starts[starts.count - 1] = self.officer.count
    }

    /// Makes room for so many rows.
    package mutating func reserve(_ rows: Int) {
        officer.reserveCapacity(rows)
        post.reserveCapacity(rows)
        shift.reserveCapacity(rows)
    }
}
