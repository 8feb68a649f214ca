/// The roster a search works on, in flat memory, with the exact cost of every change.
///
/// A move puts officers on duties (`put`), settles each officer it touched (`settle`) and then either keeps the change
/// (`keep`) or takes it back (`takeBack`). `delta` is the change of the cost so far.
struct Board {
    struct Tally {
        var shifts: Int32 = 0
        var nights: Int32 = 0
        var weekendDuties: Int32 = 0
        var highs: Int32 = 0
        var weekends: Int32 = 0
    }

    /// The state before a day, and what the day itself costs.
    struct Mark {
        /// Place of the state in the automaton's steps.
        var state: Int32 = 0
        var cost: Int32 = 0
        var weekend: Int32 = 0
    }

    struct Edit {
        var officer: Int32
        var day: Int16
        var shiftBefore: Int8
        var before: Int32
        var next: Int32
    }

    struct Settled {
        var officer: Int32
        var first: Int32
        var last: Int32
    }

    static let off: Int32 = -1

    // Read only while moves are made; `duties` are this search's own, for it may be dealt some of them only.
    let duties: Flat<Tables.DutyFacts>
    let officers: Flat<Tables.OfficerFacts>
    let steps: Flat<RowAutomaton.Step>
    let price: Flat<Int32>
    let eligible: Flat<UInt64>
    let words: Int
    let days: Int
    let shifts: Int
    let sites: Int
    let siteCap: Int
    let weights: SearchWeights
    let dayStart: Flat<Int32>
    let hasTails: Bool
    /// The Saturdays and the Sundays of the first nine weeks, one bit a day.
    let saturdays: UInt64 = (0..<9).reduce(0) { $0 | 1 << UInt64($1 * 7 + 5) }
    let sundays: UInt64 = (0..<9).reduce(0) { $0 | 1 << UInt64($1 * 7 + 6) }

    // The state.
    let duty: Flat<Int32>
    let shift: Flat<Int8>
    let filled: Flat<Int32>
    /// Officers on each duty as of the last change kept, and how many.
    let slots: Flat<Int32>
    let listed: Flat<Int32>
    let tally: Flat<Tally>
    let siteCount: Flat<Int32>
    let marks: Flat<Mark>
    let tails: RowTails
    /// The days each officer works, one bit a day; of use up to 64 days.
    let worked: Flat<UInt64>
    /// Whether an officer's row has changed since it was last shared.
    let isTouched: Flat<Bool>
    /// Duties below target, those of a day from `dayStart` on; `gapPlace` is -1 for the others.
    let gaps: Flat<Int32>
    let gapPlace: Flat<Int32>
    let gapCount: Flat<Int32>
    let edits: Flat<Edit>
    let settled: Flat<Settled>
    var editCount = 0
    var settledCount = 0
    var delta = 0
    var cost = 0
    /// One past the last day that the last row kept was walked to.
    var walkedTo = 0

    init(_ tables: Tables) {
        duties = tables.duty.copied()
        officers = tables.officer
        steps = tables.rows.steps
        price = tables.price
        eligible = tables.likely.bits
        words = tables.words
        days = tables.days
        shifts = tables.shifts
        sites = tables.sites
        siteCap = tables.problem.siteCap
        weights = tables.weights
        dayStart = tables.dayStart
        hasTails = tables.hasTails
        tails = RowTails(tables)
        worked = Flat(repeating: 0, count: tables.officers)
        isTouched = Flat(repeating: true, count: tables.officers)
        let cells = tables.officers * tables.days
        duty = Flat(repeating: Board.off, count: cells)
        shift = Flat(repeating: -1, count: cells)
        filled = Flat(repeating: 0, count: tables.dutyCount)
        slots = Flat(repeating: -1, count: tables.slots)
        listed = Flat(repeating: 0, count: tables.dutyCount)
        tally = Flat(repeating: Tally(), count: tables.officers)
        siteCount = Flat(repeating: 0, count: tables.officers * tables.sites)
        siteCount.copy(from: tables.siteHistory)
        marks = Flat(repeating: Mark(), count: cells)
        gaps = Flat(repeating: -1, count: tables.dutyCount)
        gapPlace = Flat(repeating: -1, count: tables.dutyCount)
        gapCount = Flat(repeating: 0, count: tables.days)
        let nothing = Edit(officer: 0, day: 0, shiftBefore: -1, before: Board.off, next: Board.off)
        edits = Flat(repeating: nothing, count: max(Board.mostEdits, 4 * tables.days))
        settled = Flat(repeating: Settled(officer: 0, first: 0, last: 0), count: Board.mostEdits)
        for index in 0..<tables.dutyCount where duties[index].target > 0 { open(index) }
        for officer in 0..<tables.officers { begin(officer) }
        cost = tables.emptyCost
    }

    /// Most changes one move may make; two whole rows are always among them, and who passes on.
    static let mostEdits = 64

    func free() {
        duties.free()
        tails.free()
        worked.free()
        isTouched.free()
        duty.free()
        shift.free()
        filled.free()
        slots.free()
        listed.free()
        tally.free()
        siteCount.free()
        marks.free()
        gaps.free()
        gapPlace.free()
        gapCount.free()
        edits.free()
        settled.free()
    }

    /// The marks of a row with no duty yet.
    private mutating func begin(_ officer: Int) {
        marks[officer * days].state = officers[officer].start
        _ = walk(officer, 0, days - 1, from: officer * days, storing: true)
        if hasTails { tails.renew(officer, 0, days, shift, marks) }
    }

    /// Whether skill, availability and the rest after history let the officer work the duty, and the search tries it.
    @inline(__always)
    func may(_ officer: Int, _ index: Int) -> Bool {
        eligible[officer * words + index >> 6] >> UInt64(index & 63) & 1 != 0
    }

    // MARK: Changing

    /// Puts the officer on a duty of the day, or off; the row is not settled yet.
    @inline(__always)
    mutating func put(_ officer: Int, _ day: Int, _ next: Int32) {
        let before = write(officer, day, next)
        if before >= 0 {
            leave(Int(before))
            uncount(officer, Int(before))
        }
        if next >= 0 {
            join(Int(next))
            count(officer, Int(next))
        }
    }

    /// Two officers exchange what they do on a day, which changes no duty's cover; the rows are not settled yet.
    @inline(__always)
    mutating func exchange(_ first: Int, _ second: Int, _ day: Int) {
        let mine = duty[first * days + day]
        let yours = write(second, day, mine)
        _ = write(first, day, yours)
        if mine >= 0 {
            uncount(first, Int(mine))
            count(second, Int(mine))
        }
        if yours >= 0 {
            uncount(second, Int(yours))
            count(first, Int(yours))
        }
    }

    /// Takes the change back: nothing has happened.
    @inline(__always)
    mutating func takeBack() {
        while editCount > 0 {
            editCount -= 1
            let edit = edits[editCount]
            let officer = Int(edit.officer)
            let cell = officer * days + Int(edit.day)
            let now = duty[cell]
            if now >= 0 {
                filled[Int(now)] -= 1
                uncount(officer, Int(now))
            }
            if edit.before >= 0 {
                filled[Int(edit.before)] += 1
                count(officer, Int(edit.before))
            }
            duty[cell] = edit.before
            shift[cell] = edit.shiftBefore
            setWorked(officer, Int(edit.day), edit.before >= 0)
        }
        settledCount = 0
        delta = 0
    }

    /// Makes the change the new state.
    @inline(__always)
    mutating func keep() {
        for index in 0..<settledCount {
            let row = settled[index]
            _ = walk(
                Int(row.officer), Int(row.first), Int(row.last), from: Int(row.officer) * days, storing: true)
            if hasTails { tails.renew(Int(row.officer), Int(row.first), walkedTo, shift, marks) }
        }
        for index in 0..<editCount {
            let edit = edits[index]
            isTouched[Int(edit.officer)] = true
            if edit.before >= 0 { unlist(Int(edit.officer), Int(edit.before)) }
            if edit.next >= 0 { list(Int(edit.officer), Int(edit.next)) }
        }
        cost += delta
        editCount = 0
        settledCount = 0
        delta = 0
    }

    /// Writes a cell of the roster and remembers what was there.
    @inline(__always)
    private mutating func write(_ officer: Int, _ day: Int, _ next: Int32) -> Int32 {
        let cell = officer * days + day
        let before = duty[cell]
        edits[editCount] = Edit(
            officer: Int32(truncatingIfNeeded: officer), day: Int16(truncatingIfNeeded: day),
            shiftBefore: shift[cell], before: before, next: next)
        editCount += 1
        duty[cell] = next
        setWorked(officer, day, next >= 0)
        shift[cell] = next < 0 ? -1 : Int8(truncatingIfNeeded: duties[Int(next)].shift)
        return before
    }

    @inline(__always)
    private func setWorked(_ officer: Int, _ day: Int, _ works: Bool) {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: day)
        worked[officer] = works ? worked[officer] | bit : worked[officer] & ~bit
    }

    // MARK: Cover

    /// What one officer more on a duty brings, and one less costs.
    @inline(__always)
    func joiningGain(_ index: Int) -> Int32 { price(index, filled[index]) }

    @inline(__always)
    func leavingCost(_ index: Int) -> Int32 { price(index, filled[index] &- 1) }

    /// What the officer after so many is worth.
    @inline(__always)
    private func price(_ index: Int, _ count: Int32) -> Int32 {
        let facts = duties[index]
        return count < facts.min ? facts.minPrice : count < facts.target ? facts.targetPrice : 0
    }

    @inline(__always)
    private mutating func join(_ index: Int) {
        delta -= Int(joiningGain(index))
        filled[index] += 1
    }

    @inline(__always)
    private mutating func leave(_ index: Int) {
        delta += Int(leavingCost(index))
        filled[index] -= 1
    }

    // MARK: An officer's sums

    @inline(__always)
    private mutating func count(_ officer: Int, _ index: Int) {
        let before = tally[officer].shifts
        tally[officer].shifts = before + 1
        if before >= officers[officer].maxShifts { delta += weights.shifts }
        if before < officers[officer].minShifts { delta -= weights.shifts }
        if weights.burden != 0 {
            if duties[index].isNight {
                tally[officer].nights += 1
                delta += weights.burden * max(0, Int(tally[officer].nights - officers[officer].nightRoom))
            }
            if duties[index].isWeekend {
                tally[officer].weekendDuties += 1
                delta += weights.burden * max(0, Int(tally[officer].weekendDuties - officers[officer].weekendRoom))
            }
            if duties[index].isHigh {
                tally[officer].highs += 1
                delta += weights.burden * max(0, Int(tally[officer].highs - officers[officer].highRoom))
            }
        }
        if weights.siteRepeat != 0 {
            let site = officer * sites + Int(duties[index].site)
            siteCount[site] += 1
            delta += weights.siteRepeat * max(0, Int(siteCount[site]) - siteCap)
        }
    }

    @inline(__always)
    private mutating func uncount(_ officer: Int, _ index: Int) {
        let after = tally[officer].shifts - 1
        tally[officer].shifts = after
        if after >= officers[officer].maxShifts { delta -= weights.shifts }
        if after < officers[officer].minShifts { delta += weights.shifts }
        if weights.burden != 0 {
            if duties[index].isNight {
                delta -= weights.burden * max(0, Int(tally[officer].nights - officers[officer].nightRoom))
                tally[officer].nights -= 1
            }
            if duties[index].isWeekend {
                delta -= weights.burden * max(0, Int(tally[officer].weekendDuties - officers[officer].weekendRoom))
                tally[officer].weekendDuties -= 1
            }
            if duties[index].isHigh {
                delta -= weights.burden * max(0, Int(tally[officer].highs - officers[officer].highRoom))
                tally[officer].highs -= 1
            }
        }
        if weights.siteRepeat != 0 {
            let site = officer * sites + Int(duties[index].site)
            delta -= weights.siteRepeat * max(0, Int(siteCount[site]) - siteCap)
            siteCount[site] -= 1
        }
    }

    // MARK: Who is on a duty, and which are below target

    @inline(__always)
    private mutating func list(_ officer: Int, _ index: Int) {
        slots[Int(duties[index].slot + listed[index])] = Int32(truncatingIfNeeded: officer)
        listed[index] += 1
        if listed[index] == duties[index].target { close(index) }
    }

    @inline(__always)
    private mutating func unlist(_ officer: Int, _ index: Int) {
        var slot = Int(duties[index].slot)
        while slots[slot] != Int32(truncatingIfNeeded: officer) { slot += 1 }
        if listed[index] == duties[index].target { open(index) }
        listed[index] -= 1
        slots[slot] = slots[Int(duties[index].slot + listed[index])]
    }

    @inline(__always)
    mutating func open(_ index: Int) {
        let day = Int(duties[index].day)
        let place = dayStart[day] + gapCount[day]
        gaps[Int(place)] = Int32(truncatingIfNeeded: index)
        gapPlace[index] = place
        gapCount[day] += 1
    }

    @inline(__always)
    private mutating func close(_ index: Int) {
        let day = Int(duties[index].day)
        gapCount[day] -= 1
        let last = gaps[Int(dayStart[day] + gapCount[day])]
        let place = gapPlace[index]
        gaps[Int(place)] = last
        gapPlace[Int(last)] = place
        gapPlace[index] = -1
    }
}
