extension Search {
    /// Two officers exchange what they do on some days in a row, mostly of the same rostered pattern; a day on which
    /// either may not do the other's duty stays as it is.
    mutating func swapBlock() -> Bool {
        let first = random.below(tables.officers)
        var second = random.below(tables.officers)
        if random.below(2) != 0 {
            let members = Int(tables.classOf[first])
            let start = Int(tables.twinStart[members])
            second = Int(tables.twins[start + random.below(Int(tables.twinStart[members + 1]) - start)])
        }
        guard first != second else { return false }
        let from = random.below(tables.days)
        let to = min(tables.days - 1, from + 1 + random.below(9))
        var firstChanged = -1
        var lastChanged = -1
        for day in from...to {
            let mine = board.duty[first * tables.days + day]
            let yours = board.duty[second * tables.days + day]
            guard mine != yours, mine < 0 || board.may(second, Int(mine)), yours < 0 || board.may(first, Int(yours))
            else {
                continue
            }
            board.put(first, day, yours)
            board.put(second, day, mine)
            if firstChanged < 0 { firstChanged = day }
            lastChanged = day
        }
        guard firstChanged >= 0 else { return false }
        return (board.settle(first, firstChanged, lastChanged) && board.settle(second, firstChanged, lastChanged))
            || refuse()
    }
}
