/// Does one supervisor refuse a larger part of requests than the peers?
///
/// *Null*: every supervisor refuses with the same probability, that of the others' first decisions so far (one refusal more
/// than seen, for it is estimated; a prior of 2 in 16).
/// *Exposure*: first decisions on record. *Comparison set*: the supervisors of the command.
/// *Statistic*: likelihood ratio of a decision for odds 4 and 20 times as high, started anew every day.
/// *Bound*: each factor has mean 1 at the probability assumed, and below it for supervisors who refuse less; the probability
/// is estimated from some hundred decisions, so the bound is approximate in the first months.
/// *Source*: "unlike treatment" of the field's rules (domain.md, section 6).
/// *Innocent causes*: requests that were sent to this supervisor because they were doubtful; few decisions of a new supervisor.
struct SupervisorRefusals: Sendable {
    private static let odds = [4.0, 20]

    /// Decisions counted, and refusals among them.
    private struct Count {
        var decided = 0.0
        var refused = 0.0
    }

    private var alarm: Alarm
    private var evidence: RunningEvidence
    private var own: [Count]
    private var all: [Count]

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.supervisorRefusals, keys: history.supervisors.count, budget: budget)
        evidence = RunningEvidence(keys: history.supervisors.count, alternatives: Self.odds.count)
        own = [Count](repeating: Count(), count: history.supervisors.count)
        all = [Count](repeating: Count(decided: 16, refused: 2), count: history.commands.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        for place in ground.grants.firsts {
            let decision = history.decisions[Int(place)]
            guard case .supervisor(let supervisor) = decision.decider, supervisor >= 0 else { continue }
            let key = Int(supervisor)
            let command = Int(history.supervisors[key].command)
            let others = Count(
                decided: all[command].decided - own[key].decided, refused: all[command].refused - own[key].refused)
            let chance = min(0.5, (others.refused + 1) / others.decided)
            let isRefused = !decision.isGranted
            let total = evidence.take(key, on: ground.day, observed: isRefused ? 1 : 0, expected: chance) {
                (isRefused ? Self.odds[$0] : 1) / (1 + (Self.odds[$0] - 1) * chance)
            }
            all[command].decided += 1
            own[key].decided += 1
            all[command].refused += isRefused ? 1 : 0
            own[key].refused += isRefused ? 1 : 0
            let peers = ground.places.supervisors[command]
            let threshold = alarm.threshold(keys: peers.count)
            guard isRefused, total >= threshold else { continue }
            if alarm.sounds(key, ground.day) {
                let compared = [supervisor] + peers.filter { $0 != supervisor }
                let finding = evidence.finding(
                    key, threshold: threshold, comparison: compared.map { (.supervisor($0), Int($0)) })
                flags.append(
                    alarm.flag(
                        [.supervisor(supervisor)], on: ground.day, evidence: total, since: evidence.start(key),
                        finding: finding))
            }
            evidence.clear(key, ground.day)
        }
    }
}
