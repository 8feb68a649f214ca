/// Is an officer published at a mission less often than chance would have it?
struct PostingAvoidance: Sendable {
    static let shares: [Float] = [0.02, 0.2, 0.5]
    static let weights = [0.45, 0.4, 0.15]

    private var sums: [[Float]]
    private var expected: [Float]
    private var observed: [Float]
    private var lastDraw: [Int32]
    private var alarm: Alarm
    private let weight: [Double]

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        sums = Self.shares.map { _ in [Float](repeating: 0, count: places.cells) }
        expected = [Float](repeating: 0, count: places.cells)
        observed = expected
        lastDraw = [Int32](repeating: -1, count: history.officers.count)
        alarm = Alarm(.postings, keys: places.cells, budget: budget)
        weight = missionWeights(history, places)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let strata = ground.books.strata(on: ground.day)
        let widest = ground.places.missions.map(\.count).max() ?? 0
        guard widest > 0 else { return }
        let n = Self.shares.count
        var factors = [Float](repeating: 1, count: strata.strata.count * widest * n)
        var chances = [Float](repeating: 0, count: strata.strata.count * widest)
        for (place, stratum) in strata.strata.enumerated() where stratum.drawn > 0 {
            for standing in strata.standings[stratum.standings] where standing.drawn < stratum.drawn {
                let chance = Float(standing.drawn) / Float(stratum.drawn)
                let seat = Int(ground.places.seat[Int(standing.mission)])
                chances[place * widest + seat] = chance
                for (i, share) in Self.shares.enumerated() {
                    factors[(place * n + i) * widest + seat] = (1 - share * chance) / (1 - chance)
                }
            }
        }
        for draw in strata.draws where !draw.isKept {
            let officer = Int(draw.officer)
            let row = ground.places.rows[officer]
            let width = ground.places.missions[Int(history.officers[officer].command)].count
            let starts = Float(min(ground.day - lastDraw[officer], RunningEvidence.longestPause)) / 365
            lastDraw[officer] = ground.day
            let stratum = Int(draw.stratum)
            let here = draw.mission >= 0 ? Int(ground.places.seat[Int(draw.mission)]) : -1
            chances.withUnsafeBufferPointer { chances in
                expected.withUnsafeMutableBufferPointer { expected in
                    for seat in 0..<width { expected[row + seat] += chances[stratum * widest + seat] }
                }
            }
            for i in 0..<n {
                let share = Self.shares[i]
                factors.withUnsafeBufferPointer { factors in
                    sums[i].withUnsafeMutableBufferPointer { sums in
                        let base = (stratum * n + i) * widest
                        let kept = here >= 0 ? (sums[row + here] + starts) * share : 0
                        for seat in 0..<width { sums[row + seat] = (sums[row + seat] + starts) * factors[base + seat] }
                        if here >= 0, chances[stratum * widest + here] > 0 { sums[row + here] = kept }
                    }
                }
            }
            if here >= 0 { observed[row + here] += 1 }
        }
        for officer in history.officers.indices where (Int32(officer) + ground.day) % 7 == 0 {
            look(officer, ground, history, &flags)
        }
    }

    private mutating func look(_ officer: Int, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let command = Int(history.officers[officer].command)
        let missions = ground.places.missions[command]
        let threshold = alarm.threshold(keys: Double(missions.count) * Double(ground.roll.ofCommand[command]))
        let row = ground.places.rows[officer]
        for (seat, mission) in missions.enumerated() {
            var total = 0.0
            for i in 0..<Self.shares.count { total += Self.weights[i] * Double(sums[i][row + seat]) }
            guard total * weight[Int(mission)] >= threshold else { continue }
            if alarm.sounds(row + seat, ground.day) {
                flags.append(
                    alarm.flag(
                        [.officer(Int32(officer)), .mission(mission)], on: ground.day, evidence: total, since: 0))
            }
            for i in 0..<Self.shares.count { sums[i][row + seat] = 0 }
        }
    }
}

/// The weight of each mission in the budget shared by the missions of a command: the square of its share, mean 1.
func missionWeights(_ history: History, _ places: Places) -> [Double] {
    var weights = [Double](repeating: 0, count: history.missions.count)
    for missions in places.missions where !missions.isEmpty {
        let mean = missions.reduce(0) { $0 + places.share[Int($1)] * places.share[Int($1)] } / Double(missions.count)
        for mission in missions {
            let share = places.share[Int(mission)]
            weights[Int(mission)] = mean > 0 ? share * share / mean : 1
        }
    }
    return weights
}
