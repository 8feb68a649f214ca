#if canImport(Glibc)
    import Glibc
#endif

/// Do many decisions relieve one mission within days?
///
/// *Null*, *exposure* and *comparison set*: those of `MissionConcentration`: a decision falls on a mission with k/n'.
/// *Statistic*: the same likelihood ratios for ratios of 12 and 50 (20 and 80 for the decisions that
/// begin with the duty they take away), over the starts of the last 15 days only (a surge of the
/// format lasts 14): the sum over starts, each weighing a day of a year.
/// *Bound*: for every start the product has mean 1; the sum over the starts of a fixed span is at most the sum over all
/// starts, for which `RunningEvidence` holds.
/// *Source*: scan statistics in time (Naus 1965), as a sum instead of a maximum.
/// *Innocent causes*: an incident at the mission; an outbreak of illness among those who stood there together; one supervisor
/// who recorded a week's decisions on one day.
struct MissionSurge: Sendable {
    private static let ratios = [12.0, 50]
    private static let firstDayRatios = [20.0, 80]
    private static let span: Int32 = 15

    /// One decision that could have fallen on the mission.
    private struct Draw {
        var day: Int32
        var isHere: Bool
        var isFirstDay: Bool
        var chance: Double
    }

    private var alarm: Alarm
    private var recent: [[Draw]]

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.missionSurge, keys: history.missions.count, budget: budget)
        recent = [[Draw]](repeating: [], count: history.missions.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        var relieved: Set<Int32> = []
        for bite in ground.grants.bites {
            relieved.insert(bite.mission)
            let strata = ground.books.strata(on: bite.day)
            let stratum = strata.strata[Int(bite.stratum)]
            for standing in strata.standings[stratum.standings] {
                let chance = Double(standing.posted) / Double(stratum.posted)
                recent[Int(standing.mission)].append(
                    Draw(
                        day: ground.day, isHere: standing.mission == bite.mission, isFirstDay: bite.isFirstDay,
                        chance: chance))
            }
        }
        for mission in relieved.sorted() { look(mission, ground, history, &flags) }
    }

    private mutating func look(_ mission: Int32, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let day = ground.day
        recent[Int(mission)].removeAll { $0.day <= day - Self.span }
        let draws = recent[Int(mission)]
        let evidence = Self.evidence(draws, day)
        let missions = ground.places.missions[Int(history.missions[Int(mission)].command)]
        let threshold = alarm.threshold(keys: missions.count)
        // In silence the evidence stays: a surge that goes on when it ends is flagged then.
        guard evidence >= threshold, alarm.sounds(Int(mission), day) else { return }
        let others = missions.filter { $0 != mission }
        let finding = Finding(
            observed: Double(draws.count { $0.isHere }), expected: draws.reduce(0) { $0 + $1.chance },
            opportunities: Double(draws.count),
            course: [Finding.Course(day: day, logRatio: log(evidence / threshold))],
            events: draws.filter(\.isHere).map(\.day),
            comparison: ([mission] + others).map { peer in
                let seen = recent[Int(peer)].filter { $0.day > day - Self.span }
                return Finding.Peer(
                    subject: .mission(peer), observed: Double(seen.count { $0.isHere }),
                    expected: seen.reduce(0) { $0 + $1.chance })
            }, comparesSameDays: true)
        flags.append(
            alarm.flag(
                [.mission(mission)], on: day, evidence: evidence, since: max(0, day - Self.span + 1),
                finding: finding))
        recent[Int(mission)].removeAll()
    }

    /// The sum over the starts of the span, from the latest back; a start between two draws weighs the days between them.
    private static func evidence(_ draws: [Draw], _ day: Int32) -> Double {
        var sum = 0.0
        for ratio in ratios { sum += Self.sum(draws, day, ratio) }
        let firstDays = draws.filter(\.isFirstDay)
        for ratio in firstDayRatios { sum += Self.sum(firstDays, day, ratio) }
        return sum / 365 / Double(ratios.count + firstDayRatios.count)
    }

    private static func sum(_ draws: [Draw], _ day: Int32, _ ratio: Double) -> Double {
        var sum = 0.0
        var product = 1.0
        var next = day
        for draw in draws.reversed() {
            sum += product * Double(next - draw.day)
            next = draw.day
            product *= (draw.isHere ? ratio : 1) / (1 + (ratio - 1) * draw.chance)
        }
        return sum + product * Double(next - (day - span))
    }
}
