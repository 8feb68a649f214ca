extension Search {
    /// Two officers exchange a day: duty for duty, or duty for a day off.
    mutating func swapDay() -> Bool {
        let index = random.below(tables.dutyCount)
        let filled = Int(board.filled[index])
        guard filled > 0 else { return false }
        let first = Int(board.slots[Int(tables.duty[index].slot) + random.below(filled)])
        guard let second = candidate(for: index, onPatternOf64: 56), second != first, board.may(second, index) else {
            return false
        }
        let day = Int(tables.duty[index].day)
        let other = board.duty[second * tables.days + day]
        guard other != Int32(truncatingIfNeeded: index), other < 0 || board.may(first, Int(other)) else { return false }
        board.put(first, day, other)
        board.put(second, day, Int32(truncatingIfNeeded: index))
        return (board.settle(first, day, day) && board.settle(second, day, day)) || refuse()
    }
}
