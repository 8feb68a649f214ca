/// What departures from an officer's contract cost.
extension Term {
    /// `shifts`: each shift under the contract's least or over its most.
    static func shifts(_ row: OfficerRow) -> Int {
        let count = row.history.shifts + row.duties.count
        return row.problem.weights.shifts
            * max(0, row.rules.shifts.lowerBound - count, count - row.rules.shifts.upperBound)
    }

    /// `minRun`: each day by which a run of work or of days off is too short, or too long where that has a price.
    ///
    /// Runs open on the last day are not short; runs that began in history have their history days. A run on shifts of one
    /// kind that is too short is charged here as well.
    static func minRun(_ row: OfficerRow) -> Int {
        row.runs().reduce(0) { sum, run in
            let over = run.isOfOneKind ? 0 : run.over
            return sum + run.limits.shortPrice * run.short(of: row.worked.count) + (run.limits.longPrice ?? 0) * over
        }
    }

    /// `maxNights`: each night (or day on shifts of another limited kind) of the horizon over the contract's most in a row.
    static func maxNights(_ row: OfficerRow) -> Int {
        row.runs().filter(\.isOfOneKind).reduce(0) { $0 + ($1.limits.longPrice ?? 0) * $1.over }
    }

    /// `splitWeekend`: each weekend of which exactly one day is worked, where whole weekends are wanted.
    static func splitWeekend(_ row: OfficerRow) -> Int {
        guard row.rules.completeWeekends else { return 0 }
        let split = stride(from: 5, to: row.worked.count - 1, by: 7).filter { row.worked[$0] != row.worked[$0 + 1] }
        return row.problem.weights.splitWeekend * split.count
    }

    /// `maxWeekends`: each weekend worked, on either day, over the contract's most.
    static func maxWeekends(_ row: OfficerRow) -> Int {
        let weekends = stride(from: 5, to: row.worked.count, by: 7).filter { saturday in
            row.worked[saturday] || (saturday + 1 < row.worked.count && row.worked[saturday + 1])
        }
        let count = row.history.weekends + weekends.count
        return row.problem.weights.maxWeekends * max(0, count - row.rules.maxWeekends)
    }
}
