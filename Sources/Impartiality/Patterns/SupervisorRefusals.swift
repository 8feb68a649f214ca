/// Does one supervisor refuse a larger part of requests than the peers?
struct SupervisorRefusals: Sendable {
    static let ratios = [3.0, 10, 50]
    private var alarm: Alarm
    private var evidence: RunningEvidence
    private var refused: [Double]
    private var decided: [Double]
    private var allRefused: [Double]
    private var allDecided: [Double]

    init(_ history: History, _ budget: ErrorBudget) {
        let n = history.supervisors.count
        alarm = Alarm(.supervisorRefusals, keys: n, budget: budget)
        evidence = RunningEvidence(keys: n, alternatives: Self.ratios.count)
        refused = [Double](repeating: 0, count: n)
        decided = refused
        allRefused = [Double](repeating: 2, count: history.commands.count)
        allDecided = [Double](repeating: 16, count: history.commands.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        for place in ground.grants.firsts {
            let d = history.decisions[Int(place)]
            guard case .supervisor(let v) = d.decider else { continue }
            let c = Int(history.supervisors[Int(v)].command)
            let p = min(0.5, (allRefused[c] - refused[Int(v)] + 1) / (allDecided[c] - decided[Int(v)]))
            let isRefused = !d.isGranted
            let total = evidence.take(Int(v), on: ground.day, observed: isRefused ? 1 : 0, expected: p) {
                let ratio = Self.ratios[$0]
                return (isRefused ? ratio : 1) / (1 + (ratio - 1) * p)
            }
            allDecided[c] += 1
            decided[Int(v)] += 1
            if isRefused {
                allRefused[c] += 1
                refused[Int(v)] += 1
            }
            let keys = history.supervisors.filter { Int($0.command) == c }.count
            guard isRefused, total >= alarm.threshold(keys: Double(keys)) else { continue }
            if alarm.sounds(Int(v), ground.day) {
                flags.append(
                    alarm.flag([.supervisor(v)], on: ground.day, evidence: total, since: evidence.start(Int(v))))
            }
            evidence.clear(Int(v))
        }
    }
}
