extension Explainer {
    /// Who could have taken a place, before anything is told in full.
    private struct Other {
        var officer: Int
        var total: Int
        var swaps: Int?
    }

    /// Those who could take a duty's place, whoever leaves it.
    private struct Takers {
        var standings: Standings
        /// Free that day, cheapest first.
        var free: [Other]
        /// On another duty, and lawful on this one.
        var elsewhere: [Other]
    }

    /// Why the officer works the duty of that day, with at most so many alternatives; nil where there is no such deployment.
    package mutating func deployment(
        of officer: Int, on day: Int, alternatives most: Int = 5
    ) -> DeploymentExplanation? {
        guard let duty = duty(of: officer, on: day) else { return nil }
        return explanation(officer, duty, takers(of: duty, most), most)
    }

    /// Why, for every deployment on a duty that is wanted, by duty and officer, with at most so many alternatives each.
    package mutating func deployments(alternatives most: Int = 1) -> [DeploymentExplanation] {
        var out: [DeploymentExplanation] = []
        for index in problem.duties.indices where filled[index] > 0 {
            let takers = takers(of: index, most)
            for officer in officers(on: index).sorted() { out.append(explanation(officer, index, takers, most)) }
        }
        return out
    }

    /// The officer's duty of a day, the first where there are two.
    package func duty(of officer: Int, on day: Int) -> Int? {
        let index = Int(choices.duties[problem.cell(officer, day)])
        return index < 0 ? nil : index
    }

    private mutating func takers(of index: Int, _ most: Int) -> Takers {
        var free = Nearest<Other>(most) { ($0.total, $0.officer) < ($1.total, $1.officer) }
        var elsewhere: [Other] = []
        let (standings, holders) = survey(index)
        for holder in holders {
            guard let choice = holder.choice, choice.isLawful else { continue }
            if holder.leaves < 0 {
                free.add(Other(officer: holder.officer, total: choice.change))
            } else {
                elsewhere.append(Other(officer: holder.officer, total: choice.change, swaps: holder.leaves))
            }
        }
        return Takers(standings: standings, free: free.items, elsewhere: elsewhere)
    }

    private mutating func explanation(
        _ officer: Int, _ index: Int, _ takers: Takers, _ most: Int
    ) -> DeploymentExplanation {
        let day = problem.duties[index].day
        var cheapest = Nearest<Other>(most) { ($0.total, $0.officer) < ($1.total, $1.officer) }
        let isOdd = isOdd[officer]
        let own = charges(officer)
        let free = rowOff(officer, index).charges()
        let why = Effect.between(free, own)
        let off = isOdd ? -TermCosts(why).total : choices.choice(officer, day, nil).change
        for other in takers.free {
            cheapest.add(Other(officer: other.officer, total: other.total + off))
        }
        var swaps = 0
        for other in takers.elsewhere where !isOdd {
            guard let theirs = other.swaps, problem.bar(officer, problem.duties[theirs]) == nil else { continue }
            let choice = choices.choice(officer, day, theirs)
            guard choice.isLawful else { continue }
            swaps += 1
            cheapest.add(Other(officer: other.officer, total: other.total + choice.change, swaps: theirs))
        }
        let name = problem.name(of: index)
        var reason = DeploymentExplanation(
            officer: problem.officerIDs[officer], post: name.post, day: name.day, shift: name.shift,
            effects: why, standings: takers.standings, swaps: swaps,
            alternatives: [])
        for other in cheapest.items { reason.alternatives.append(alternative(other, officer, index, free)) }
        return reason
    }

    private mutating func alternative(
        _ other: Other, _ officer: Int, _ index: Int, _ free: [Charge]
    ) -> DeploymentExplanation.Alternative {
        let day = problem.duties[index].day
        let taken = row(of: other.officer, on: day, taking: index).charges()
        let effects = Effect.between(charges(other.officer), taken)
        let after = other.swaps.map { row(of: officer, on: day, taking: $0).charges() } ?? free
        let ownEffects = Effect.between(charges(officer), after)
        return DeploymentExplanation.Alternative(
            officer: problem.officerIDs[other.officer], swaps: other.swaps.map { problem.ids(of: $0) },
            change: TermCosts(effects + ownEffects),
            effects: effects, ownEffects: ownEffects)
    }

    /// The officer's row without the duty; of two duties on the day the other stays.
    private func rowOff(_ officer: Int, _ index: Int) -> OfficerRow {
        var placements = placements(of: officer)
        if let place = placements.firstIndex(of: Placement(problem, officer, index)) { placements.remove(at: place) }
        return OfficerRow(problem, officer, placements)
    }
}
