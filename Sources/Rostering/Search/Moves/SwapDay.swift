extension Search {
    /// Two officers exchange a day: duty for duty, or duty for a day off.
    mutating func swapDay() -> Bool {
        let index = random.below(tables.dutyCount)
        let filled = Int(board.filled[index])
        guard filled > 0 else { return false }
        let first = Int(board.slots[Int(tables.duty[index].slot) + random.below(filled)])
        guard share.isMember[first], let second = candidate(for: index, onPatternOf64: 56), second != first else {
            return false
        }
        if !board.may(second, index) { return tables.isFree && swapShift(index, first, second) }
        let day = Int(tables.duty[index].day)
        let other = board.duty[second * tables.days + day]
        guard other != Int32(truncatingIfNeeded: index), other < 0 || board.may(first, Int(other)) else { return false }
        board.exchange(first, second, day)
        return (board.settle(first, day, day) && board.settle(second, day, day)) || refuse()
    }

    /// The same with an officer who may not work that duty, but another of its shift.
    private mutating func swapShift(_ index: Int, _ first: Int, _ second: Int) -> Bool {
        let facts = tables.duty[index]
        let day = Int(facts.day)
        let other = board.duty[second * tables.days + day]
        guard let hers = openDuty(second, day, Int(facts.shift)), other != Int32(truncatingIfNeeded: hers) else {
            return false
        }
        var his = other
        if other >= 0, !board.may(first, Int(other)) {
            guard let open = openDuty(first, day, Int(tables.duty[Int(other)].shift)) else { return false }
            his = Int32(truncatingIfNeeded: open)
        }
        guard his != Int32(truncatingIfNeeded: index) else { return false }
        board.put(first, day, his)
        board.put(second, day, Int32(truncatingIfNeeded: hers))
        passOn(hers)
        if his >= 0 { passOn(Int(his)) }
        return (board.settle(first, day, day) && board.settle(second, day, day)) || refuse()
    }
}
