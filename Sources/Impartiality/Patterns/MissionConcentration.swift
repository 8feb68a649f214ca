/// Is one mission relieved by decisions more often than its share? Also the surge of a mission: the same within days.
struct MissionReliefs: Sendable {
    private let ratios: [Double]
    private var evidence: RunningEvidence
    private var alarm: Alarm

    init(_ statistic: Statistic, ratios: [Double], _ history: History, _ budget: ErrorBudget) {
        self.ratios = ratios
        evidence = RunningEvidence(keys: history.missions.count, alternatives: ratios.count)
        alarm = Alarm(statistic, keys: history.missions.count, budget: budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        for bite in ground.grants.bites {
            let strata = ground.books.strata(on: bite.day)
            let stratum = strata.strata[Int(bite.stratum)]
            let missions = ground.places.missions[Int(stratum.command)]
            let threshold = alarm.threshold(keys: Double(missions.count))
            for standing in strata.standings[stratum.standings] {
                let chance = Double(standing.posted) / Double(stratum.posted)
                let isHere = standing.mission == bite.mission
                let key = Int(standing.mission)
                let total = evidence.take(key, on: ground.day, observed: isHere ? 1 : 0, expected: chance) {
                    let ratio = ratios[$0]
                    return (isHere ? ratio : 1) / (1 + (ratio - 1) * chance)
                }
                guard total >= threshold else { continue }
                if alarm.sounds(key, ground.day) {
                    flags.append(
                        alarm.flag(
                            [.mission(standing.mission)], on: ground.day, evidence: total, since: evidence.start(key)))
                }
                evidence.clear(key)
            }
        }
    }
}
