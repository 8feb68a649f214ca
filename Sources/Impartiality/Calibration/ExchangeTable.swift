import Deployment

/// The published duties of a history as places and persons that can be put together anew.
///
/// A row is both: the place (day, shift, post) and the person published there at first. `holder[place]` is the person at last.
struct ExchangeTable {
    /// What a person did on the day, beside the place published.
    enum Fate: UInt8 {
        /// Worked as published, or was called from the reserve.
        case stays
        case absent
        /// Took over the place of another, who asked or was asked.
        case swaps
        /// Was published at a post and worked in the reserve.
        case steppedBack
        /// Was published at a post and worked at another.
        case transferred

        /// Whether it can happen only to somebody with a post.
        var needsPost: Bool { self == .swaps || self == .steppedBack || self == .transferred }
    }

    static let absentPost: Int32 = -2

    let original: History
    var history: History
    var random: SampleRandom
    let days: Int32
    let shift: [UInt8]
    var post: [Int32]
    var officer: [Int32]
    var fate: [Fate]
    /// The swap or move of the person on the day, a place in `original.swaps`; -1 for none.
    var swap: [Int32]
    /// The person with whom an asker exchanges places at last; -1 for none.
    var partner: [Int32]
    /// Skills in currency and command, equal for those of one stratum.
    var stratum: [UInt64]
    /// The skills in currency of the person.
    var skills: [SkillSet]
    var holder: [Int32]
    /// The row of an officer on a day, -1 for none: `officer * days + day`.
    var rowOf: [Int32]
    /// Worked duties of officers who were not published on the day.
    var unannounced: [(day: Int32, officer: Int32, shift: UInt8, post: Int32)] = []
    var droppedSwaps = 0
    var droppedMoves = 0

    init(_ original: History, seed: UInt64) {
        self.original = original
        history = original
        random = SampleRandom(seed: seed)
        days = Int32(original.published.days)
        shift = original.published.shift
        post = original.published.post
        officer = original.published.officer
        let count = officer.count
        fate = [Fate](repeating: .stays, count: count)
        swap = [Int32](repeating: -1, count: count)
        partner = swap
        stratum = [UInt64](repeating: 0, count: count)
        skills = [SkillSet](repeating: 0, count: count)
        holder = [Int32](repeating: -1, count: count)
        rowOf = [Int32](repeating: -1, count: original.officers.count * Int(days))
        for day in 0..<days {
            for row in original.published.rows(day) { rowOf[cell(day, officer[row])] = Int32(row) }
        }
        readFates()
    }

    func cell(_ day: Int32, _ officer: Int32) -> Int {
        Int(officer) * Int(days) + Int(day)
    }

    /// The row of an officer on a day, nil where there is none.
    func row(_ day: Int32, _ officer: Int32) -> Int? {
        guard day >= 0, day < days, officer >= 0 else { return nil }
        let row = rowOf[cell(day, officer)]
        return row < 0 ? nil : Int(row)
    }

    private mutating func readFates() {
        var workedPost = [Int32](repeating: Self.absentPost, count: officer.count)
        let worked = original.worked
        for day in 0..<Int32(worked.days) {
            for duty in worked.rows(day) {
                if let row = row(day, worked.officer[duty]) {
                    workedPost[row] = worked.post[duty]
                } else {
                    unannounced.append((day, worked.officer[duty], worked.shift[duty], worked.post[duty]))
                }
            }
        }
        for day in 0..<min(days, Int32(worked.days)) {
            for row in original.published.rows(day) {
                switch (post[row], workedPost[row]) {
                case (_, Self.absentPost): fate[row] = .absent
                case (let published, let actual) where published == actual || published < 0: fate[row] = .stays
                case (_, History.none): fate[row] = .steppedBack
                default: fate[row] = .transferred
                }
            }
        }
        for (place, change) in original.swaps.enumerated() {
            guard let asker = row(change.day, change.officer) else { continue }
            if !change.isAsked {
                if fate[asker].needsPost { swap[asker] = Int32(place) }
                continue
            }
            guard let other = row(change.day, change.other), shift[asker] == shift[other] else { continue }
            swap[asker] = Int32(place)
            swap[other] = Int32(place)
            if fate[asker] == .transferred, fate[other] == .transferred, workedPost[asker] == post[other],
                workedPost[other] == post[asker]
            {
                fate[asker] = .swaps
                fate[other] = .swaps
            }
        }
    }
}
