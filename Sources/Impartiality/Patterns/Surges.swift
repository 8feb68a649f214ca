#if canImport(Glibc)
    import Glibc
#endif

/// Do many officers of one team ask within days?
struct TeamSurge: Sendable {
    static let ratios = [4.0, 8, 16]
    static let window = 14
    static let sureness = 8.0

    private var alarm: Alarm
    private var requests: [[Double]]
    private var sizes: [[Double]]

    private var first: [Int]

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.teamSurge, keys: history.teams.count, budget: budget)
        requests = [[Double]](repeating: [0], count: history.teams.count)
        sizes = requests
        first = [Int](repeating: 0, count: history.teams.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let now = Int(ground.day) + 1
        var today = [Double](repeating: 0, count: history.teams.count)
        for place in ground.grants.requests {
            today[Int(history.officers[Int(history.decisions[Int(place)].officer)].team)] += 1
        }
        for t in today.indices {
            requests[t].append(requests[t][now - 1] + today[t])
            sizes[t].append(sizes[t][now - 1] + Double(ground.roll.ofTeam[t]))
        }
        for (t, team) in history.teams.enumerated() where today[t] > 0 {
            let peers = history.teams.indices.filter { history.teams[$0].command == team.command }
            let a = max(0, now - 28 - 365), b = max(0, now - 28)
            var count = 0.0, exposure = 0.0
            for p in peers {
                count += requests[p][b] - requests[p][a]
                exposure += sizes[p][b] - sizes[p][a]
            }
            let rate = (count + 10) / (exposure + 10_000)
            var evidence = 0.0
            for j in max(first[t], now - Self.window)..<now {
                let S = requests[t][now] - requests[t][j], E = rate * (sizes[t][now] - sizes[t][j])
                guard S > E, S > 1 else { continue }
                var O = -S, F = -E
                for p in peers {
                    O += requests[p][now] - requests[p][j]
                    F += rate * (sizes[p][now] - sizes[p][j])
                }
                let model = Spread(shape: Self.sureness + O, scale: Self.sureness + F)
                for r in Self.ratios { evidence += exp(model.logRatio(r, observed: S, expected: E)) }
            }
            evidence /= 365 * Double(Self.ratios.count)
            guard evidence >= alarm.threshold(keys: Double(peers.count)) else { continue }
            if alarm.sounds(t, ground.day) {
                flags.append(alarm.flag([.team(Int32(t))], on: ground.day, evidence: evidence, since: ground.day - 20))
            }
            first[t] = now
        }
    }
}

/// Does the whole command ask more than in its own past year, outside declared seasons?
struct CommandSurge: Sendable {
    static let ratios = [1.5, 2, 3]
    static let window = 42
    private var alarm: Alarm
    private var requests: [[Double]]
    private var sizes: [[Double]]
    private var quietRequests: [[Double]]
    private var quietSizes: [[Double]]
    private var first: [Int]

    init(_ history: History, _ budget: ErrorBudget) {
        let n = history.commands.count
        alarm = Alarm(.commandSurge, keys: n, budget: budget)
        requests = [[Double]](repeating: [0], count: n)
        sizes = requests
        quietRequests = requests
        quietSizes = requests
        first = [Int](repeating: 0, count: n)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let day = ground.day
        let now = Int(day) + 1
        let isSeason = history.seasons.contains { $0.from <= day && $0.to + 7 >= day }
        for c in history.commands.indices {
            var today = 0.0
            for place in ground.grants.requests
            where history.officers[Int(history.decisions[Int(place)].officer)].command == Int32(c) { today += 1 }
            let size = Double(ground.roll.ofCommand[c]) * (isSeason ? 2 : 1)
            requests[c].append(requests[c][now - 1] + today)
            sizes[c].append(sizes[c][now - 1] + size)
            quietRequests[c].append(quietRequests[c][now - 1] + (isSeason ? 0 : today))
            quietSizes[c].append(quietSizes[c][now - 1] + (isSeason ? 0 : size))
            guard today > 0 else { continue }
            let a = max(0, now - 28 - 365), b = max(0, now - 28)
            let count = quietRequests[c][b] - quietRequests[c][a] + 10
            let rate = count / (quietSizes[c][b] - quietSizes[c][a] + 10_000)
            let shape = count / 1.5
            var evidence = 0.0
            for j in max(first[c], now - Self.window)..<now {
                let S = requests[c][now] - requests[c][j], E = rate * (sizes[c][now] - sizes[c][j])
                guard S > E else { continue }
                let model = Spread(shape: shape, scale: shape)
                for r in Self.ratios { evidence += exp(model.logRatio(r, observed: S, expected: E)) }
            }
            evidence /= 365 * Double(Self.ratios.count)
            guard evidence >= alarm.threshold(keys: 1) else { continue }
            if alarm.sounds(c, day) {
                flags.append(alarm.flag([.command(Int32(c))], on: day, evidence: evidence, since: day - 27))
            }
            first[c] = now
        }
    }
}

/// Is one mission relieved by many decisions within days?
struct MissionSurge: Sendable {
    static let ratios = [10.0, 30, 90]
    static let window: Int32 = 21
    private struct Event { var day: Int32; var isHere: Bool; var chance: Double }
    private var alarm: Alarm
    private var recent: [[Event]]

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.missionSurge, keys: history.missions.count, budget: budget)
        recent = [[Event]](repeating: [], count: history.missions.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let day = ground.day
        var hit: Set<Int> = []
        for bite in ground.grants.bites {
            let strata = ground.books.strata(on: bite.day)
            let stratum = strata.strata[Int(bite.stratum)]
            for standing in strata.standings[stratum.standings] {
                let isHere = standing.mission == bite.mission
                let m = Int(standing.mission)
                if isHere { hit.insert(m) }
                recent[m].append(Event(day: day, isHere: isHere, chance: Double(standing.posted) / Double(stratum.posted)))
            }
        }
        for m in hit.sorted() {
            recent[m].removeAll { $0.day <= day - Self.window }
            var evidence = 0.0
            for r in Self.ratios {
                var product = 1.0, sum = 0.0
                var next = day
                for e in recent[m].reversed() {
                    sum += product * Double(next - e.day)
                    next = e.day
                    product *= (e.isHere ? r : 1) / (1 + (r - 1) * e.chance)
                }
                sum += product * Double(next - (day - Self.window))
                evidence += sum / 365
            }
            evidence /= Double(Self.ratios.count)
            let keys = ground.places.missions[Int(history.missions[m].command)].count
            guard evidence >= alarm.threshold(keys: Double(keys)) else { continue }
            if alarm.sounds(m, day) {
                flags.append(alarm.flag([.mission(Int32(m))], on: day, evidence: evidence, since: day - 20))
            }
            recent[m].removeAll()
        }
    }
}
