extension Search {
    /// Two officers exchange what they do from the first day on which they differ to a day that is drawn by what that would cost them;
    /// often also on some days later, so that both may keep their numbers of shifts.
    mutating func swapRun() -> Bool {
        let first = member()
        guard let second = peer(of: first) else { return false }
        let (mine, yours) = (first &* tables.days, second &* tables.days)
        var from = random.below(tables.days)
        while from < tables.days, board.shift[mine &+ from] == board.shift[yours &+ from] { from &+= 1 }
        guard from < tables.days else { return false }
        let end = random.below(8) == 0 ? tables.days : min(tables.days, from &+ Search.longestSwap)
        var swap = Swap(first: first, second: second, from: from)
        let isTwofold = random.below(8) < 3
        guard drawEnd(&swap, before: end, isTwofold: isTwofold) else { return false }
        return exchange(swap)
    }

    /// Another officer who holds the skills of some duty that this one holds too; nil where a few looks find none.
    @inline(__always)
    private mutating func peer(of first: Int) -> Int? {
        for _ in 0..<4 {
            let other = member()
            if other != first, tables.groups[other] & tables.groups[first] != 0 { return other }
        }
        return nil
    }

    /// Days exchanged at most, save when the whole rest of the rows may be.
    private static let longestSwap = 14

    /// What better totals may bring back, for a look at them to be worth it.
    static let hope = 400

    /// Draws the last day of the exchange and adds what it costs to the limit; false for no exchange.
    private mutating func drawEnd(_ swap: inout Swap, before end: Int, isTwofold: Bool) -> Bool {
        let (mine, yours) = (swap.first &* tables.days, swap.second &* tables.days)
        var his = RowScan(board, swap.first, from: swap.from)
        var hers = RowScan(board, swap.second, from: swap.from)
        var draw = Draw()
        var half = Draw()
        var halves = (his, hers)
        for day in swap.from..<end {
            let (x, y) = (Int(board.shift[mine &+ day]), Int(board.shift[yours &+ day]))
            guard his.step(board, day, y, now: x), hers.step(board, day, x, now: y) else { break }
            guard x != y, let hisTail = his.tail(board, day &+ 1), let herTail = hers.tail(board, day &+ 1) else {
                continue
            }
            let rows = Int(his.sum &+ hers.sum) &+ hisTail &+ herTail
            // Totals seldom bring more than this.
            if rows &- Search.hope > chances.dearest { continue }
            let totals = his.totals(board) &+ hers.totals(board)
            draw.offer(day, rows &+ totals, chances, &random)
            if isTwofold, totals > 0, half.offer(day, rows, chances, &random) { halves = (his, hers) }
        }
        if let last = half.chosen, draw.chosen == nil {
            if drawSecond(&swap, after: last, halves.0, halves.1) { return true }
        }
        guard let last = draw.chosen else { return false }
        swap.last = last
        limit += draw.cost
        return true
    }

    /// After a first exchange that would cost too much in totals alone: draws another some days later.
    private mutating func drawSecond(_ swap: inout Swap, after last: Int, _ his: RowScan, _ hers: RowScan) -> Bool {
        let (mine, yours) = (swap.first &* tables.days, swap.second &* tables.days)
        var (his, hers) = (his, hers)
        var day = last + 1
        let resume = day + 1 + random.below(Search.longestSwap)
        while day < tables.days {
            let (x, y) = (Int(board.shift[mine &+ day]), Int(board.shift[yours &+ day]))
            if day >= resume, x != y { break }
            guard his.step(board, day, x, now: x), hers.step(board, day, y, now: y) else { return false }
            day += 1
        }
        let again = day
        var draw = Draw()
        while day < min(tables.days, again + Search.longestSwap) {
            let (x, y) = (Int(board.shift[mine &+ day]), Int(board.shift[yours &+ day]))
            guard his.step(board, day, y, now: x), hers.step(board, day, x, now: y) else { break }
            day += 1
            guard x != y, let hisTail = his.tail(board, day), let herTail = hers.tail(board, day) else { continue }
            let rows = Int(his.sum &+ hers.sum) &+ hisTail &+ herTail
            if rows &- Search.hope > chances.dearest { continue }
            draw.offer(day - 1, rows &+ his.totals(board) &+ hers.totals(board), chances, &random)
        }
        guard let chosen = draw.chosen else { return false }
        (swap.until, swap.again, swap.last) = (last, again, chosen)
        limit += draw.cost
        return true
    }
}
