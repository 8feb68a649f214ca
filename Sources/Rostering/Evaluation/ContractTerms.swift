/// What departures from an officer's contract cost.
extension Term {
    /// `shifts`: each shift under the contract's least or over its most.
    static func shifts(_ row: OfficerRow) -> Int {
        let count = row.duties.count
        return row.problem.weights.shifts * max(0, row.contract.minShifts - count, count - row.contract.maxShifts)
    }

    /// `minRun`: each day by which a run of work or of days off falls short.
    ///
    /// Runs open on the last day are not charged; runs that began in history have their history days.
    static func minRun(_ row: OfficerRow) -> Int {
        var short = 0
        var state: Bool? = row.history.work > 0 ? true : row.history.off > 0 ? false : nil
        var length = row.history.work > 0 ? row.history.work : row.history.off
        for now in row.worked {
            if now == state {
                length += 1
                continue
            }
            if let state {
                let least = state ? row.contract.minConsecutiveWork : row.contract.minConsecutiveOff
                short += max(0, least - length)
            }
            state = now
            length = 1
        }
        return row.problem.weights.minRun * short
    }

    /// `maxNights`: each night of the horizon over the contract's most in a row.
    static func maxNights(_ row: OfficerRow) -> Int {
        var run = row.history.nights
        var over = 0
        for night in row.atNight {
            run = night ? run + 1 : 0
            if run > row.contract.maxConsecutiveNights { over += 1 }
        }
        return row.problem.weights.maxNights * over
    }

    /// `splitWeekend`: each weekend of which exactly one day is worked, where whole weekends are wanted.
    static func splitWeekend(_ row: OfficerRow) -> Int {
        guard row.contract.completeWeekends else { return 0 }
        let split = stride(from: 5, to: row.worked.count - 1, by: 7).filter { row.worked[$0] != row.worked[$0 + 1] }
        return row.problem.weights.splitWeekend * split.count
    }

    /// `maxWeekends`: each weekend worked, on either day, over the contract's most.
    static func maxWeekends(_ row: OfficerRow) -> Int {
        let weekends = stride(from: 5, to: row.worked.count, by: 7).filter { saturday in
            row.worked[saturday] || (saturday + 1 < row.worked.count && row.worked[saturday + 1])
        }
        return row.problem.weights.maxWeekends * max(0, weekends.count - row.contract.maxWeekends)
    }
}
