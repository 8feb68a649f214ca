extension Search {
    /// Where an officer has come to a duty that has all it wants, one of those on it goes to a duty of the same day and shift
    /// that has not: the one who came could not work that one, and nobody's row changes.
    @inline(__always)
    mutating func passOn(_ full: Int) {
        guard board.filled[full] > board.duties[full].target else { return }
        let facts = tables.duty[full]
        let day = Int(facts.day)
        let cell = day * tables.shifts + Int(facts.shift)
        for short in Int(tables.shiftStart[cell])..<Int(tables.shiftStart[cell + 1])
        where board.filled[short] < board.duties[short].target {
            for slot in Int(facts.slot)..<Int(facts.slot + board.listed[full]) {
                let other = Int(board.slots[slot])
                // Somebody listed may have left in this very move.
                guard share.isMember[other], board.may(other, short),
                    board.duty[other * tables.days + day] == Int32(truncatingIfNeeded: full)
                else { continue }
                board.put(other, day, Int32(truncatingIfNeeded: short))
                return
            }
        }
    }
}
