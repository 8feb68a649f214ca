/// What a search reads and never writes: the problem in flat memory, shared by all searches of one solve.
final class Tables: @unchecked Sendable {  // filled in init; only read afterwards
    struct DutyFacts {
        var day: Int32
        var shift: Int32
        var site: Int32
        var group: Int32
        var min: Int32
        var target: Int32
        /// Officers it takes at most.
        var capacity: Int32
        /// Cost of each officer short of the minimum, and of the target.
        var minPrice: Int32
        var targetPrice: Int32
        var isHigh: Bool
        var isNight: Bool
        var isWeekend: Bool
        /// Where the officers on this duty are listed.
        var slot: Int32
    }

    struct OfficerFacts {
        /// Wanted shifts and weekends of the contract, less those before the horizon.
        var minShifts: Int32
        var maxShifts: Int32
        var maxWeekends: Int32
        /// Caps less history: the excess of this roster's own count over it costs.
        var nightRoom: Int32
        var weekendRoom: Int32
        var highRoom: Int32
        var completeWeekends: Bool
        /// Place in `steps` of the state before day 0.
        var start: Int32
    }

    let problem: Problem
    let officers: Int
    let days: Int
    let shifts: Int
    let sites: Int
    let dutyCount: Int
    let weights: SearchWeights
    let duty: Flat<DutyFacts>
    let officer: Flat<OfficerFacts>
    /// The rules of the rows.
    let rows: RowSteps
    /// Price of working a shift on a day (pattern and requests): index (officer x days + day) x shifts + shift.
    let price: Flat<Int32>
    /// One bit a duty, `words` words an officer: lawful by skill, availability and the rest after history.
    let eligible: Flat<UInt64>
    let words: Int
    /// The eligible duties that the search tries.
    let likely: LikelyDuties
    /// Whether no pattern has a price: every officer suits every shift, and runs are what counts.
    let isFree: Bool
    /// Whether the searches keep `RowTails`: without patterns, where they stay near the processor and a row's days fit in a word.
    let hasTails: Bool
    let siteHistory: Flat<Int32>
    /// Whether a shift (or, first, none) may be worked the day after another: index (earlier + 1) x (shifts + 1) + later + 1.
    let mayFollow: Flat<Bool>
    /// Where the duties of a day begin; one more at the end.
    let dayStart: Flat<Int32>
    /// Where the duties of a day and shift begin: index day x shifts + shift, one more at the end.
    let shiftStart: Flat<Int32>
    /// Officers rostered for a shift on a day and not away: start index day x shifts + shift into `onPattern`.
    let patternStart: Flat<Int32>
    let onPattern: Flat<Int32>
    /// Officers who hold the skills of a requirement group: start index into `holders`.
    let holderStart: Flat<Int32>
    let holders: Flat<Int32>
    /// Of each officer, the requirement groups whose skills he holds, one bit a group (the 65th again the first).
    let groups: Flat<UInt64>
    /// Officers with the same rostered pattern, one class after another.
    let twinStart: Flat<Int32>
    let twins: Flat<Int32>
    let classOf: Flat<Int32>
    let slots: Int
    /// Cost of a roster without any duty.
    let emptyCost: Int

    /// Most values of `RowTails`: 32 MB.
    private static let mostTails = 1 << 24

    init(_ problem: Problem) {
        self.problem = problem
        emptyCost = evaluate(problem, []).total
        officers = problem.officers.count
        days = problem.days
        shifts = problem.shifts.count
        sites = problem.posts.siteIDs.count
        dutyCount = problem.duties.count
        weights = SearchWeights(problem.weights)
        let automaton = RowAutomaton(problem)
        let rows = RowSteps(problem, automaton)
        self.rows = rows
        let groups = RequirementGroups(problem)
        let duties = TableBuilder.duties(problem, groups)
        duty = Flat(duties)
        slots = duties.last.map { Int($0.slot) + Int($0.capacity) + 1 } ?? 0
        officer = Flat(
            (0..<problem.officers.count).map { TableBuilder.officer(problem, $0, start: rows.start(automaton, $0)) })
        price = Flat(TableBuilder.prices(problem))
        let eligibility = EligibilityBits(problem, groups)
        words = eligibility.words
        eligible = Flat(eligibility.bits)
        likely = LikelyDuties(eligibility.bits)
        isFree = TableBuilder.isFree(problem)
        hasTails =
            isFree && problem.days < 64 && rows.states < Int(Int16.max)
            && problem.officers.count * (problem.days + 1) * rows.mostStates <= Tables.mostTails
        siteHistory = Flat(problem.officers.siteHistory)
        mayFollow = Flat(TableBuilder.mayFollow(problem.shifts))
        shiftStart = Flat(problem.dutyStart.map { Int32($0) })
        dayStart = Flat((0...problem.days).map { Int32(problem.dutyStart[$0 * problem.shifts.count]) })
        (patternStart, onPattern) = TableBuilder.flatten(TableBuilder.onPattern(problem))
        (holderStart, holders) = TableBuilder.flatten(groups.holders)
        self.groups = Flat(TableBuilder.groupBits(groups, officers: problem.officers.count))
        let classes = TableBuilder.patternClasses(problem)
        (twinStart, twins) = TableBuilder.flatten(classes)
        classOf = Flat(repeating: 0, count: problem.officers.count)
        for (index, members) in classes.enumerated() {
            for member in members { classOf[Int(member)] = Int32(index) }
        }
    }

    deinit {
        duty.free()
        officer.free()
        price.free()
        eligible.free()
        siteHistory.free()
        mayFollow.free()
        dayStart.free()
        shiftStart.free()
        patternStart.free()
        onPattern.free()
        holderStart.free()
        holders.free()
        groups.free()
        twinStart.free()
        twins.free()
        classOf.free()
    }
}

/// The prices the search multiplies by counts; those of coverage, runs, pattern and requests are in its tables.
struct SearchWeights: Sendable {
    let shifts: Int
    let splitWeekend: Int
    let maxWeekends: Int
    let burden: Int
    let siteRepeat: Int

    init(_ weights: ProblemDocument.Weights) {
        shifts = weights.shifts
        splitWeekend = weights.splitWeekend
        maxWeekends = weights.maxWeekends
        burden = weights.burden
        siteRepeat = weights.siteRepeat
    }
}
