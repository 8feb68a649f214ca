/// One officer's row while new shifts are tried on some days from one on, day by day: what they would cost if the rest stayed as it is.
///
/// Nothing changes. Covers what a day and a row cost; not the duties' cover and not the burdens.
struct RowScan {
    private let officer: Int
    private let base: Int
    private let tails: Int
    private let wantsWhole: Bool
    private let workedBefore: UInt64
    private var worked: UInt64
    /// Place of the state before the next day.
    private var place: Int
    private(set) var sum: Int32 = 0
    /// Days worked more.
    private var more: Int32 = 0

    @inline(__always)
    init(_ board: Board, _ officer: Int, from day: Int) {
        self.officer = officer
        base = officer &* board.days
        tails = board.tails.base(officer)
        wantsWhole = board.officers[officer].completeWeekends
        workedBefore = board.worked[officer]
        worked = workedBefore
        place = Int(board.marks[base &+ day].state)
    }

    /// Tries a shift (-1 is a day off) on the next day, where `now` stands; false where that is not lawful.
    @inline(__always)
    mutating func step(_ board: Board, _ day: Int, _ shift: Int, now: Int) -> Bool {
        let step = board.steps[place &+ shift &+ 1]
        if step.next < 0 { return false }
        sum &+= step.cost &- board.marks[base &+ day].cost
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: day)
        if wantsWhole, board.sundays & bit != 0, (worked & bit >> 1 != 0) != (shift >= 0) {
            sum &+= Int32(truncatingIfNeeded: board.weights.splitWeekend)
        }
        if shift >= 0 {
            sum &+= board.price[(base &+ day) &* board.shifts &+ shift]
            worked |= bit
            if now < 0 { more &+= 1 }
        } else {
            worked &= ~bit
            if now >= 0 { more &-= 1 }
        }
        place = Int(step.next)
        return true
    }

    /// What the row would cost more if from `day` on it stayed as it is, without `sum` and the totals; nil where that is not lawful.
    @inline(__always)
    func tail(_ board: Board, _ day: Int) -> Int? {
        let value = board.tails.value(tails, day, place: place)
        return value == RowTails.unlawful ? nil : Int(value)
    }

    /// What the officer's number of shifts and of weekends would cost more.
    @inline(__always)
    func totals(_ board: Board) -> Int {
        board.shiftsCost(officer, more: more) &+ board.weekendsCost(officer, workedBefore, worked)
    }
}
