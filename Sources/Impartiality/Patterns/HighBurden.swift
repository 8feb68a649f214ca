/// Does an officer serve too few, or too many, duties at the Exceptional level?
///
/// *Null*: on each shift every assignment of a stratum's officers to its places is equally likely: of n newly drawn, k of
/// whom stand at such a duty, each does with probability k/n.
/// *Exposure*: published duties, the reserve included, but for those that keep yesterday's post. *Comparison set*: the
/// stratum; for the reader, the officer's team.
/// *Statistic*: likelihood ratio of a draw at a changed rate, started anew every day: 0.1, 0.4 or 0.7 of it (too few), 1.5, 2 or
/// 3 times it (too many).
/// *Bound*: each factor has mean exactly 1 given the strata, so `RunningEvidence` holds for any history.
/// *Source*: the format's null.
/// *Innocent causes*: a skill or a driving permit the record does not show; protection of an officer after an incident; a mission
/// that asked for known faces.
struct HighBurden: Sendable {
    private let rates: [Double]
    private var alarm: Alarm
    private var evidence: RunningEvidence

    private init(_ statistic: Statistic, rates: [Double], _ history: History, _ budget: ErrorBudget) {
        self.rates = rates
        alarm = Alarm(statistic, keys: history.officers.count, budget: budget)
        evidence = RunningEvidence(keys: history.officers.count, alternatives: rates.count)
    }

    /// Looks for officers who serve too few.
    static func few(_ history: History, _ budget: ErrorBudget) -> HighBurden {
        HighBurden(.highFew, rates: [0.1, 0.4, 0.7], history, budget)
    }

    /// Looks for officers who serve too many.
    static func many(_ history: History, _ budget: ErrorBudget) -> HighBurden {
        HighBurden(.highMany, rates: [1.5, 2, 3], history, budget)
    }

    mutating func close(_ high: HighDraws, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let ratios = high.chances.map { (not: factors(of: $0, isHigh: false), high: factors(of: $0, isHigh: true)) }
        for draw in high.draws {
            let key = Int(draw.officer)
            let total = evidence.take(
                key, on: ground.day, before: evidence.before(key, on: ground.day), observed: draw.isHigh ? 1 : 0,
                expected: draw.chance, draw.isHigh ? ratios[Int(draw.stratum)].high : ratios[Int(draw.stratum)].not)
            let officer = history.officers[key]
            let threshold = alarm.threshold(keys: Int(ground.roll.ofCommand[Int(officer.command)]))
            guard total >= threshold else { continue }
            if alarm.sounds(key, ground.day) {
                let others = ground.places.members[Int(officer.team)].filter { $0 != draw.officer }
                let finding = evidence.finding(
                    key, threshold: threshold, comparison: ([draw.officer] + others).map { (.officer($0), Int($0)) })
                flags.append(
                    alarm.flag(
                        [.officer(draw.officer), .team(officer.team)], on: ground.day, evidence: total,
                        since: evidence.start(key), finding: finding))
            }
            evidence.clear(key, ground.day)
        }
    }

    /// The factor of a draw at each rate, where chance would have it so often.
    private func factors(of chance: Double, isHigh: Bool) -> SIMD4<Float> {
        var factors = SIMD4<Float>.zero
        guard chance > 0, chance < 1 else { return factors }
        for (place, changed) in rates.enumerated() {
            // A rate that would be nearly certain is lowered: a ratio of likelihoods needs a chance below 1.
            let rate = min(changed, 0.95 / chance)
            factors[place] = Float(isHigh ? rate : (1 - rate * chance) / (1 - chance))
        }
        return factors
    }
}
