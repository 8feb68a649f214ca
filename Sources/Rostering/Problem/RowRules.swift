/// How long a run of days should be, and may be.
package struct RunLimits: Sendable, Equatable {
    /// Shortest wanted run.
    package var least: Int
    /// Cost of each day short of `least`, charged on the day that ends the run.
    package var shortPrice: Int
    /// Longest wanted run.
    package var most: Int
    /// Cost of each day of the horizon beyond `most`; nil where no such day is lawful.
    package var longPrice: Int?

    /// Limits; without any, a run of any length is free.
    package init(least: Int = 0, shortPrice: Int = 0, most: Int = .max, longPrice: Int? = 0) {
        self.least = least
        self.shortPrice = shortPrice
        self.most = most
        self.longPrice = longPrice
    }

    /// Length from which on one day more makes no difference, for runs of at most `longest` days.
    func cap(longest: Int) -> Int {
        let bound = longPrice == 0 || most >= longest ? 0 : most + 1
        return max(1, min(least, longest), bound)
    }

    /// Cost of ending a run of this length.
    func endCost(_ length: Int) -> Int {
        shortPrice * max(0, least - length)
    }

    /// Cost of the day that makes the run this long; nil where it is not lawful.
    func dayCost(_ length: Int) -> Int? {
        length > most ? longPrice : 0
    }
}

/// What a contract asks of one officer's row of days, in the general form that every roster problem is put into.
package struct RowRules: Sendable, Equatable {
    /// Runs of days worked.
    package var work: RunLimits
    /// Runs of days off.
    package var off: RunLimits
    /// Runs of days on shifts of one kind, by kind (`ShiftTable.kind`).
    package var kinds: [RunLimits]
    /// Fewest and most wanted shifts, those before the horizon that count included.
    package var shifts: ClosedRange<Int>
    /// Most wanted weekends worked, those before the horizon that count included.
    package var maxWeekends: Int
    /// Whether a weekend is wanted whole, worked or free.
    package var completeWeekends: Bool

    /// Rules of a row.
    package init(
        work: RunLimits, off: RunLimits, kinds: [RunLimits], shifts: ClosedRange<Int>, maxWeekends: Int,
        completeWeekends: Bool
    ) {
        self.work = work
        self.off = off
        self.kinds = kinds
        self.shifts = shifts
        self.maxWeekends = maxWeekends
        self.completeWeekends = completeWeekends
    }

    /// The rules of a contract of FORMAT.md: days in a row are a hard rule, nights are the one kind of shift with a limit.
    init(_ contract: ProblemDocument.Contract, _ weights: ProblemDocument.Weights) {
        self.init(
            work: RunLimits(
                least: contract.minConsecutiveWork, shortPrice: weights.minRun, most: contract.maxConsecutiveWork,
                longPrice: nil),
            off: RunLimits(least: contract.minConsecutiveOff, shortPrice: weights.minRun),
            kinds: [RunLimits(most: contract.maxConsecutiveNights, longPrice: weights.maxNights)],
            shifts: contract.minShifts...contract.maxShifts, maxWeekends: contract.maxWeekends,
            completeWeekends: contract.completeWeekends)
    }
}
