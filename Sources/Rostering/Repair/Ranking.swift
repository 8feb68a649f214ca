/// Who could take one duty now: every officer, in order of added cost, then those whom a rule keeps from it.
package struct Ranking: Sendable {
    /// An officer who could lawfully take the duty.
    package struct Candidate: Sendable {
        /// Index of the officer.
        package var officer: Int
        /// Index of the duty that the officer would leave; nil where the officer is free that day.
        package var leaves: Int?
        /// What the cost of the roster would change by, term by term; below zero is a saving.
        package var change: TermCosts
        /// The sum of `change`.
        package var total: Int
        /// Whether a rostered rest day would be worked that is not worked now.
        package var worksRestDay: Bool
        /// The rostered shift, by index, where another would be worked instead of it.
        package var rosteredShift: Int?
        /// Whether the duty left would lack its minimum.
        package var leavesBelowMin: Bool
        /// Whether the duty left would have fewer than it wants.
        package var leavesBelowTarget: Bool
    }

    /// An officer whom a rule keeps from the duty: the first that applies, in the order of `Standing`.
    package struct Blocked: Sendable, Equatable {
        /// Index of the officer.
        package var officer: Int
        /// The rule; never `free`. `onAnotherDuty` where that duty has begun.
        package var standing: Standing
        /// Index of the first skill that fails, where one does.
        package var skill: Int?
    }

    /// Index of the duty.
    package var duty: Int
    /// Officers on it.
    package var filled: Int
    /// Those who could take it: least added cost first, then by officer.
    package var candidates: [Candidate]
    /// Those who could not, by rule and officer. With the candidates they are the headcount.
    package var blocked: [Blocked]
}

/// Ranks all officers for one duty; the base may break any rule.
///
/// Takes some microseconds an officer. `begun` are duties, by index, that nobody leaves any more.
package func rank(_ problem: Problem, _ base: [Placement], duty: Int, begun: Set<Int> = []) -> Ranking {
    var pricer = RowPricer(problem, base)
    return pricer.ranking(of: duty, begun: begun)
}

extension RowPricer {
    /// The ranking of one duty.
    package mutating func ranking(of index: Int, begun: Set<Int>) -> Ranking {
        var candidates: [Ranking.Candidate] = []
        var byRule = [[Ranking.Blocked]](repeating: [], count: Standing.allCases.count)
        for officer in 0..<problem.officers.count {
            switch standing(officer, index, begun: begun) {
            case .success(let candidate): candidates.append(candidate)
            case .failure(let block): byRule[block.standing.place].append(block)
            }
        }
        candidates.sort { ($0.total, $0.officer) < ($1.total, $1.officer) }
        return Ranking(
            duty: index, filled: staffing[index], candidates: candidates,
            blocked: Array(byRule.joined()))
    }

    private mutating func standing(
        _ officer: Int, _ index: Int, begun: Set<Int>
    ) -> Result<Ranking.Candidate, Ranking.Blocked> {
        let duty = problem.duties[index]
        func blocked(_ standing: Standing, _ skill: Int? = nil) -> Result<Ranking.Candidate, Ranking.Blocked> {
            .failure(Ranking.Blocked(officer: officer, standing: standing, skill: skill))
        }
        let left = self.duty(of: officer, on: duty.day)
        if left == index { return blocked(.onThisDuty) }
        if let (standing, skill) = problem.bar(officer, duty) { return blocked(standing, skill) }
        // A row that is not lawful in itself: nobody adds to it.
        if isOdd[officer] || left.map(begun.contains) == true { return blocked(.onAnotherDuty) }
        let changed = price(of: officer, taking: index)
        let now = price(of: officer)
        if changed.rest > now.rest { return blocked(.resting) }
        if changed.run > now.run { return blocked(.runLimit) }
        let change = self.change(officer, changed, takes: index, leaves: left)
        let rostered = Int(problem.officers.rostered[problem.cell(officer, duty.day)])
        return .success(
            Ranking.Candidate(
                officer: officer, leaves: left, change: change, total: change.total,
                worksRestDay: rostered < 0 && left == nil,
                rosteredShift: rostered >= 0 && rostered != duty.shift ? rostered : nil,
                leavesBelowMin: left.map { staffing[$0] <= problem.duties[$0].min } ?? false,
                leavesBelowTarget: left.map { staffing[$0] <= problem.duties[$0].target } ?? false))
    }
}

extension Ranking.Blocked: Error {}

extension Standing {
    /// Place in the order in which officers are counted.
    var place: Int {
        switch self {
        case .onThisDuty: 0
        case .lacksSkill: 1
        case .lapsed: 2
        case .unavailable: 3
        case .excluded: 4
        case .onAnotherDuty: 5
        case .resting: 6
        case .runLimit: 7
        case .free: 8
        }
    }
}

extension Problem {
    /// The first rule, besides rest and runs, that keeps an officer off a duty: skills, absences, non-deployments.
    func bar(_ officer: Int, _ duty: Duty) -> (Standing, skill: Int?)? {
        let first = officer * officers.skillCount
        let requires = posts.requires[duty.post]
        for skill in requires where officers.lastDay[first + skill] == OfficerTable.notHeld {
            return (.lacksSkill, skill)
        }
        for skill in requires where officers.lastDay[first + skill] < duty.day { return (.lapsed, skill) }
        if officers.isUnavailable[cell(officer, duty.day)] { return (.unavailable, nil) }
        let isExcluded = officers.nonDeployments[officer].contains {
            $0.covers(post: duty.post, day: duty.day, shift: duty.shift)
        }
        return isExcluded ? (.excluded, nil) : nil
    }
}
