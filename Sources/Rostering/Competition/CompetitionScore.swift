/// What a roster breaks and costs by the competition's rules, counted from scratch.
///
/// Shares nothing with the engine's own evaluation, so that the two can be held against each other.
package struct CompetitionScore: Sendable, Equatable {
    /// The rules that no roster may break, by the names of the competition.
    package enum HardRule: String, Sendable, CaseIterable {
        case oneAssignment = "H1"
        case minimumCover = "H2"
        case succession = "H3"
        case skill = "H4"

        /// The rule in words.
        package var title: String {
            switch self {
            case .oneAssignment: "one assignment a nurse a day"
            case .minimumCover: "minimum cover (slots below it)"
            case .succession: "forbidden successions"
            case .skill: "skills a nurse does not have"
            }
        }
    }

    /// The rules that cost, by the names of the competition.
    package enum SoftRule: String, Sendable, CaseIterable {
        case optimalCover = "S1"
        case shiftRun = "S2_shift"
        case workRun = "S2_work"
        case offRun = "S3"
        case request = "S4"
        case completeWeekend = "S5"
        case total = "S6"
        case weekends = "S7"

        /// What one violation costs.
        package var weight: Int {
            switch self {
            case .optimalCover, .workRun, .offRun, .completeWeekend, .weekends: 30
            case .total: 20
            case .shiftRun: 15
            case .request: 10
            }
        }

        /// The rule in words.
        package var title: String {
            switch self {
            case .optimalCover: "optimal cover"
            case .shiftRun: "days in a row on the same shift"
            case .workRun: "days in a row at work"
            case .offRun: "days off in a row"
            case .request: "requests"
            case .completeWeekend: "complete weekends"
            case .total: "total assignments"
            case .weekends: "working weekends"
            }
        }
    }

    private var breaches = [Int](repeating: 0, count: HardRule.allCases.count)
    private var costs = [Int](repeating: 0, count: SoftRule.allCases.count)

    /// How often a hard rule is broken.
    package internal(set) subscript(rule: HardRule) -> Int {
        get { breaches[rule.place] }
        set { breaches[rule.place] = newValue }
    }

    /// What a soft rule costs.
    package internal(set) subscript(rule: SoftRule) -> Int {
        get { costs[rule.place] }
        set { costs[rule.place] = newValue }
    }

    /// Whether no hard rule is broken.
    package var isFeasible: Bool { breaches.allSatisfy { $0 == 0 } }

    /// The sum of the costs.
    package var total: Int { costs.reduce(0, +) }

    /// Counts the roster from scratch; every index of it is one of `problem`.
    ///
    /// Linear in nurses x days x shifts and in the slots.
    package init(_ problem: CompetitionProblem, _ roster: CompetitionRoster) {
        let nobody = [Int?](repeating: nil, count: problem.days)
        var rows = [[Int?]](repeating: nobody, count: problem.nurses.count)
        var staffed = [Int](repeating: 0, count: problem.demand.count)
        for one in roster.assignments {
            guard rows[one.nurse][one.day] == nil else {
                self[.oneAssignment] += 1
                continue
            }
            rows[one.nurse][one.day] = one.shift
            staffed[problem.slot(day: one.day, shift: one.shift, skill: one.skill)] += 1
            if !problem.nurses[one.nurse].skills.contains(one.skill) { self[.skill] += 1 }
        }
        for (cover, present) in zip(problem.demand, staffed) {
            if present < cover.minimum {
                // The official validator charges no S1 for a slot that already breaks H2.
                self[.minimumCover] += 1
            } else {
                charge(.optimalCover, max(0, cover.optimal - present))
            }
        }
        for request in problem.requests {
            guard let shift = rows[request.nurse][request.day] else { continue }
            if request.shift == nil || request.shift == shift { charge(.request, 1) }
        }
        for (nurse, row) in rows.enumerated() { count(problem, nurse, row) }
    }

    private mutating func charge(_ rule: SoftRule, _ violations: Int) {
        self[rule] += violations * rule.weight
    }

    /// The rules about one nurse's row alone.
    private mutating func count(_ problem: CompetitionProblem, _ nurse: Int, _ row: [Int?]) {
        let past = problem.history[nurse]
        let contract = problem.contracts[problem.nurses[nurse].contract]
        for (before, after) in zip([past.lastShift] + row, row) {
            if let before, let after, problem.isForbidden(before, then: after) { self[.succession] += 1 }
        }
        for (index, shift) in problem.shifts.enumerated() {
            let before = past.lastShift == index ? past.sameShift : 0
            charge(.shiftRun, CompetitionScore.strayDays(row.map { $0 == index }, after: before, shift.run))
        }
        charge(.workRun, CompetitionScore.strayDays(row.map { $0 != nil }, after: past.worked, contract.work))
        charge(.offRun, CompetitionScore.strayDays(row.map { $0 == nil }, after: past.off, contract.off))
        var weekends = past.weekends
        for saturday in stride(from: 5, to: row.count, by: 7) {
            let worked = [row[saturday], row[saturday + 1]].count { $0 != nil }
            if worked > 0 { weekends += 1 }
            if worked == 1, contract.completeWeekends { charge(.completeWeekend, 1) }
        }
        charge(.weekends, max(0, weekends - contract.mostWeekends))
        let total = past.assignments + row.count { $0 != nil }
        charge(.total, max(0, contract.total.lowerBound - total, total - contract.total.upperBound))
    }

    /// Days by which the runs of true miss `lawful`, each run by itself.
    ///
    /// The first run goes on from `before` such days in the history, of which none is charged for being too many: the
    /// history's own cost is not ours. The run that reaches the last day is not charged for being short.
    static func strayDays(_ days: [Bool], after before: Int, _ lawful: ClosedRange<Int>) -> Int {
        var stray = 0
        var run = before
        for day in days {
            if day {
                run += 1
                if run > lawful.upperBound { stray += 1 }
            } else {
                if run > 0 { stray += max(0, lawful.lowerBound - run) }
                run = 0
            }
        }
        return stray
    }
}

extension CompetitionScore.HardRule {
    fileprivate var place: Int {
        switch self {
        case .oneAssignment: 0
        case .minimumCover: 1
        case .succession: 2
        case .skill: 3
        }
    }
}

extension CompetitionScore.SoftRule {
    fileprivate var place: Int {
        switch self {
        case .optimalCover: 0
        case .shiftRun: 1
        case .workRun: 2
        case .offRun: 3
        case .request: 4
        case .completeWeekend: 5
        case .total: 6
        case .weekends: 7
        }
    }
}
