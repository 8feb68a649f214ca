/// Is one mission relieved by decisions more often than its share?
///
/// *Null*: what a decision relieves does not depend on the mission: of the officers of the stratum who have posts, each is as
/// likely to be the one relieved, so that it falls on a mission with probability k/n'.
/// *Exposure*: granted first decisions (no extensions) whose first relieved published duty is known. *Comparison set*: the
/// other missions at which the stratum stands.
/// *Statistic*: for each rate ratio r the likelihood ratio of one draw, r or 1 over 1 + (r - 1) k/n', mixed over 2 and 4 for
/// all such decisions and over 3 and 8 for those that begin on the very day of the duty they take away; started anew every day.
/// *Bound*: each factor has mean exactly 1 given the strata, so `RunningEvidence` holds for any history.
/// *Source*: design.md, "mission avoided" of the field's rules (domain.md, section 6); case-only draws after Farrington (1995).
/// *Innocent causes*: a mission with bad hours or a long journey, that officers with cares at home cannot do; one event at
/// the mission that shook those who stood there.
struct MissionConcentration: Sendable {
    private static let ratios = [2.0, 4]
    /// The same for the decisions only that begin with the duty they take away: about half of all that are made for other reasons.
    private static let firstDayRatios = [3.0, 8]

    private var evidence: RunningEvidence
    private var alarm: Alarm

    init(_ history: History, _ budget: ErrorBudget) {
        evidence = RunningEvidence(
            keys: history.missions.count, alternatives: Self.ratios.count + Self.firstDayRatios.count)
        alarm = Alarm(.mission, keys: history.missions.count, budget: budget)
    }

    mutating func close(_ ground: Ground, _ flags: inout [AuditFlag]) {
        for bite in ground.grants.bites {
            let strata = ground.books.strata(on: bite.day)
            let stratum = strata.strata[Int(bite.stratum)]
            let missions = ground.places.missions[Int(stratum.command)]
            let threshold = alarm.threshold(keys: missions.count)
            for standing in strata.standings[stratum.standings] {
                let chance = Double(standing.posted) / Double(stratum.posted)
                let isHere = standing.mission == bite.mission
                let key = Int(standing.mission)
                let total = evidence.take(key, on: ground.day, observed: isHere ? 1 : 0, expected: chance) {
                    let ratio = Self.ratio($0, bite)
                    return (isHere ? ratio : 1) / (1 + (ratio - 1) * chance)
                }
                guard total >= threshold else { continue }
                if alarm.sounds(key, ground.day) {
                    let others = missions.filter { $0 != standing.mission }
                    let finding = evidence.finding(
                        key, threshold: threshold,
                        comparison: ([standing.mission] + others).map { (.mission($0), Int($0)) })
                    flags.append(
                        alarm.flag(
                            [.mission(standing.mission)], on: ground.day, evidence: total, since: evidence.start(key),
                            finding: finding))
                }
                evidence.clear(key, ground.day)
            }
        }
    }

    /// The rate ratio of an alternative for a decision; 1 where the alternative does not look at it.
    @inline(__always)
    private static func ratio(_ alternative: Int, _ bite: Grants.Bite) -> Double {
        if alternative < ratios.count { return ratios[alternative] }
        return bite.isFirstDay ? firstDayRatios[alternative - ratios.count] : 1
    }
}
