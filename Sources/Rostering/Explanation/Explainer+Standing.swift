extension Explainer {
    /// An officer who holds the skills of a duty and is not on it.
    struct Holder {
        var officer: Int
        var standing: Standing
        /// The duty of that day instead; -1 for none.
        var leaves: Int
        /// The row with the duty; nil where something besides the row keeps the officer off it, and for odd rows.
        var choice: RowChoices.Choice?
    }

    /// Counts all officers by standing towards a duty, and says of each who holds its skills how the row would change.
    mutating func survey(_ index: Int) -> (standings: Standings, holders: [Holder]) {
        let duty = problem.duties[index]
        let group = holders.groups[holders.group[duty.post]]
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
        var found: [Holder] = []
        found.reserveCapacity(group.officers.count)
        let (days, isUnavailable, day) = (problem.days, problem.officers.isUnavailable, duty.day)
        for (place, holder) in group.officers.enumerated() {
            let officer = Int(holder)
            if !workers.isEmpty, workers.contains(officer) { continue }
            var entry = Holder(officer: officer, standing: .lapsed, leaves: -1, choice: nil)
            if group.lastDay[place] < day {
                if let skill = problem.posts.requires[duty.post].first(where: { lapses(officer, $0) < day }) {
                    lapsed[skill, default: 0] += 1
                }
            } else if isUnavailable[officer * days + day] {
                entry.standing = .unavailable
            } else if hasDecision[officer], isExcluded(officer, duty) {
                entry.standing = .excluded
            } else if isOdd[officer] {
                entry.standing = oddPlace(officer, duty, index)
            } else {
                let choice = choices.choice(officer, day, index)
                entry.choice = choice
                entry.leaves = Int(choices.duties[officer * days + day])
                entry.standing = choice.standing(leaving: entry.leaves)
            }
            counts[entry.standing.place] += 1
            found.append(entry)
        }
        var byStanding: [Standing: Int] = [:]
        for standing in Standing.allCases where counts[standing.place] > 0 {
            byStanding[standing] = counts[standing.place]
        }
        return (Standings(counts: byStanding, lacking: bySkill(lacking), lapsed: bySkill(lapsed)), found)
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

    /// Whether the officer's own row has room for the duty, skills and absences aside; the change of its cost if so.
    mutating func room(_ officer: Int, _ index: Int) -> Int? {
        let day = problem.duties[index].day
        guard !isOdd[officer], choices.duties[problem.cell(officer, day)] < 0 else { return nil }
        let choice = choices.choice(officer, day, index)
        return choice.isLawful ? choice.change : nil
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

extension RowChoices.Choice {
    /// What the officer's own row says of a duty, skills and absences aside.
    fileprivate func standing(leaving left: Int) -> Standing {
        left >= 0 ? .onAnotherDuty : breaksRest ? .resting : breaksRun ? .runLimit : .free
    }
}
