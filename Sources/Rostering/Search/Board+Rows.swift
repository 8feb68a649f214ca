/// The costs and hard rules of one officer's row of days.
extension Board {
    /// Prices the row between two changed days; false where it breaks the rest or the days in a row.
    ///
    /// A move settles each officer it touched once.
    @inline(__always)
    mutating func settle(_ officer: Int, _ first: Int, _ last: Int) -> Bool {
        settled[settledCount] = Settled(
            officer: Int32(truncatingIfNeeded: officer), first: Int32(truncatingIfNeeded: first),
            last: Int32(truncatingIfNeeded: last))
        settledCount += 1
        let base = officer * days
        guard let row = walk(officer, first, last, from: base, storing: false) else { return false }
        delta += row
        return true
    }

    /// What the days of a row would cost more with another officer's shifts on some of them, and with their number; nil
    /// where it would not be lawful. Nothing changes.
    @inline(__always)
    mutating func preview(_ officer: Int, with other: Int, _ first: Int, _ last: Int) -> Int? {
        walk(officer, first, last, from: other * days, storing: false)
    }

    /// Walks from the first changed day until the state of the row is again what it was before the change; nil where that is
    /// not lawful, else what the row costs more. The changed days are read `from` there.
    /// Added unchecked: the reader bounds what a day may cost (`DocumentCheck.runPrices`, requests), so no sum passes its type.
    @inline(__always)
    mutating func walk(_ officer: Int, _ first: Int, _ last: Int, from source: Int, storing: Bool) -> Int? {
        let base = officer * days
        var state = marks[base &+ first].state
        var difference = 0
        var weekends: Int32 = 0
        var day = first
        var weekday = first % 7
        var previous = first == 0 ? -1 : Int(shift[base &+ first &- 1])
        while day < days {
            let cell = base &+ day
            let mark = marks[cell]
            if day > last, mark.state == state { break }
            let now = Int(shift[day > last ? cell : source &+ day])
            let step = steps[Int(state) &+ now &+ 1]
            if step.next < 0 { return nil }
            var cost = step.cost
            if now >= 0 { cost &+= price[cell &* shifts &+ now] }
            var weekend: Int32 = 0
            if weekday == 6 {
                weekday = -1
                let saturday = previous >= 0
                if saturday || now >= 0 { weekend = 1 }
                if saturday != (now >= 0), officers[officer].completeWeekends {
                    cost &+= Int32(truncatingIfNeeded: weights.splitWeekend)
                }
            } else if weekday == 5, day == days - 1, now >= 0 {
                weekend = 1
            }
            if storing {
                marks[cell] = Mark(state: state, cost: cost, weekend: weekend)
            } else {
                difference &+= Int(cost &- mark.cost)
            }
            weekends &+= weekend &- mark.weekend
            state = step.next
            previous = now
            day &+= 1
            weekday &+= 1
        }
        if storing {
            walkedTo = day
            tally[officer].weekends += weekends
            return 0
        }
        let most = officers[officer].maxWeekends
        let before = max(0, tally[officer].weekends - most)
        let after = max(0, tally[officer].weekends + weekends - most)
        return difference + weights.maxWeekends * Int(after - before)
    }

    /// What it costs an officer more to work a number of shifts more, or less.
    @inline(__always)
    func shiftsCost(_ officer: Int, more: Int32) -> Int {
        let (count, facts) = (tally[officer].shifts, officers[officer])
        return weights.shifts * Int(excess(count + more, facts) - excess(count, facts))
    }

    /// What it costs an officer more to work other days.
    @inline(__always)
    func weekendsCost(_ officer: Int, _ before: UInt64, _ after: UInt64) -> Int {
        let most = Int(officers[officer].maxWeekends)
        return weights.maxWeekends &* (max(0, weekends(after) &- most) &- max(0, weekends(before) &- most))
    }

    @inline(__always)
    private func weekends(_ worked: UInt64) -> Int { ((worked | worked >> 1) & saturdays).nonzeroBitCount }

    @inline(__always)
    private func excess(_ count: Int32, _ facts: Tables.OfficerFacts) -> Int32 {
        max(0, facts.minShifts - count) + max(0, count - facts.maxShifts)
    }
}
