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
        return walk(officer, first, last, storing: false)
    }

    /// Walks from the first changed day until the state of the row is again what it was before the change.
    @inline(__always)
    mutating func walk(_ officer: Int, _ first: Int, _ last: Int, storing: Bool) -> Bool {
        let base = officer * days
        var state = marks[base + first].state
        var difference = 0
        var weekends: Int32 = 0
        var day = first
        var weekday = first % 7
        var previous = first == 0 ? -1 : Int(shift[base + first - 1])
        while day < days {
            let cell = base + day
            let mark = marks[cell]
            if day > last, mark.state == state { break }
            let now = Int(shift[cell])
            let step = steps[Int(state) + now + 1]
            if step.next < 0 { return false }
            var cost = step.cost
            if now >= 0 { cost += price[cell * shifts + now] }
            var weekend: Int32 = 0
            if weekday == 6 {
                weekday = -1
                let saturday = previous >= 0
                if saturday || now >= 0 { weekend = 1 }
                if saturday != (now >= 0), officers[officer].completeWeekends {
                    cost += Int32(truncatingIfNeeded: weights.splitWeekend)
                }
            } else if weekday == 5, day == days - 1, now >= 0 {
                weekend = 1
            }
            if storing {
                marks[cell] = Mark(state: state, cost: cost, weekend: weekend)
            } else {
                difference += Int(cost - mark.cost)
            }
            weekends += weekend - mark.weekend
            state = step.next
            previous = now
            day += 1
            weekday += 1
        }
        if storing {
            tally[officer].weekends += weekends
        } else {
            let most = officers[officer].maxWeekends
            let before = max(0, tally[officer].weekends - most)
            let after = max(0, tally[officer].weekends + weekends - most)
            delta += difference + weights.maxWeekends * Int(after - before)
        }
        return true
    }
}
