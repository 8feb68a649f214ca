#if canImport(Glibc)
    import Glibc
#endif

/// Does one supervisor outside an officer's line grant to that officer again and again?
struct PairConcentration: Sendable {
    /// Grants a year of a favoured pair.
    static let rates = [1.5, 4, 10]
    static let need = 2.0

    private var alarm: Alarm
    private var sums: [Int64: (m: [Double], day: Int32, count: Int, since: Int32)] = [:]
    private var quiet: [Int64: Int32] = [:]
    private var grants: [Double]
    private var usual: [Double]
    private var outside = 20.0
    private var all = 100.0
    private var rate: [Double]
    private var served: [Double]

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.pair, keys: 0, budget: budget)
        grants = [Double](repeating: 0, count: history.officers.count)
        usual = grants
        rate = [Double](repeating: 0, count: history.commands.count)
        served = rate
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let day = ground.day
        for c in rate.indices { served[c] += Double(ground.roll.ofCommand[c]) / 365 }
        // Usual grants a year and officer: a prior of half a one for 100 officer-years.
        for (o, officer) in history.officers.enumerated() where ground.roll.isServing[o] {
            let c = Int(officer.command)
            usual[o] += (rate[c] + 40) / (served[c] + 100) / 365
        }
        for place in ground.grants.firsts {
            let d = history.decisions[Int(place)]
            guard d.isGranted, case .supervisor(let v) = d.decider else { continue }
            let o = Int(d.officer)
            let officer = history.officers[o]
            guard history.supervisors[Int(v)].team == officer.team else { continue }
            let c = Int(officer.command)
            let peers = Double(history.supervisors.filter { $0.team == officer.team }.count - 1)
            let own = (Self.need + grants[o]) / (Self.need + usual[o])
            let base = (rate[c] + 40) / (served[c] + 100)
            grants[o] += 1
            rate[c] += 1
            all += 1
            guard v != officer.line, peers > 0 else { continue }
            let p = own * base * outside / all / peers
            outside += 1
            let key = Int64(o) << 32 | Int64(v)
            var state = sums[key] ?? (Self.rates.map { _ in 0 }, max(0, officer.joined), 0, day)
            let gap = Double(day - state.day) / 365
            var total = 0.0
            for i in Self.rates.indices {
                let a = max(Self.rates[i], 2 * p)
                let k = a - p
                let decay = exp(-k * gap)
                state.m[i] = (state.m[i] * decay + (1 - decay) / k) * a / p
                total += state.m[i]
            }
            state.day = day
            state.count += 1
            total /= Double(Self.rates.count)
            let threshold = alarm.threshold(keys: Double(ground.roll.ofCommand[c]) * peers)
            if total >= threshold {
                if day - (quiet[key] ?? -History.never) > 182 {
                    quiet[key] = day
                    flags.append(
                        alarm.flag([.officer(Int32(o)), .supervisor(v)], on: day, evidence: total, since: state.since))
                }
                for i in Self.rates.indices { state.m[i] = 0 }
            }
            sums[key] = state
        }
    }
}
