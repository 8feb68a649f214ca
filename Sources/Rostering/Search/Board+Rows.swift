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
        let facts = officers[officer]
        let base = officer * days
        var run = marks[base + first].run
        var nights = marks[base + first].nights
        var difference = 0
        var weekends: Int32 = 0
        var day = first
        var previous = first == 0 ? -1 : Int(shift[base + first - 1])
        while day < days {
            let cell = base + day
            let mark = marks[cell]
            if day > last + reach, mark.run == run, mark.nights == nights { break }
            let now = Int(shift[cell])
            var cost = 0
            var runAfter = run
            var nightsAfter: Int32 = 0
            if now >= 0 {
                runAfter = run > 0 ? run + 1 : 1
                if runAfter > facts.maxWork { return false }
                if run < 0, -run < facts.minOff { cost += weights.minRun * Int(facts.minOff + run) }
                if previous >= 0 {
                    if gap[previous * shifts + now] > 1 { return false }
                } else if reach > 1, !isRested(base, day, now) {
                    return false
                }
                if isNight[now] {
                    nightsAfter = nights + 1
                    if nightsAfter > facts.maxNights {
                        cost += weights.maxNights
                        nightsAfter = facts.maxNights + 1
                    }
                }
                cost += Int(price[cell * shifts + now])
            } else {
                if run > 0, run < facts.minWork { cost += weights.minRun * Int(facts.minWork - run) }
                runAfter = run < 0 ? max(run - 1, -max(facts.minOff, 1)) : -1
            }
            var weekend: Int32 = 0
            let weekday = day % 7
            if weekday == 6 {
                let saturday = previous >= 0
                if saturday || now >= 0 { weekend = 1 }
                if saturday != (now >= 0), facts.completeWeekends { cost += weights.splitWeekend }
            } else if weekday == 5, day == days - 1, now >= 0 {
                weekend = 1
            }
            if storing {
                marks[cell] = Mark(run: run, nights: nights, cost: Int32(truncatingIfNeeded: cost), weekend: weekend)
            } else {
                difference += cost - Int(mark.cost)
            }
            weekends += weekend - mark.weekend
            run = runAfter
            nights = nightsAfter
            previous = now
            day += 1
        }
        if storing {
            tally[officer].weekends += weekends
        } else {
            let before = max(0, tally[officer].weekends - facts.maxWeekends)
            let after = max(0, tally[officer].weekends + weekends - facts.maxWeekends)
            delta += difference + weights.maxWeekends * Int(after - before)
        }
        return true
    }

    /// Whether the last duty before a day off lies far enough back; only where the rest can reach past a whole day.
    private func isRested(_ base: Int, _ day: Int, _ now: Int) -> Bool {
        var back = 2
        while back <= reach, day - back >= 0 {
            let earlier = Int(shift[base + day - back])
            if earlier >= 0 { return gap[earlier * shifts + now] <= back }
            back += 1
        }
        return true
    }
}
