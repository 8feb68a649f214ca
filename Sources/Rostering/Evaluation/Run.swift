/// Days in a row of work, of days off, or on shifts of one kind.
struct Run {
    enum Subject: Equatable {
        case work, off
        /// Shifts of one kind (`ShiftTable.kind`).
        case kind(Int)
    }

    var subject: Subject
    var limits: RunLimits
    /// Days of it, those of history included.
    var length: Int
    /// Days of it before the horizon.
    var before: Int
    /// Its last day; -1 where history alone has it.
    var to: Int

    /// Days of the horizon beyond the longest wanted run.
    var over: Int {
        max(0, length - max(limits.most, before))
    }

    /// Days by which it is too short, in a horizon of `days` days; a run that touches the last day may still grow.
    func short(of days: Int) -> Int {
        to < days - 1 ? max(0, limits.least - length) : 0
    }

    /// Whether it is a run on shifts of one kind.
    var isOfOneKind: Bool {
        subject != .work && subject != .off
    }
}

extension OfficerRow {
    /// The runs of the row that have a day in the horizon or end where it begins.
    func runs() -> [Run] {
        // What each day is a run of: work or not, and a kind of shift.
        let state = worked.map { $0 ? 0 : 1 }
        let past = history.work > 0 ? (0, history.work) : history.off > 0 ? (1, history.off) : (-1, 0)
        let lastKind = history.last.map { problem.shifts.kind[$0.shift] } ?? -1
        return runs(state, past) { $0 == 0 ? (rules.work, .work) : (rules.off, .off) }
            + runs(kinds, history.same > 0 ? (lastKind, history.same) : (-1, 0)) { (rules.kinds[$0], .kind($0)) }
    }

    /// Groups days of equal value; days of value -1 belong to no run.
    private func runs(
        _ values: [Int], _ past: (value: Int, length: Int), limits: (Int) -> (RunLimits, Run.Subject)
    ) -> [Run] {
        var out: [Run] = []
        var value = past.value
        var before = past.length
        var first = 0
        for day in 0...values.count where day == values.count || values[day] != value {
            if value >= 0, before + day > 0 {
                let (rule, subject) = limits(value)
                out.append(
                    Run(subject: subject, limits: rule, length: before + day - first, before: before, to: day - 1))
            }
            guard day < values.count else { break }
            (value, before, first) = (values[day], 0, day)
        }
        return out
    }
}
