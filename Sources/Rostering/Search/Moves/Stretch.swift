extension Search {
    /// Rebuilds two to four days in a row of one officer: on each a duty below target, or off, or as it was.
    mutating func stretch() -> Bool {
        let officer = member()
        let from = random.below(tables.days)
        let to = min(tables.days - 1, from + 1 + random.below(3))
        var changed = false
        for day in from...to {
            let now = board.duty[officer * tables.days + day]
            var next = now
            let count = Int(board.gapCount[day])
            switch random.below(4) {
            case 0: next = Board.off
            case 1: break
            default:
                guard count > 0 else { continue }
                let gap = board.gaps[Int(tables.dayStart[day]) + random.below(count)]
                guard board.may(officer, Int(gap)) else { continue }
                next = gap
            }
            guard next != now else { continue }
            board.put(officer, day, next)
            changed = true
        }
        guard changed else { return false }
        return board.settle(officer, from, to) || refuse()
    }
}
