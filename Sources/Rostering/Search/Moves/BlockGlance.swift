/// What can be said of an exchange of days before anything is changed: most are dropped here.
extension Search {
    /// Whether two rows alone, with these days exchanged, do not cost more than the move may, save what one better place could bring.
    @inline(__always)
    mutating func isWorth(_ first: Int, _ second: Int, _ from: Int, _ to: Int) -> Bool {
        var more: Int32 = 0
        for day in from...to {
            let (mine, yours) = (board.shift[first * tables.days + day], board.shift[second * tables.days + day])
            more += (yours >= 0 ? 1 : 0) - (mine >= 0 ? 1 : 0)
        }
        let most = limit + tables.problem.weights.belowTarget
        let shifts = board.shiftsCost(first, more: more) + board.shiftsCost(second, more: -more)
        guard let mine = board.preview(first, with: second, from, to),
            let yours = board.preview(second, with: first, from, to)
        else { return false }
        return shifts + mine + yours <= most
    }

    /// Whether the days before and after let both officers work the other's block; a glance that saves most refused moves.
    @inline(__always)
    func maySwap(_ first: Int, _ second: Int, _ from: Int, _ to: Int) -> Bool {
        let (width, mine, yours) = (tables.shifts + 1, first * tables.days, second * tables.days)
        if from > 0 {
            guard follows(mine + from - 1, yours + from, width), follows(yours + from - 1, mine + from, width) else {
                return false
            }
        }
        if to + 1 < tables.days {
            guard follows(mine + to, yours + to + 1, width), follows(yours + to, mine + to + 1, width) else {
                return false
            }
        }
        return true
    }

    /// Whether the shift in one cell may be worked the day after that in another.
    @inline(__always)
    private func follows(_ earlier: Int, _ later: Int, _ width: Int) -> Bool {
        tables.mayFollow[(Int(board.shift[earlier]) + 1) * width + Int(board.shift[later]) + 1]
    }
}
