extension Explainer {
    /// Counts all officers by standing towards a duty and hands over each who holds its skills, with the standing.
    mutating func survey(_ index: Int, _ visit: (inout Explainer, Int, Standing) -> Void) -> Standings {
        let duty = problem.duties[index]
        let group = holders.groups[holders.group[duty.post]]
        let requires = problem.posts.requires[duty.post]
        let workers = officers(on: index)
        var counts = [Int](repeating: 0, count: Standing.allCases.count)
        var lacking = group.lacking
        var lapsed: [Int: Int] = [:]
        // A roster may put somebody there who lacks a skill: whoever works the duty is counted as that alone.
        for officer in workers {
            if case (.lacksSkill, let skill?)? = problem.bar(officer, duty) { lacking[skill, default: 1] -= 1 }
        }
        counts[Standing.onThisDuty.place] = workers.count
        counts[Standing.lacksSkill.place] = lacking.values.reduce(0, +)
        for (place, holder) in group.officers.enumerated() {
            let officer = Int(holder)
            if !workers.isEmpty, workers.contains(officer) { continue }
            let standing = standing(officer, index, lastDay: Int(group.lastDay[place]))
            if standing == .lapsed, let skill = requires.first(where: { lapses(officer, $0) < duty.day }) {
                lapsed[skill, default: 0] += 1
            }
            counts[standing.place] += 1
            visit(&self, officer, standing)
        }
        var byStanding: [Standing: Int] = [:]
        for standing in Standing.allCases where counts[standing.place] > 0 {
            byStanding[standing] = counts[standing.place]
        }
        return Standings(counts: byStanding, lacking: bySkill(lacking), lapsed: bySkill(lapsed))
    }

    /// The last day of a skill the officer holds.
    func lapses(_ officer: Int, _ skill: Int) -> Int {
        Int(problem.officers.lastDay[officer * problem.officers.skillCount + skill])
    }

    /// Whether a recorded non-deployment covers the duty.
    func isExcluded(_ officer: Int, _ duty: Problem.Duty) -> Bool {
        hasDecision[officer]
            && problem.officers.nonDeployments[officer].contains {
                $0.covers(post: duty.post, day: duty.day, shift: duty.shift)
            }
    }

    /// The first standing that applies to an officer who holds the skills and is not on the duty.
    private mutating func standing(_ officer: Int, _ index: Int, lastDay: Int) -> Standing {
        let duty = problem.duties[index]
        if lastDay < duty.day { return .lapsed }
        if problem.officers.isUnavailable[problem.cell(officer, duty.day)] { return .unavailable }
        if isExcluded(officer, duty) { return .excluded }
        return place(officer, index)
    }

    /// What the officer's own row says, skills and absences aside.
    mutating func place(_ officer: Int, _ index: Int) -> Standing {
        let duty = problem.duties[index]
        if isOdd[officer] { return oddPlace(officer, duty, index) }
        if choices.duties[problem.cell(officer, duty.day)] >= 0 { return .onAnotherDuty }
        let choice = choices.choice(officer, duty.day, index)
        return choice.breaksRest ? .resting : choice.breaksRun ? .runLimit : .free
    }

    private func oddPlace(_ officer: Int, _ duty: Problem.Duty, _ index: Int) -> Standing {
        let before = OfficerRow(problem, officer, placements(of: officer))
        let after = row(of: officer, on: duty.day, taking: index)
        if before.worked[duty.day] { return .onAnotherDuty }
        if HardRule.restBetweenDuties(after).count > HardRule.restBetweenDuties(before).count { return .resting }
        return HardRule.daysInARow(after).count > HardRule.daysInARow(before).count ? .runLimit : .free
    }

    private func bySkill(_ counts: [Int: Int]) -> [Standings.SkillCount] {
        counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
            Standings.SkillCount(skill: problem.skillIDs[$0.key], officers: $0.value)
        }
    }
}
