import Deployment

#if canImport(Glibc)
    import Glibc
#endif

/// Does one supervisor grant more than the peers, for the officers in the line?
struct SupervisorGrants: Sendable {
    static let ratios = [1.8, 3, 6]
    /// The shortest time looked at, in weeks: one needy month is no habit.
    static let shortest = 26
    /// The part of an officer's grants that is given outside the line.
    static let outside = 0.2
    /// Shape of the Gamma spread of one officer's needs.
    static let need = 2.0

    private var alarm: Alarm
    private var grants: [[Double]]
    private var expected: [[Double]]
    private var lastGrant: [Int64: Int32] = [:]
    private var week: [Double]
    private var total: [Double]
    private var first: [Int]
    /// Grants by others to officers of the line, and how many were to be expected.
    private var others: [Double]
    private var othersUsual: [Double]

    init(_ history: History, _ budget: ErrorBudget) {
        let n = history.supervisors.count
        alarm = Alarm(.supervisorGrants, keys: n, budget: budget)
        grants = [[Double]](repeating: [0], count: n)
        expected = grants
        week = [Double](repeating: 0, count: n)
        total = [Double](repeating: 0, count: history.commands.count)
        others = [Double](repeating: 0, count: n)
        othersUsual = others
        first = [Int](repeating: 0, count: n)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let day = ground.day
        for settled in ground.grants.settled {
            let d = history.decisions[Int(settled.decision)]
            guard case .supervisor(let v) = d.decider else { continue }
            let key = Int64(d.officer) << 32 | Int64(v)
            if day - (lastGrant[key] ?? -History.never) > Grants.once {
                week[Int(v)] += settled.weight
                total[Int(history.supervisors[Int(v)].command)] += settled.weight
                let line = history.officers[Int(d.officer)].line
                if line >= 0, line != v { others[Int(line)] += settled.weight }
            }
            lastGrant[key] = day
        }
        guard day % 7 == 6 else { return }
        let heads = exposure(ground, history)
        for (v, s) in history.supervisors.enumerated() {
            let c = Int(s.command)
            let n = max(1, Double(ground.roll.ofCommand[c]))
            let line = Double(ground.roll.ofLine[v])
            let share = heads[v] / n
            // Not the supervisor's own: against what the others granted that week.
            let mu = (total[c] - week[v]) * share / max(0.1, 1 - share)
            grants[v].append(grants[v].last! + week[v])
            expected[v].append(expected[v].last! + mu)
            othersUsual[v] += (total[c] - week[v]) / max(0.1, 1 - share) * Self.outside * line / n
            defer { week[v] = 0 }
            guard week[v] > 0 else { continue }
            let spread = max(6, Self.need * heads[v])
            let now = grants[v].count - 1
            var evidence = 0.0
            for j in stride(from: first[v], through: now - Self.shortest, by: 1) {
                let S = grants[v][now] - grants[v][j], M = expected[v][now] - expected[v][j]
                guard S > M else { continue }
                let model = Spread(shape: spread + grants[v][j] + others[v], scale: spread + expected[v][j] + othersUsual[v])
                for r in Self.ratios { evidence += exp(model.logRatio(r, observed: S, expected: M)) }
            }
            evidence *= 7 / 365 / Double(Self.ratios.count)
            let keys = history.supervisors.filter { $0.command == s.command }.count
            guard evidence >= alarm.threshold(keys: Double(keys)) else { continue }
            if alarm.sounds(v, day) {
                flags.append(alarm.flag([.supervisor(Int32(v))], on: day, evidence: evidence, since: 0))
            }
            first[v] = now
        }
        for c in total.indices { total[c] = 0 }
    }

    /// Officers for whom each supervisor decides: the line's for the greater part, a small part of the rest of the team.
    ///
    /// Nobody outside the line decides for an officer of the same rank.
    private func exposure(_ ground: Ground, _ history: History) -> [Double] {
        var heads = [Double](repeating: 0, count: history.supervisors.count)
        var junior = [Double](repeating: 0, count: history.teams.count * 8)
        var peers = junior
        for s in history.supervisors where s.team >= 0 {
            for r in 0..<8 where r < s.rank.seniority { peers[Int(s.team) * 8 + r] += 1 }
        }
        var own = [Double](repeating: 0, count: history.supervisors.count * 8)
        for (o, officer) in history.officers.enumerated() where ground.roll.isServing[o] {
            let rank = officer.rank.seniority
            guard officer.line >= 0 else { continue }
            let isBelow = history.supervisors[Int(officer.line)].rank.seniority > rank
            let others = peers[Int(officer.team) * 8 + rank] - (isBelow ? 1 : 0)
            heads[Int(officer.line)] += others > 0 ? 1 - Self.outside : 1
            guard others > 0 else { continue }
            junior[Int(officer.team) * 8 + rank] += Self.outside / others
            own[Int(officer.line) * 8 + rank] += Self.outside / others
        }
        for (v, s) in history.supervisors.enumerated() where s.team >= 0 {
            for r in 0..<min(8, s.rank.seniority) { heads[v] += junior[Int(s.team) * 8 + r] - own[v * 8 + r] }
        }
        return heads
    }
}
