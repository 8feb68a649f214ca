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
    /// Whether the rest is counted to the minute; otherwise `gap` alone says what may follow.
    let hasTimes: Bool
    /// Least days from a duty on one shift to a next duty on another so that the rest is kept, at least 1: index
    /// earlier x count + later.
    let gap: [Int]

    /// Whether a duty may not follow another one; exact to the minute where there are times.
    func forbids(_ shift: Int, on day: Int, after before: (shift: Int, day: Int)) -> Bool {
        hasTimes ? rest(before, shift, day) < minRest : day - before.day < gap[before.shift * count + shift]
    }

    /// Minutes between the end of a duty and the start of the next.
    func rest(_ before: (shift: Int, day: Int), _ shift: Int, _ day: Int) -> Int {
        (day - before.day) * 1440 + begin[shift] - begin[before.shift] - minutes[before.shift]
    }

    /// How many days back a duty can still forbid one by the rest rule; at least 1.
    var reach: Int {
        max(1, (gap.max() ?? 1) - 1)
    }
}

extension ShiftTable {
    /// The shifts of a document; those at night are one kind.
    init(_ shifts: [ProblemDocument.Shift], minRest: Int) {
        var gap: [Int] = []
        for earlier in shifts {
            for later in shifts {
                let need = minRest + earlier.startMinute + earlier.minutes - later.startMinute
                gap.append(max(1, (need + 1439) / 1440))
            }
        }
        self.init(
            count: shifts.count, begin: shifts.map(\.startMinute), minutes: shifts.map(\.minutes),
            isNight: shifts.map(\.night), kind: shifts.map { $0.night ? 0 : -1 }, minRest: minRest, hasTimes: true,
            gap: gap)
    }
}
