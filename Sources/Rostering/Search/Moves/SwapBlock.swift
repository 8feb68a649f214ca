extension Search {
    /// Two officers, mostly of the same rostered pattern, exchange what they do on some days in a row, or on all from one on; who may not do the
    /// other's duty gets another open one of that shift, and where there is none the day stays as it is.
    mutating func swapBlock() -> Bool {
        let first = member()
        var second = member()
        if !tables.isFree, random.below(2) != 0 {
            let members = Int(tables.classOf[first])
            let start = Int(tables.twinStart[members])
            second = Int(tables.twins[start + random.below(Int(tables.twinStart[members + 1]) - start)])
        }
        guard first != second else { return false }
        var from = random.below(tables.days)
        let isTail = tables.isFree && random.below(8) == 0
        var to = isTail ? tables.days - 1 : min(tables.days - 1, from + random.below(9))
        if tables.isFree {
            let (mine, yours) = (first * tables.days, second * tables.days)
            while from <= to, board.shift[mine + from] == board.shift[yours + from] { from += 1 }
            guard from <= to else { return false }
            while board.shift[mine + to] == board.shift[yours + to] { to -= 1 }
        }
        guard maySwap(first, second, from, to), !tables.isFree || isWorth(first, second, from, to) else { return false }
        var swap = Swap(first: first, second: second, from: from)
        swap.last = to
        return exchange(swap)
    }

    /// The exchange of the days on which the two differ.
    mutating func exchange(_ swap: Swap) -> Bool {
        let (first, second) = (swap.first, swap.second)
        var firstChanged = -1
        var lastChanged = -1
        for day in swap.from...swap.last {
            if day > swap.until, day < swap.again { continue }
            let mine = board.duty[first * tables.days + day]
            let yours = board.duty[second * tables.days + day]
            guard mine != yours, let hers = fitting(second, mine), let his = fitting(first, yours) else { continue }
            // Two guesses may name the one free place of a duty.
            if his == hers, his >= 0 { continue }
            if his == yours, hers == mine {
                board.exchange(first, second, day)
            } else {
                if his != mine { board.put(first, day, his) }
                if hers != yours { board.put(second, day, hers) }
                if his >= 0 { passOn(Int(his)) }
                if hers >= 0 { passOn(Int(hers)) }
            }
            if firstChanged < 0 { firstChanged = day }
            lastChanged = day
        }
        guard firstChanged >= 0, board.editCount > 0 else { return refuse() }
        return (board.settle(first, firstChanged, lastChanged) && board.settle(second, firstChanged, lastChanged))
            || refuse()
    }

    /// The duty itself where the officer may work it, else an open one of the same day and shift.
    @inline(__always)
    private mutating func fitting(_ officer: Int, _ duty: Int32) -> Int32? {
        if duty < 0 || board.may(officer, Int(duty)) { return duty }
        let facts = tables.duty[Int(duty)]
        return openDuty(officer, Int(facts.day), Int(facts.shift)).map { Int32(truncatingIfNeeded: $0) }
    }
}
