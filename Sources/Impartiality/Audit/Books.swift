/// What each officer was published for and worked on the days just past: the last `depth` days, then forgotten.
struct Books: Sendable {
    /// Days kept: a decision recorded later than this says nothing on the duties that it took away.
    static let depth = 256
    /// Stands for a day without a duty.
    static let nothing: Int32 = -2

    private let officers: Int
    private var publishedPost: [Int32]
    private var publishedShift: [UInt8]
    private var workedPost: [Int32]
    /// The stratum of each officer's published shift, a place among the strata of that day.
    private var stratumOf: [Int32]
    /// The strata of each day kept.
    private var strata: [Strata]
    /// The day last opened.
    private(set) var today: Int32 = -1

    init(_ history: History) {
        officers = history.officers.count
        let cells = officers * Self.depth
        publishedPost = [Int32](repeating: Self.nothing, count: cells)
        publishedShift = [UInt8](repeating: 0, count: cells)
        workedPost = [Int32](repeating: Self.nothing, count: cells)
        stratumOf = [Int32](repeating: 0, count: cells)
        strata = [Strata](repeating: Strata(), count: Self.depth)
    }

    /// Enters a day: the one after the last. O(officers + rows of the day).
    mutating func open(_ day: Int32, _ history: History, _ roll: Roll, _ places: Places) {
        today = day
        let base = offset(day)
        for cell in base..<base + officers {
            publishedPost[cell] = Self.nothing
            workedPost[cell] = Self.nothing
        }
        for row in history.worked.rows(day) {
            workedPost[base + Int(history.worked.officer[row])] = history.worked.post[row]
        }
        for row in history.published.rows(day) {
            let cell = base + Int(history.published.officer[row])
            publishedPost[cell] = history.published.post[row]
            publishedShift[cell] = history.published.shift[row]
        }
        let row = base..<base + officers
        let pools = Strata(posts: publishedPost[row], shifts: publishedShift[row], history, roll, places) { officer in
            published(officer, day - 1) == published(officer, day) && shift(officer, day - 1) == shift(officer, day)
        }
        for draw in pools.draws { stratumOf[base + Int(draw.officer)] = draw.stratum }
        strata[Int(day) % Self.depth] = pools
    }

    /// The strata of a day that is kept.
    func strata(on day: Int32) -> Strata {
        strata[Int(day) % Self.depth]
    }

    /// Whether a day is kept.
    func keeps(_ day: Int32) -> Bool {
        day >= 0 && day <= today && day > today - Int32(Self.depth)
    }

    /// The post for which an officer was published: `History.none` is the reserve, `nothing` no duty.
    func published(_ officer: Int32, _ day: Int32) -> Int32 {
        keeps(day) ? publishedPost[offset(day) + Int(officer)] : Self.nothing
    }

    /// The published shift; meaningful where there is a published duty.
    func shift(_ officer: Int32, _ day: Int32) -> UInt8 {
        publishedShift[offset(day) + Int(officer)]
    }

    /// The post that an officer worked: `History.none` is the reserve, `nothing` no duty.
    func worked(_ officer: Int32, _ day: Int32) -> Int32 {
        keeps(day) ? workedPost[offset(day) + Int(officer)] : Self.nothing
    }

    /// The stratum of an officer's published shift, a place among `strata(on:)`; meaningful where there is one.
    func stratum(_ officer: Int32, _ day: Int32) -> Int32 {
        stratumOf[offset(day) + Int(officer)]
    }

    private func offset(_ day: Int32) -> Int {
        Int(day) % Self.depth * officers
    }
}
