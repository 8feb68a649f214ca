extension Search {
    /// An officer takes duties on two or three days in a row, filled or not; whoever had one goes off that day, or takes
    /// the officer's own duty where that is lawful.
    mutating func takeOver() -> Bool {
        let officer = member()
        let from = random.below(tables.days)
        let to = min(tables.days - 1, from + 1 + random.below(2))
        var displaced = -1
        var firstChanged = -1
        var lastChanged = -1
        for day in from...to {
            let start = Int(tables.dayStart[day])
            let count = Int(tables.dayStart[day + 1]) - start
            let cell = officer * tables.days + day
            guard count > 0 else { continue }
            let next = start + random.below(count)
            let mine = board.duty[cell]
            guard mine != Int32(truncatingIfNeeded: next), board.may(officer, next) else { continue }
            if board.filled[next] >= board.duties[next].capacity {
                let slot = Int(tables.duty[next].slot) + random.below(Int(board.filled[next]))
                let other = Int(board.slots[slot])
                guard displaced < 0 || displaced == other else { continue }
                displaced = other
                if firstChanged < 0 { firstChanged = day }
                lastChanged = day
                let swapped = mine >= 0 && board.may(other, Int(mine))
                board.put(other, day, swapped ? mine : Board.off)
            }
            board.put(officer, day, Int32(truncatingIfNeeded: next))
        }
        guard board.editCount > 0 else { return false }
        guard board.settle(officer, from, to) else { return refuse() }
        return displaced < 0 || board.settle(displaced, firstChanged, lastChanged) || refuse()
    }
}
