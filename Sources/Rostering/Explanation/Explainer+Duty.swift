extension Explainer {
    /// An officer who could take a duty, before anything is told in full.
    private struct Near {
        var officer: Int
        var total: Int
        var leaves: Int?
        var excess = 0
    }

    /// Why a duty stands as it does; for one at its target, who could take another place if it had one.
    package mutating func duty(_ index: Int) -> DutyExplanation {
        let duty = problem.duties[index]
        let gain = shortage(index, filled[index] + 1) - shortage(index, filled[index])
        let isCheaper: (Near, Near) -> Bool = { ($0.total, $0.officer) < ($1.total, $1.officer) }
        var free = Nearest(Explainer.mostCandidates, by: isCheaper)
        var movable = Nearest(Explainer.mostCandidates, by: isCheaper)
        var missing = Nearest<Near>(Explainer.mostNearMisses) {
            ($0.excess, $0.total, $0.officer) < ($1.excess, $1.total, $1.officer)
        }
        var remedies = RemedySearch(self, index)
        let (standings, holders) = survey(index)
        for holder in holders {
            if holder.standing == .lapsed || holder.standing == .unavailable || holder.standing == .free {
                remedies.consider(&self, holder, gain)
            }
            guard let choice = holder.choice else { continue }
            var near = Near(officer: holder.officer, total: choice.change + gain)
            if holder.leaves >= 0 {
                near.leaves = holder.leaves
                near.total +=
                    shortage(holder.leaves, filled[holder.leaves] - 1) - shortage(holder.leaves, filled[holder.leaves])
            }
            if !choice.isLawful {
                near.excess = excess(holder.officer, index)
                missing.add(near)
            } else if near.leaves == nil {
                free.add(near)
            } else {
                movable.add(near)
            }
        }
        let name = problem.name(of: index)
        var reason = DutyExplanation(
            post: name.post, day: name.day, shift: name.shift, required: duty.target, min: duty.min,
            filled: filled[index], weight: duty.weight, standings: standings, cheapestFree: free.items.first?.total,
            candidates: [], nearMisses: [], remedies: [])
        for near in free.items { reason.candidates.append(candidate(near, index)) }
        for near in movable.items.prefix(Explainer.mostCandidates - free.items.count) {
            reason.candidates.append(candidate(near, index))
        }
        for near in missing.items { reason.nearMisses.append(nearMiss(near, index)) }
        if filled[index] < duty.target { reason.remedies = remedies.found(&self) }
        return reason
    }

    private mutating func candidate(
        _ near: Near, _ index: Int, _ row: OfficerRow? = nil
    ) -> DutyExplanation.Candidate {
        let after = row ?? self.row(of: near.officer, on: problem.duties[index].day, taking: index)
        var effects = Effect.between(charges(near.officer), after.charges())
        effects += coverage(index, by: 1)
        if let left = near.leaves { effects += coverage(left, by: -1) }
        effects.sort { $0.change > $1.change }
        return DutyExplanation.Candidate(
            officer: problem.officerIDs[near.officer],
            leaves: near.leaves.map { problem.ids(of: $0) }, change: TermCosts(effects), effects: effects)
    }

    private mutating func nearMiss(_ near: Near, _ index: Int) -> DutyExplanation.NearMiss {
        let row = row(of: near.officer, on: problem.duties[index].day, taking: index)
        return DutyExplanation.NearMiss(
            candidate: candidate(near, index, row), breaches: row.breaches(on: problem.duties[index].day),
            excess: near.excess)
    }

    /// What one officer more or less on a duty changes.
    func coverage(_ index: Int, by difference: Int) -> [Effect] {
        Effect.between(shortageCharges(index, filled[index]), shortageCharges(index, filled[index] + difference))
    }

    /// By how many minutes rest and run would be broken by the duty instead of whatever the day has.
    private func excess(_ officer: Int, _ index: Int) -> Int {
        let duty = problem.duties[index]
        let base = officer * problem.days
        var excess = 0
        var (back, ahead) = (duty.day - 1, duty.day + 1)
        while back >= 0, choices.duties[base + back] < 0 { back -= 1 }
        while ahead < problem.days, choices.duties[base + ahead] < 0 { ahead += 1 }
        let this = (shift: duty.shift, day: duty.day)
        let before =
            back >= 0
            ? (shift: problem.duties[Int(choices.duties[base + back])].shift, day: back)
            : problem.officers.history[officer].last
        if let before { excess += max(0, problem.shifts.minRest - rest(before, this)) }
        if ahead < problem.days {
            let after = (shift: problem.duties[Int(choices.duties[base + ahead])].shift, day: ahead)
            excess += max(0, problem.shifts.minRest - rest(this, after))
        }
        (back, ahead) = (duty.day, duty.day)
        while back > 0, choices.duties[base + back - 1] >= 0 { back -= 1 }
        while ahead + 1 < problem.days, choices.duties[base + ahead + 1] >= 0 { ahead += 1 }
        let run = ahead - back + 1 + (back == 0 ? problem.officers.history[officer].work : 0)
        return excess + max(0, run - problem.rules(officer).work.most) * 1440
    }

    /// Minutes between two duties.
    private func rest(_ before: (shift: Int, day: Int), _ after: (shift: Int, day: Int)) -> Int {
        let shifts = problem.shifts
        return (after.day - before.day) * 1440 + shifts.begin[after.shift] - shifts.begin[before.shift]
            - shifts.minutes[before.shift]
    }
}
