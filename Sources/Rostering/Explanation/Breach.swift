/// A hard rule that a duty would break in an officer's row, with the numbers.
package enum Breach: Sendable, Equatable {
    /// H4: too few minutes between the end of an earlier duty and the start of this one; below 0 where they overlap.
    case restBefore(Neighbour, minutes: Int, least: Int)
    /// H4: too few minutes between the end of this duty and the start of a later one.
    case restAfter(Neighbour, minutes: Int, least: Int)
    /// H5: the run of days that this duty would be part of, history included.
    case daysInARow(from: Int, days: Int, most: Int)

    /// The duty before or after; of one in history only day and shift are known.
    package struct Neighbour: Sendable, Equatable {
        /// Id of the post; nil in history.
        package var post: String?
        /// Day, below 0 in history.
        package var day: Int
        /// Id of the shift.
        package var shift: String
    }

    /// The rule.
    package var rule: HardRule {
        switch self {
        case .restBefore, .restAfter: .restBetweenDuties
        case .daysInARow: .daysInARow
        }
    }

    /// By how much, in minutes: the rest that is missing, or a whole day for each day too many in a row.
    package var excess: Int {
        switch self {
        case .restBefore(_, let minutes, let least), .restAfter(_, let minutes, let least): least - minutes
        case .daysInARow(_, let days, let most): (days - most) * 1440
        }
    }
}

extension OfficerRow {
    /// The rests and the run that the duty of a day breaks.
    func breaches(on day: Int) -> [Breach] {
        var out: [Breach] = []
        let (shifts, ids) = (problem.shifts, problem.shiftIDs)
        func rest(_ before: (shift: Int, day: Int), _ after: (shift: Int, day: Int)) -> Int {
            (after.day - before.day) * 1440 + shifts.begin[after.shift] - shifts.begin[before.shift]
                - shifts.minutes[before.shift]
        }
        guard let place = duties.firstIndex(where: { $0.day == day }) else { return [] }
        let this = (shift: duties[place].shift, day: day)
        if place > 0 {
            let before = duties[place - 1]
            let minutes = rest((before.shift, before.day), this)
            if minutes < shifts.minRest {
                let name = Breach.Neighbour(
                    post: problem.postIDs[before.post], day: before.day, shift: ids[before.shift])
                out.append(.restBefore(name, minutes: minutes, least: shifts.minRest))
            }
        } else if let last = history.last, rest(last, this) < shifts.minRest {
            let name = Breach.Neighbour(post: nil, day: last.day, shift: ids[last.shift])
            out.append(.restBefore(name, minutes: rest(last, this), least: shifts.minRest))
        }
        if place + 1 < duties.count {
            let next = duties[place + 1]
            let minutes = rest(this, (next.shift, next.day))
            if minutes < shifts.minRest {
                let name = Breach.Neighbour(post: problem.postIDs[next.post], day: next.day, shift: ids[next.shift])
                out.append(.restAfter(name, minutes: minutes, least: shifts.minRest))
            }
        }
        return out + run(around: day)
    }

    private func run(around day: Int) -> [Breach] {
        var (first, last) = (day, day)
        while first > 0, worked[first - 1] { first -= 1 }
        while last + 1 < worked.count, worked[last + 1] { last += 1 }
        if first == 0 { first -= history.work }
        let days = last - first + 1
        let most = rules.work.most
        return rules.work.longPrice == nil && days > most ? [.daysInARow(from: first, days: days, most: most)] : []
    }
}
