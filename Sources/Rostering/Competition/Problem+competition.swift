internal import Deployment

extension Problem {
    /// A competition problem as a roster problem: nurses are officers, skills are posts, a slot is a duty.
    ///
    /// Minimum cover, a hard rule there, costs so much here that no other cost outweighs it; a duty takes any number of
    /// officers; runs on each shift have limits; successions are forbidden by name instead of by rest. No officer has a
    /// pattern, a burden or a site. Takes time and memory linear in officers x days and slots.
    init(_ competition: CompetitionProblem) {
        let nurses = competition.nurses
        self.init(
            name: competition.name, start: Day(number: 4), days: competition.days, officerIDs: nurses.map(\.id),
            postIDs: competition.skills, shiftIDs: competition.shifts.map(\.id), skillIDs: competition.skills,
            duties: Problem.duties(competition), shifts: ShiftTable(competition), posts: PostTable(competition),
            officers: OfficerTable(competition),
            rules: competition.contracts.map { RowRules($0, competition) },
            weights: ProblemDocument.Weights(
                belowMin: 10_000, belowTarget: CompetitionScore.SoftRule.optimalCover.weight,
                shifts: CompetitionScore.SoftRule.total.weight, maxWeekends: CompetitionScore.SoftRule.weekends.weight,
                splitWeekend: CompetitionScore.SoftRule.completeWeekend.weight,
                request: CompetitionScore.SoftRule.request.weight, changedShift: .everyDay(0),
                workedRestDay: .everyDay(0), burden: 0, siteRepeat: 0),
            siteCap: 1_000_000)
    }

    /// Every slot, also one that asks for nobody: an officer may serve there to keep a run whole.
    private static func duties(_ competition: CompetitionProblem) -> [Duty] {
        var duties: [Duty] = []
        for day in 0..<competition.days {
            for shift in competition.shifts.indices {
                for skill in competition.skills.indices {
                    let cover = competition.demand[competition.slot(day: day, shift: shift, skill: skill)]
                    duties.append(
                        Duty(
                            post: skill, day: day, shift: shift, min: cover.minimum, target: cover.optimal,
                            capacity: max(competition.nurses.count, cover.optimal), weight: 1))
                }
            }
        }
        return duties
    }
}

extension RowRules {
    /// The rules of a competition contract; every limit is soft.
    fileprivate init(_ contract: CompetitionProblem.Contract, _ competition: CompetitionProblem) {
        func limits(_ range: ClosedRange<Int>, _ rule: CompetitionScore.SoftRule) -> RunLimits {
            RunLimits(
                least: range.lowerBound, shortPrice: rule.weight, most: range.upperBound, longPrice: rule.weight)
        }
        self.init(
            work: limits(contract.work, .workRun), off: limits(contract.off, .offRun),
            kinds: competition.shifts.map { limits($0.run, .shiftRun) }, shifts: contract.total,
            maxWeekends: contract.mostWeekends, completeWeekends: contract.completeWeekends)
    }
}

extension ShiftTable {
    /// Shifts without times, each a kind of its own; a forbidden succession is a gap of two days.
    fileprivate init(_ competition: CompetitionProblem) {
        let count = competition.shifts.count
        self.init(
            count: count, begin: [Int](repeating: 0, count: count), minutes: [Int](repeating: 0, count: count),
            isNight: [Bool](repeating: false, count: count), kind: Array(0..<count), minRest: 0, hasTimes: false,
            gap: competition.forbidden.map { $0 ? 2 : 1 })
    }
}

extension PostTable {
    /// One post a skill, all at one site that no cap counts.
    fileprivate init(_ competition: CompetitionProblem) {
        self.init(
            siteIDs: [competition.name], siteIndex: [competition.name: 0],
            site: [Int](repeating: 0, count: competition.skills.count),
            requires: competition.skills.indices.map { [$0] })
    }
}

extension OfficerTable {
    fileprivate init(_ competition: CompetitionProblem) {
        let (count, skills) = (competition.nurses.count, competition.skills.count)
        var lastDay = [Int32](repeating: OfficerTable.notHeld, count: count * skills)
        for (officer, nurse) in competition.nurses.enumerated() {
            for skill in nurse.skills { lastDay[officer * skills + skill] = .max }
        }
        var requests = [[Request]](repeating: [], count: count)
        for request in competition.requests {
            requests[request.nurse].append(Request(day: request.day, shift: request.shift, weight: 1))
        }
        self.init(
            count: count, skillCount: skills, siteCount: 1, team: [String](repeating: "", count: count),
            contract: competition.nurses.map(\.contract),
            lastDay: lastDay, isUnavailable: [Bool](repeating: false, count: count * competition.days),
            rostered: [Int32](repeating: -1, count: count * competition.days),
            nonDeployments: [[NonDeployment]](repeating: [], count: count), requests: requests,
            history: competition.history.map { history in
                History(
                    last: history.lastShift.map { ($0, -1) }, work: history.worked, off: history.off,
                    same: history.sameShift, shifts: history.assignments, weekends: history.weekends, load: [0, 0, 0],
                    cap: [Int](repeating: 1_000_000, count: 3))
            },
            siteHistory: [Int32](repeating: 0, count: count), strandedExcess: [Int](repeating: 0, count: count))
    }
}
