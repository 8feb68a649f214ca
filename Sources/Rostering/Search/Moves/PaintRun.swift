extension Search {
    /// An officer gets one shift, or no duty, on days in a row on which he did one thing, up to a day that is drawn by what that would cost.
    ///
    /// Only over one thing, so that the way back is as likely: else runs would be broken more often than made.
    mutating func paintRun() -> Bool {
        let officer = member()
        let from = random.below(tables.days)
        let wanted = random.below(tables.shifts + 1) - 1
        guard Int(board.shift[officer * tables.days + from]) != wanted,
            let last = drawPaint(officer, from, min(tables.days, from + Search.longestPaint), wanted)
        else { return false }
        return paintDays(officer, from, last, wanted)
    }

    private static let longestPaint = 4

    /// Draws the last day and adds what it is thought to cost to the limit; nil for none.
    private mutating func drawPaint(_ officer: Int, _ from: Int, _ end: Int, _ wanted: Int) -> Int? {
        let base = officer &* tables.days
        let now = board.shift[base &+ from]
        var row = RowScan(board, officer, from: from)
        var draw = Draw()
        var cover: Int32 = 0
        for day in from..<end {
            guard board.shift[base &+ day] == now, row.step(board, day, wanted, now: Int(now)) else { break }
            if now >= 0 { cover &+= board.leavingCost(Int(board.duty[base &+ day])) }
            if wanted >= 0 {
                guard let gain = gain(officer, day, wanted) else { break }
                cover &-= gain
            }
            guard let tail = row.tail(board, day &+ 1) else { continue }
            let cost = Int(row.sum &+ cover) &+ tail
            if cost &- Search.hope > chances.dearest { continue }
            draw.offer(day, cost &+ row.totals(board), chances, &random)
        }
        limit += draw.cost
        return draw.chosen
    }

    /// What one more officer on a shift could bring at most; nil where he finds no place.
    @inline(__always)
    private func gain(_ officer: Int, _ day: Int, _ shift: Int) -> Int32? {
        let cell = day &* tables.shifts &+ shift
        var best: Int32 = 0
        var found = false
        for duty in Int(tables.shiftStart[cell])..<Int(tables.shiftStart[cell &+ 1]) {
            best = max(best, board.joiningGain(duty))
            if board.filled[duty] < board.duties[duty].capacity, board.may(officer, duty) { found = true }
        }
        return found ? best : nil
    }
}
