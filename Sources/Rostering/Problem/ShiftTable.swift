/// The shifts, and how soon one may follow another.
struct ShiftTable: Sendable {
    let count: Int
    /// Start of each shift in minutes after midnight.
    let begin: [Int]
    /// Length of each shift in minutes.
    let minutes: [Int]
    let isNight: [Bool]
    /// Kind of each shift, an index of `RowRules.kinds`; -1 where no run of it has a limit.
    let kind: [Int]
    /// Least minutes between two duties.
    let minRest: Int
    /// Least days from a duty on one shift to a next duty on another so that the rest is kept, at least 1: index
    /// earlier x count + later.
    let gap: [Int]

    init(_ shifts: [ProblemDocument.Shift], minRest: Int) {
        count = shifts.count
        begin = shifts.map(\.startMinute)
        minutes = shifts.map(\.minutes)
        isNight = shifts.map(\.night)
        kind = shifts.map { $0.night ? 0 : -1 }
        self.minRest = minRest
        var gap: [Int] = []
        for earlier in shifts {
            for later in shifts {
                let need = minRest + earlier.startMinute + earlier.minutes - later.startMinute
                gap.append(max(1, (need + 1439) / 1440))
            }
        }
        self.gap = gap
    }

    /// How many days back a duty can still forbid one by the rest rule; at least 1.
    var reach: Int {
        max(1, (gap.max() ?? 1) - 1)
    }
}
