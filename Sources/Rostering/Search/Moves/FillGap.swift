extension Search {
    /// Puts an officer on a duty below target, off or away from another duty of that day.
    mutating func fillGap() -> Bool {
        guard let gap = randomGap(), let officer = candidate(for: gap, onPatternOf64: 52), board.may(officer, gap)
        else {
            return false
        }
        let day = Int(tables.duty[gap].day)
        guard board.duty[officer * tables.days + day] != Int32(truncatingIfNeeded: gap) else { return false }
        board.put(officer, day, Int32(truncatingIfNeeded: gap))
        return board.settle(officer, day, day) || refuse()
    }
}
