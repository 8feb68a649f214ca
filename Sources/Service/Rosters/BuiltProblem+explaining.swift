import Records
import Rostering

/// A duty by the ids of the problem.
struct BuiltDuty: Hashable {
    var post: String
    var day: Int
    var shift: String
}

extension BuiltProblem {
    /// The reasons of a duty below target: the engine's counts, with the rows behind "unavailable" and "excluded" told apart.
    func reasons(_ explanation: DutyExplanation, _ words: ReasonWords) -> DutyReasons {
        var reasons = counts(
            explanation.standings,
            BuiltDuty(post: explanation.post, day: explanation.day, shift: explanation.shift))
        reasons.candidates = explanation.candidates.map { candidate($0, words) }
        reasons.nearMisses = explanation.nearMisses.map { miss in
            DutyReasons.NearMiss(
                candidate: candidate(miss.candidate, words), breaches: miss.breaches.map(words.breach))
        }
        reasons.remedies = explanation.remedies.map { remedy in
            DutyReasons.Remedy(words: words.remedy(remedy.change), places: remedy.places, cost: remedy.cost.total)
        }
        return reasons
    }

    /// Where every officer stands towards a duty. Those in `workers` are on it although a row may now keep them off.
    func counts(_ standings: Standings, _ duty: BuiltDuty, workers: Set<String> = []) -> DutyReasons {
        var reasons = DutyReasons()
        reasons.onThisDuty = standings[.onThisDuty]
        reasons.lacksSkill = Dictionary(uniqueKeysWithValues: standings.lacking.map { ($0.skill, $0.officers) })
        reasons.lapsed = Dictionary(uniqueKeysWithValues: standings.lapsed.map { ($0.skill, $0.officers) })
        reasons.onOtherDuty = standings[.onAnotherDuty]
        reasons.resting = standings[.resting]
        reasons.runLimit = standings[.runLimit]
        reasons.free = standings[.free]
        let requires = document.posts.first { $0.id == duty.post }?.requires ?? []
        for (place, officer) in document.officers.enumerated()
        where !workers.contains(officer.id)
            && requires.allSatisfy({ officer.skills[$0, default: -1] >= duty.day })
        {
            count(place, officer.id, duty, &reasons)
        }
        return reasons
    }

    /// A roster of this problem taken apart. Recuperative duty and service itself are not for moving, though to the engine they
    /// are days away like any other.
    func explainer(_ problem: Problem, _ placements: [Placement]) -> Explainer {
        Explainer(problem, placements, fixed: away.flatMap { days in days.map { $0 != .abstraction } })
    }

    /// Words with the record's names.
    func words(_ problem: Problem) -> ReasonWords {
        ReasonWords(problem, numbersDays: false) { [calendar] in calendar.recordID($0) }
    }

    private func candidate(_ candidate: DutyExplanation.Candidate, _ words: ReasonWords) -> DutyReasons.Candidate {
        DutyReasons.Candidate(
            officer: candidate.officer, leavesPost: candidate.leaves?.post,
            leavesShift: candidate.leaves.map { recordShift($0.shift) }, cost: candidate.change.total,
            effects: self.effects(candidate.effects, words))
    }

    /// Effects in words, each with its part of the cost.
    func effects(_ effects: [Effect], _ words: ReasonWords) -> [DutyReasons.Effect] {
        effects.map { DutyReasons.Effect(words: words.effect($0), cost: $0.change) }
    }

    /// Counts one officer who holds the skills, where a row keeps this officer off the duty.
    private func count(_ place: Int, _ officer: String, _ duty: BuiltDuty, _ reasons: inout DutyReasons) {
        switch away[place][duty.day] {
        case .notInService: reasons.notInService += 1
        case .abstraction: reasons.abstracted += 1
        case .recuperative: reasons.restricted += 1
        case .deployed: reasons.onOtherDuty += 1
        case nil:
            switch block(officer, duty) {
            case .nonDeployment: reasons.excluded += 1
            case .restriction: reasons.restricted += 1
            case .rest: reasons.resting += 1
            case nil: break
            }
        }
    }

    /// The first row that keeps the officer off the duty.
    private func block(_ officer: String, _ duty: BuiltDuty) -> Block? {
        document.nonDeployments.first { entry in
            entry.officer == officer && entry.from <= duty.day && duty.day <= entry.to
                && entry.posts?.contains(duty.post) != false && entry.shifts?.contains(duty.shift) != false
        }.flatMap { blocks[$0.id] }
    }
}
