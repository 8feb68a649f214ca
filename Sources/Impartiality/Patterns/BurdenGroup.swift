import Deployment

#if canImport(Glibc)
    import Glibc
#endif

/// Do a few officers of one team together serve fewer duties at the Exceptional level than chance would have it?
///
/// For each start, the mean over all groups of three of the product of their factors: the elementary symmetric polynomial.
struct BurdenGroup: Sendable {
    static let shares = [0.3, 0.7]
    static let look: Int32 = 28

    private var alarm: Alarm
    /// ln of each officer's product of factors, for each share.
    private var sums: [[Double]]
    /// The same at earlier looks.
    private var earlier: [[[Double]]] = []
    private var first: [Int]
    private var isHigh: [Bool]
    private var nextLevel = 0

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.highGroup, keys: history.teams.count, budget: budget)
        sums = [[Double]](repeating: [Double](repeating: 0, count: history.officers.count), count: Self.shares.count)
        isHigh = [Bool](repeating: false, count: history.missions.count)
        first = [Int](repeating: 0, count: history.teams.count)
        earlier.append(sums)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        while nextLevel < history.levels.count, history.levels[nextLevel].from <= ground.day {
            let l = history.levels[nextLevel]
            isHigh[Int(l.mission)] = l.level == .exceptional
            nextLevel += 1
        }
        let strata = ground.books.strata(on: ground.day)
        let chances = strata.strata.map { stratum -> Double in
            var k: Int32 = 0
            for s in strata.standings[stratum.standings] where isHigh[Int(s.mission)] { k += s.drawn }
            return stratum.drawn > 0 ? Double(k) / Double(stratum.drawn) : 0
        }
        let rise = chances.map { p in Self.shares.map { p > 0 && p < 1 ? log((1 - $0 * p) / (1 - p)) : 0 } }
        let fall = Self.shares.map { log($0) }
        for draw in strata.draws where !draw.isKept {
            let p = chances[Int(draw.stratum)]
            guard p > 0, p < 1 else { continue }
            let isHere = draw.mission >= 0 && isHigh[Int(draw.mission)]
            for i in Self.shares.indices {
                sums[i][Int(draw.officer)] += isHere ? fall[i] : rise[Int(draw.stratum)][i]
            }
        }
        guard ground.day % Self.look == Self.look - 1 else { return }
        for (t, team) in history.teams.enumerated() {
            let members = history.officers.indices.filter {
                history.officers[$0].team == Int32(t) && ground.roll.isServing[$0]
            }
            guard members.count >= 3 else { continue }
            let n = Double(members.count)
            let groups = n * (n - 1) * (n - 2) / 6
            var evidence = 0.0
            for j in first[t]..<earlier.count {
                for i in Self.shares.indices {
                    var e1 = 0.0, e2 = 0.0, e3 = 0.0
                    for o in members {
                        let x = exp(sums[i][o] - earlier[j][i][o])
                        e3 += e2 * x
                        e2 += e1 * x
                        e1 += x
                    }
                    evidence += e3 / groups
                }
            }
            evidence *= Double(Self.look) / 365 / Double(Self.shares.count)
            let keys = history.teams.filter { $0.command == team.command }.count
            guard evidence >= alarm.threshold(keys: Double(keys)) else { continue }
            if alarm.sounds(t, ground.day) {
                flags.append(alarm.flag([.team(Int32(t))], on: ground.day, evidence: evidence, since: 0))
            }
            first[t] = earlier.count
        }
        earlier.append(sums)
    }
}
