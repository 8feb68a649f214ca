/// An exchange of days between two officers: from one day to another, or to `until` and from `again` on.
struct Swap {
    let first: Int
    let second: Int
    let from: Int
    var until = Int.max
    var again = Int.max
    var last: Int

    init(first: Int, second: Int, from: Int) {
        (self.first, self.second, self.from, last) = (first, second, from, from)
    }
}
