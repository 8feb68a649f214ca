extension Search {
    /// Puts an officer on a duty below target, off or away from another duty of that day.
    mutating func fillGap() -> Bool {
        guard let gap = randomGap(), let officer = candidate(for: gap, onPatternOf64: 52) else { return false }
        let day = Int(tables.duty[gap].day)
        var duty = gap
        if !board.may(officer, gap) {
            guard tables.isFree, let open = openDuty(officer, day, Int(tables.duty[gap].shift)) else { return false }
            duty = open
        }
        guard board.duty[officer * tables.days + day] != Int32(truncatingIfNeeded: duty) else { return false }
        board.put(officer, day, Int32(truncatingIfNeeded: duty))
        passOn(duty)
        return board.settle(officer, day, day) || refuse()
    }
}
