/// Who of a team's full-contract officers gets off a duty that others serve: the part that nights and weekends share.
///
/// Given how many of the officers compared got off that day, each is equally likely: k of n. The factor of an officer is the
/// likelihood ratio of getting off at higher odds; its mean is exactly 1.
struct ShedDuties: Sendable {
    /// Odds ratios of a favoured officer: the format's sizes are shares of 0.08, 0.2 and 0.5 against 0.015.
    private static let odds = [4.0, 12, 30]

    private var alarm: Alarm
    private var evidence: RunningEvidence

    init(_ statistic: Statistic, _ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(statistic, keys: history.officers.count, budget: budget)
        evidence = RunningEvidence(keys: history.officers.count, alternatives: Self.odds.count)
    }

    /// Weighs one day of a team: the officers compared, and whether each got off.
    mutating func weigh(
        _ pool: [(officer: Int32, isShed: Bool)], of team: Int32, _ ground: Ground, _ history: History,
        _ flags: inout [AuditFlag]
    ) {
        let shed = pool.count { $0.isShed }
        guard shed > 0, shed < pool.count else { return }
        let chance = Double(shed) / Double(pool.count)
        let keys = Int(ground.roll.ofCommand[Int(history.teams[Int(team)].command)])
        let threshold = alarm.threshold(keys: keys)
        for (officer, isShed) in pool {
            let key = Int(officer)
            let total = evidence.take(key, on: ground.day, observed: isShed ? 1 : 0, expected: chance) {
                (isShed ? Self.odds[$0] : 1) / (1 + (Self.odds[$0] - 1) * chance)
            }
            guard isShed, total >= threshold else { continue }
            if alarm.sounds(key, ground.day) {
                let others = ground.places.members[Int(team)].filter { $0 != officer }
                let finding = evidence.finding(
                    key, threshold: threshold, comparison: ([officer] + others).map { (.officer($0), Int($0)) })
                flags.append(
                    alarm.flag(
                        [.officer(officer), .team(team)], on: ground.day, evidence: total, since: evidence.start(key),
                        finding: finding))
            }
            evidence.clear(key, ground.day)
        }
    }
}
