import Deployment

/// Does an officer get off more nights, or more weekends, than the team?
struct BurdenShed: Sendable {
    static let ratios = [4.0, 12, 30]
    private let statistic: Statistic
    private var alarm: Alarm
    private var evidence: RunningEvidence
    private let members: [[Int32]]
    private var lieu: [Int32]
    private var away: [Int32]
    private var nextAbstraction = 0
    private var nextDecision = 0
    private var open: [(officer: Int32, from: Int32, to: Int, isLieu: Bool, place: Int, isDecision: Bool)] = []

    init(_ statistic: Statistic, _ history: History, _ budget: ErrorBudget) {
        self.statistic = statistic
        alarm = Alarm(statistic, keys: history.officers.count, budget: budget)
        evidence = RunningEvidence(keys: history.officers.count, alternatives: Self.ratios.count)
        var of = [[Int32]](repeating: [], count: history.teams.count)
        for (o, officer) in history.officers.enumerated() where officer.isFull { of[Int(officer.team)].append(Int32(o)) }
        members = of
        lieu = [Int32](repeating: -1, count: history.officers.count)
        away = lieu
    }

    private mutating func marks(_ day: Int32, _ history: History) {
        while nextAbstraction < history.abstractions.count, history.abstractions[nextAbstraction].recorded <= day {
            let a = history.abstractions[nextAbstraction]
            open.append((a.officer, a.from, 0, a.kind == .lieu, nextAbstraction, false))
            nextAbstraction += 1
        }
        while nextDecision < history.decisions.count, history.decisions[nextDecision].recorded <= day {
            let d = history.decisions[nextDecision]
            if d.isGranted { open.append((d.officer, d.from, 0, false, nextDecision, true)) }
            nextDecision += 1
        }
        open.removeAll { entry in
            let to = entry.isDecision ? history.decisions[entry.place].to : history.abstractions[entry.place].to
            return to < day
        }
        for entry in open where entry.from <= day {
            if entry.isLieu { lieu[Int(entry.officer)] = day } else { away[Int(entry.officer)] = day }
        }
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let day = ground.day
        let isWeekend = history.date(day).weekday >= 5
        if statistic == .weekends { marks(day, history) }
        if statistic == .weekends && !isWeekend { return }
        var pool: [(Int32, Bool)] = []
        for (t, team) in history.teams.enumerated() {
            let shift = team.rostered(day)
            guard shift >= 0, statistic == .weekends || shift == 2 else { continue }
            pool.removeAll(keepingCapacity: true)
            var shed = 0
            for o in members[t] {
                let isOn = ground.books.published(o, day) != Books.nothing
                if statistic == .nights {
                    guard isOn else { continue }
                    let isShed = ground.books.shift(o, day) != 2
                    pool.append((o, isShed))
                    shed += isShed ? 1 : 0
                } else {
                    let isLieu = lieu[Int(o)] == day
                    guard isOn || isLieu, away[Int(o)] != day else { continue }
                    pool.append((o, isLieu))
                    shed += isLieu ? 1 : 0
                }
            }
            guard shed > 0, shed < pool.count else { continue }
            let p = Double(shed) / Double(pool.count)
            let threshold = alarm.threshold(keys: Double(ground.roll.ofCommand[Int(team.command)]))
            for (o, isShed) in pool {
                let total = evidence.take(Int(o), on: day, observed: isShed ? 1 : 0, expected: p) {
                    let ratio = Self.ratios[$0]
                    return (isShed ? ratio : 1) / (1 + (ratio - 1) * p)
                }
                guard isShed, total >= threshold else { continue }
                if alarm.sounds(Int(o), day) {
                    flags.append(
                        alarm.flag(
                            [.officer(o), .team(Int32(t))], on: day, evidence: total, since: evidence.start(Int(o))))
                }
                evidence.clear(Int(o))
            }
        }
    }
}

/// Does an officer serve fewer, or more, duties at the Exceptional level than chance would have it?
struct BurdenHigh: Sendable {
    private let ratios: [Double]
    private var alarm: Alarm
    private var evidence: RunningEvidence
    private var isHigh: [Bool]
    private var nextLevel = 0

    init(_ statistic: Statistic, ratios: [Double], _ history: History, _ budget: ErrorBudget) {
        self.ratios = ratios
        alarm = Alarm(statistic, keys: history.officers.count, budget: budget)
        evidence = RunningEvidence(keys: history.officers.count, alternatives: ratios.count)
        isHigh = [Bool](repeating: false, count: history.missions.count)
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
        for draw in strata.draws where !draw.isKept {
            let p = chances[Int(draw.stratum)]
            guard p > 0, p < 1 else { continue }
            let o = Int(draw.officer)
            let isHere = draw.mission >= 0 && isHigh[Int(draw.mission)]
            let total = evidence.take(o, on: ground.day, observed: isHere ? 1 : 0, expected: p) {
                let ratio = min(ratios[$0], 0.95 / p)
                return isHere ? ratio : (1 - ratio * p) / (1 - p)
            }
            let c = Int(history.officers[o].command)
            guard total >= alarm.threshold(keys: Double(ground.roll.ofCommand[c])) else { continue }
            if alarm.sounds(o, ground.day) {
                flags.append(
                    alarm.flag(
                        [.officer(draw.officer), .team(history.officers[o].team)], on: ground.day, evidence: total,
                        since: evidence.start(o)))
            }
            evidence.clear(o)
        }
    }
}
