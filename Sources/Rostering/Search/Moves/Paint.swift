extension Search {
    /// An officer gets one shift, or no duty, on some days in a row: the way to make and to move whole runs.
    mutating func paint() -> Bool {
        let officer = member()
        let from = random.below(tables.days)
        let to = min(tables.days - 1, from + random.below(6))
        let wanted = random.below(tables.shifts + 1) - 1
        return paintDays(officer, from, to, wanted)
    }

    /// The officer gets one shift, or none, on these days; where there is no place for him a day stays as it is.
    mutating func paintDays(_ officer: Int, _ from: Int, _ to: Int, _ wanted: Int) -> Bool {
        var changed = false
        for day in from...to {
            let now = board.duty[officer * tables.days + day]
            if wanted < 0 {
                guard now >= 0 else { continue }
                board.put(officer, day, Board.off)
            } else {
                guard now < 0 || tables.duty[Int(now)].shift != Int32(truncatingIfNeeded: wanted),
                    let open = openDuty(officer, day, wanted)
                else { continue }
                board.put(officer, day, Int32(truncatingIfNeeded: open))
                passOn(open)
            }
            changed = true
        }
        guard changed else { return false }
        return board.settle(officer, from, to) || refuse()
    }

    /// A duty of a shift with a free place that the officer may work, below target if one is near; nil where a few looks find none.
    @inline(__always)
    mutating func openDuty(_ officer: Int, _ day: Int, _ shift: Int) -> Int? {
        let cell = day * tables.shifts + shift
        let start = Int(tables.shiftStart[cell])
        let count = Int(tables.shiftStart[cell + 1]) - start
        guard count > 0 else { return nil }
        var spare: Int?
        var place = random.below(count)
        for _ in 0..<min(count, 4) {
            let duty = start + place
            place = place + 1 == count ? 0 : place + 1
            guard board.may(officer, duty) else { continue }
            if board.filled[duty] < board.duties[duty].target { return duty }
            if board.filled[duty] < board.duties[duty].capacity { spare = duty }
        }
        return spare
    }
}
