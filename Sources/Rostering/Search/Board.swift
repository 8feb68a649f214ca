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
        var day: Int32
        var before: Int32
    }

    struct Settled {
        var officer: Int32
        var first: Int32
        var last: Int32
    }

    static let off: Int32 = -1

    // Shared and read only.
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

    // The state.
    let duty: Flat<Int32>
    let shift: Flat<Int8>
    let filled: Flat<Int32>
    let slots: Flat<Int32>
    let tally: Flat<Tally>
    let siteCount: Flat<Int32>
    let marks: Flat<Mark>
    /// Duties with an open place, those of a day from `dayStart` on; `gapPlace` is -1 for a full duty.
    let gaps: Flat<Int32>
    let gapPlace: Flat<Int32>
    let gapCount: Flat<Int32>
    let edits: Flat<Edit>
    let settled: Flat<Settled>
    var editCount = 0
    var settledCount = 0
    var delta = 0
    var cost = 0

    init(_ tables: Tables) {
        duties = tables.duty
        officers = tables.officer
        steps = tables.steps
        price = tables.price
        eligible = tables.likely
        words = tables.words
        days = tables.days
        shifts = tables.shifts
        sites = tables.sites
        siteCap = tables.problem.siteCap
        weights = tables.weights
        dayStart = tables.dayStart
        let cells = tables.officers * tables.days
        duty = Flat(repeating: Board.off, count: cells)
        shift = Flat(repeating: -1, count: cells)
        filled = Flat(repeating: 0, count: tables.dutyCount)
        slots = Flat(repeating: -1, count: tables.slots)
        tally = Flat(repeating: Tally(), count: tables.officers)
        siteCount = Flat(repeating: 0, count: tables.officers * tables.sites)
        siteCount.copy(from: tables.siteHistory)
        marks = Flat(repeating: Mark(), count: cells)
        gaps = Flat(repeating: -1, count: tables.dutyCount)
        gapPlace = Flat(repeating: -1, count: tables.dutyCount)
        gapCount = Flat(repeating: 0, count: tables.days)
        edits = Flat(repeating: Edit(officer: 0, day: 0, before: 0), count: Board.mostEdits)
        settled = Flat(repeating: Settled(officer: 0, first: 0, last: 0), count: Board.mostEdits)
        for index in 0..<tables.dutyCount { open(index) }
        for officer in 0..<tables.officers { begin(officer) }
        cost = tables.emptyCost
    }

    /// Most changes one move may make.
    static let mostEdits = 64

    func free() {
        duty.free()
        shift.free()
        filled.free()
        slots.free()
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
        _ = walk(officer, 0, days - 1, storing: true)
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
        let cell = officer * days + day
        edits[editCount] = Edit(
            officer: Int32(truncatingIfNeeded: officer), day: Int32(truncatingIfNeeded: day), before: duty[cell])
        editCount += 1
        set(officer, cell, next)
    }

    /// Takes the change back: nothing has happened.
    @inline(__always)
    mutating func takeBack() {
        while editCount > 0 {
            editCount -= 1
            let edit = edits[editCount]
            set(Int(edit.officer), Int(edit.officer) * days + Int(edit.day), edit.before)
        }
        settledCount = 0
        delta = 0
    }

    /// Makes the change the new state.
    @inline(__always)
    mutating func keep() {
        for index in 0..<settledCount {
            let row = settled[index]
            _ = walk(Int(row.officer), Int(row.first), Int(row.last), storing: true)
        }
        cost += delta
        editCount = 0
        settledCount = 0
        delta = 0
    }

    @inline(__always)
    private mutating func set(_ officer: Int, _ cell: Int, _ next: Int32) {
        let before = duty[cell]
        if before >= 0 { leave(officer, Int(before)) }
        duty[cell] = next
        if next >= 0 {
            shift[cell] = Int8(truncatingIfNeeded: duties[Int(next)].shift)
            join(officer, Int(next))
        } else {
            shift[cell] = -1
        }
    }

    @inline(__always)
    private mutating func join(_ officer: Int, _ index: Int) {
        let facts = duties[index]
        let count = filled[index]
        filled[index] = count + 1
        slots[Int(facts.slot + count)] = Int32(truncatingIfNeeded: officer)
        if count + 1 == facts.capacity { close(index) }
        if count < facts.min {
            delta -= Int(facts.minPrice)
        } else if count < facts.target {
            delta -= Int(facts.targetPrice)
        }
        let limits = officers[officer]
        let shiftCount = tally[officer].shifts
        tally[officer].shifts = shiftCount + 1
        if shiftCount >= limits.maxShifts { delta += weights.shifts }
        if shiftCount < limits.minShifts { delta -= weights.shifts }
        if facts.isNight {
            tally[officer].nights += 1
            delta += weights.burden * max(0, Int(tally[officer].nights - limits.nightRoom))
        }
        if facts.isWeekend {
            tally[officer].weekendDuties += 1
            delta += weights.burden * max(0, Int(tally[officer].weekendDuties - limits.weekendRoom))
        }
        if facts.isHigh {
            tally[officer].highs += 1
            delta += weights.burden * max(0, Int(tally[officer].highs - limits.highRoom))
        }
        let site = officer * sites + Int(facts.site)
        siteCount[site] += 1
        delta += weights.siteRepeat * max(0, Int(siteCount[site]) - siteCap)
    }

    @inline(__always)
    private mutating func leave(_ officer: Int, _ index: Int) {
        let facts = duties[index]
        let count = filled[index] - 1
        filled[index] = count
        var slot = Int(facts.slot)
        while slots[slot] != Int32(truncatingIfNeeded: officer) { slot += 1 }
        slots[slot] = slots[Int(facts.slot + count)]
        if count + 1 == facts.capacity { open(index) }
        if count < facts.min {
            delta += Int(facts.minPrice)
        } else if count < facts.target {
            delta += Int(facts.targetPrice)
        }
        let limits = officers[officer]
        let shiftCount = tally[officer].shifts - 1
        tally[officer].shifts = shiftCount
        if shiftCount >= limits.maxShifts { delta -= weights.shifts }
        if shiftCount < limits.minShifts { delta += weights.shifts }
        if facts.isNight {
            delta -= weights.burden * max(0, Int(tally[officer].nights - limits.nightRoom))
            tally[officer].nights -= 1
        }
        if facts.isWeekend {
            delta -= weights.burden * max(0, Int(tally[officer].weekendDuties - limits.weekendRoom))
            tally[officer].weekendDuties -= 1
        }
        if facts.isHigh {
            delta -= weights.burden * max(0, Int(tally[officer].highs - limits.highRoom))
            tally[officer].highs -= 1
        }
        let site = officer * sites + Int(facts.site)
        delta -= weights.siteRepeat * max(0, Int(siteCount[site]) - siteCap)
        siteCount[site] -= 1
    }

    // MARK: Duties with an open place

    @inline(__always)
    private mutating func open(_ index: Int) {
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
