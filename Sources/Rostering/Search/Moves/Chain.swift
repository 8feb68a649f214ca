extension Search {
    /// Puts an officer on a duty below target and a second one on the duty the first has left; the second may leave one too.
    mutating func chain() -> Bool {
        guard let gap = randomGap(), let first = candidate(for: gap, onPatternOf64: 60), board.may(first, gap) else {
            return false
        }
        let day = Int(tables.duty[gap].day)
        let left = board.duty[first * tables.days + day]
        guard left >= 0, left != Int32(truncatingIfNeeded: gap) else { return false }
        let freed = Int(left)
        guard let second = candidate(for: freed, onPatternOf64: 48), second != first, board.may(second, freed),
            board.duty[second * tables.days + day] != left
        else { return false }
        board.put(first, day, Int32(truncatingIfNeeded: gap))
        board.put(second, day, left)
        return (board.settle(first, day, day) && board.settle(second, day, day)) || refuse()
    }
}
