#if canImport(Glibc)
    import Glibc
#endif

/// Do some officers of one team together serve fewer duties at the Exceptional level, each too little fewer to be seen alone?
///
/// *Null*, *exposure* and *comparison set*: those of `HighBurden`.
/// *Statistic*: for each start, four weeks apart, the mean over all groups of three of the team of the product of their
/// likelihood ratios at 0.3 or 0.7 of the rate (an elementary symmetric polynomial: no group is tried one by one), summed
/// over the starts, every four weeks.
/// *Bound*: officers of one stratum are drawn without replacement, so that their indicators are negatively associated
/// (Joag-Dev and Proschan 1983) and a product of decreasing factors has mean at most that of independent ones, 1; the sum
/// over starts as in `RunningEvidence`.
/// *Source*: the pattern's null in the format; mixture over groups after Arias-Castro et al. (2011).
/// *Innocent causes*: as of `HighBurden`; officers who train together for another task.
struct HighBurdenGroup: Sendable {
    private static let rates = SIMD2(0.3, 0.7)
    private static let stride: Int32 = 28
    /// Officers of a group. Which they are is not known for certain, so the flag asks about the team.
    private static let size = 3

    private struct Served {
        var drawn = 0.0
        var observed = 0.0
        var expected = 0.0
    }

    private var alarm: Alarm
    /// ln of each officer's products so far, one a rate; and as they were at each start.
    private var logs: [SIMD2<Double>]
    private var starts: [[SIMD2<Double>]]
    private var first: [Int]
    /// High duties served and expected by each officer so far; and as they were at each start.
    private var served: [Served]
    private var servedAt: [[Served]]
    private var courses: [[Finding.Course]]

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.highGroup, keys: history.teams.count, budget: budget)
        logs = [SIMD2<Double>](repeating: .zero, count: history.officers.count)
        starts = [logs]
        first = [Int](repeating: 0, count: history.teams.count)
        served = [Served](repeating: Served(), count: history.officers.count)
        servedAt = [served]
        courses = [[Finding.Course]](repeating: [], count: history.teams.count)
    }

    mutating func close(_ high: HighDraws, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let ratios = high.chances.map { (not: logs(of: $0, isHigh: false), high: logs(of: $0, isHigh: true)) }
        for draw in high.draws {
            let officer = Int(draw.officer)
            served[officer].drawn += 1
            served[officer].observed += draw.isHigh ? 1 : 0
            served[officer].expected += draw.chance
            logs[officer] += draw.isHigh ? ratios[Int(draw.stratum)].high : ratios[Int(draw.stratum)].not
        }
        guard ground.day % Self.stride == Self.stride - 1 else { return }
        for team in history.teams.indices { look(team, ground, history, &flags) }
        starts.append(logs)
        servedAt.append(served)
    }

    /// ln of the factor of a draw at each rate, where chance would have it so often.
    private func logs(of chance: Double, isHigh: Bool) -> SIMD2<Double> {
        guard chance > 0, chance < 1 else { return .zero }
        let factors = isHigh ? Self.rates : (1 - Self.rates * chance) / (1 - chance)
        return SIMD2(log(factors[0]), log(factors[1]))
    }

    private mutating func look(_ team: Int, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let members = ground.places.members[team].filter { ground.roll.isServing[Int($0)] }
        guard members.count >= Self.size else { return }
        var evidence = 0.0
        var best = (start: first[team], ratio: 0.0)
        for start in first[team]..<starts.count {
            let ratio = meanOverGroups(members, from: start)
            evidence += ratio
            if ratio > best.ratio { best = (start, ratio) }
        }
        evidence *= Double(Self.stride) / 365
        let threshold = alarm.threshold(keys: ground.places.teams[Int(history.teams[team].command)].count)
        if evidence > 1 { courses[team].append(Finding.Course(day: ground.day, logRatio: log(evidence))) }
        guard evidence >= threshold else { return }
        if alarm.sounds(team, ground.day) {
            let since = Int32(best.start) * Self.stride
            flags.append(
                alarm.flag(
                    [.team(Int32(team))], on: ground.day, evidence: evidence, since: since,
                    finding: finding(team, members, best.start, since, threshold)))
        }
        first[team] = starts.count
        courses[team].removeAll()
    }

    /// The mean over the rates and all groups of the product of likelihood ratios since a start. O(members).
    private func meanOverGroups(_ members: [Int32], from start: Int) -> Double {
        let count = Double(members.count)
        let groups = count * (count - 1) * (count - 2) / 6
        var sum = 0.0
        for rate in 0..<Self.rates.scalarCount {
            var ones = 0.0
            var pairs = 0.0
            var triples = 0.0
            for member in members {
                let ratio = exp(logs[Int(member)][rate] - starts[start][Int(member)][rate])
                triples += pairs * ratio
                pairs += ones * ratio
                ones += ratio
            }
            sum += triples / groups
        }
        return sum / Double(Self.rates.scalarCount)
    }

    /// Of the three of whom it says most; all members are shown.
    private func finding(
        _ team: Int, _ members: [Int32], _ start: Int, _ since: Int32, _ threshold: Double
    ) -> Finding {
        let peers = members.map { member in
            Finding.Peer(
                subject: .officer(member),
                observed: served[Int(member)].observed - servedAt[start][Int(member)].observed,
                expected: served[Int(member)].expected - servedAt[start][Int(member)].expected)
        }
        let missing = peers.sorted { ($0.expected - $0.observed) > ($1.expected - $1.observed) }
        let group = missing.prefix(Self.size)
        let drawn = group.reduce(0) { sum, peer in
            guard case .officer(let officer) = peer.subject else { return sum }
            return sum + served[Int(officer)].drawn - servedAt[start][Int(officer)].drawn
        }
        return Finding(
            observed: group.reduce(0) { $0 + $1.observed }, expected: group.reduce(0) { $0 + $1.expected },
            opportunities: drawn,
            course: Finding.Course.weekly(courses[team].filter { $0.day >= since }, threshold: threshold),
            comparison: missing, comparesSameDays: true)
    }
}
