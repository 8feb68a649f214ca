#if canImport(Glibc)
    import Glibc
#endif

/// Is an officer published at a mission less often than chance would have it?
///
/// *Null*: on each shift every assignment of a stratum's officers to its places is equally likely, so that an officer of n
/// newly drawn, k of whom stand at the mission, is there with probability k/n.
/// *Exposure*: published duties, the reserve included, but for those that keep yesterday's post. *Comparison set*: the
/// stratum on each shift; for the reader, the team at the same mission.
/// *Statistic*: likelihood ratio of a draw when 0.02, 0.2 or 0.5 of the postings there are left, started anew every day.
/// *Bound*: each factor has mean exactly 1 given the strata, so `RunningEvidence` holds for any history.
/// *Power*: an officer has 5 to 13 expected postings a year at even a large mission; half of them avoided is hardly ever
/// found, which the explanation of a flag says.
/// *Source*: the format's null; "choosing own duties" of the field's rules (domain.md, section 6).
/// *Innocent causes*: a skill that the record does not show; a planner who keeps trained pairs together; light duties agreed
/// but not recorded.
struct PostingAvoidance: Sendable {
    /// Parts of the postings that are left, and how much each counts: whoever stays away altogether can be seen soonest.
    private static let shares: [Float] = [0.02, 0.2, 0.5]
    private static let mixture = [0.65, 0.3, 0.05]

    private var alarm: Alarm
    private let weights: [Double]
    private let cells: Int
    /// Running sums of each cell (see `RunningEvidence`): those of the first share, of the second, of the third.
    private var sums: [Float]
    /// Postings expected and seen in each cell, ever; and what they were when its evidence began.
    private var expected: [Float]
    private var observed: [Float]
    private var expectedBefore: [Float]
    private var observedBefore: [Float]
    private var since: [Int32]
    private var lastDraw: [Int32]
    private var courses: [Int: [Finding.Course]] = [:]
    private var isDrawn: [Bool]

    /// Chances of the day by stratum and seat, and as many factors of not being there for each share.
    private struct Prices {
        var widest: Int
        var chances: [Float]
        var factors: [Float]
    }

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        cells = places.cells
        let none = [Float](repeating: 0, count: cells)
        alarm = Alarm(.postings, keys: cells, budget: budget)
        weights = places.weights
        sums = [Float](repeating: 0, count: cells * Self.shares.count)
        expected = none
        observed = none
        expectedBefore = none
        observedBefore = none
        since = [Int32](repeating: 0, count: cells)
        isDrawn = [Bool](repeating: false, count: cells)
        lastDraw = [Int32](repeating: -1, count: history.officers.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let strata = ground.books.strata(on: ground.day)
        let prices = Self.prices(strata, ground.places)
        guard prices.widest > 0 else { return }
        take(strata.draws, prices, ground, history)
        // Each officer is looked at once a week, on the weekday of joining: it must not hang on who else is on record.
        for (place, officer) in history.officers.enumerated() where (ground.day - officer.joined) % 7 == 0 {
            look(Int32(place), ground, history, &flags)
        }
    }

    /// The chance of each mission in each stratum, and the factors; where everybody is at one mission nothing is drawn.
    private static func prices(_ strata: Strata, _ places: Places) -> Prices {
        let widest = places.missions.map(\.count).max() ?? 0
        let count = strata.strata.count * widest
        var prices = Prices(
            widest: widest, chances: [Float](repeating: 0, count: count),
            factors: [Float](repeating: 1, count: count * shares.count))
        for (place, stratum) in strata.strata.enumerated() {
            for standing in strata.standings[stratum.standings] where standing.drawn < stratum.drawn {
                let chance = Float(standing.drawn) / Float(stratum.drawn)
                let cell = place * widest + Int(places.seat[Int(standing.mission)])
                prices.chances[cell] = chance
                for (share, left) in shares.enumerated() {
                    prices.factors[share * count + cell] = (1 - left * chance) / (1 - chance)
                }
            }
        }
        return prices
    }

    /// Takes in the day's draws, each over all missions of its command: the hot loop of the audit, on flat memory.
    private mutating func take(_ draws: [Strata.Draw], _ prices: Prices, _ ground: Ground, _ history: History) {
        let cells = cells
        sums.withUnsafeMutableBufferPointer { sums in
            expected.withUnsafeMutableBufferPointer { expected in
                prices.chances.withUnsafeBufferPointer { chances in
                    prices.factors.withUnsafeBufferPointer { factors in
                        for draw in draws where !draw.isKept {
                            let officer = Int(draw.officer)
                            let starts = Float(min(ground.day - lastDraw[officer], RunningEvidence.longestPause)) / 365
                            lastDraw[officer] = ground.day
                            let row = ground.places.rows[officer]
                            let width = ground.places.missions[Int(history.officers[officer].command)].count
                            let base = Int(draw.stratum) * prices.widest
                            for seat in 0..<width { expected[row &+ seat] += chances[base &+ seat] }
                            for share in 0..<Self.shares.count {
                                let from = share * cells + row
                                let by = share * chances.count + base
                                for seat in 0..<width {
                                    sums[from &+ seat] = (sums[from &+ seat] + starts) * factors[by &+ seat]
                                }
                            }
                            guard draw.mission >= 0 else { continue }
                            let seat = Int(ground.places.seat[Int(draw.mission)])
                            guard chances[base + seat] > 0 else { continue }
                            // The officer stood here: the factor of being there instead of that of not being there.
                            observed[row + seat] += 1
                            for share in 0..<Self.shares.count {
                                sums[share * cells + row + seat] *=
                                    Self.shares[share] / factors[share * chances.count + base + seat]
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func look(_ officer: Int32, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        guard ground.roll.isServing[Int(officer)] else { return }
        let command = Int(history.officers[Int(officer)].command)
        let missions = ground.places.missions[command]
        let shared = alarm.threshold(keys: missions.count * Int(ground.roll.ofCommand[command]))
        for (seat, mission) in missions.enumerated() {
            let cell = ground.places.rows[Int(officer)] + seat
            var total = 0.0
            for share in 0..<Self.shares.count { total += Self.mixture[share] * Double(sums[share * cells + cell]) }
            if total < 0.1 {
                begin(cell, ground.day)
                continue
            }
            let threshold = shared / max(weights[Int(mission)], 1e-9)
            if total > threshold / 1000 {
                isDrawn[cell] = true
                courses[cell, default: []].append(Finding.Course(day: ground.day, logRatio: log(total)))
            }
            guard total >= threshold else { continue }
            if alarm.sounds(cell, ground.day) {
                let finding = finding(cell, officer, mission, threshold, ground, history)
                flags.append(
                    alarm.flag(
                        [.officer(officer), .mission(mission)], on: ground.day, evidence: total, since: since[cell],
                        finding: finding))
            }
            for share in 0..<Self.shares.count { sums[share * cells + cell] = 0 }
            begin(cell, ground.day)
        }
    }

    private mutating func begin(_ cell: Int, _ day: Int32) {
        since[cell] = day
        expectedBefore[cell] = expected[cell]
        observedBefore[cell] = observed[cell]
        if isDrawn[cell] {
            isDrawn[cell] = false
            courses[cell] = nil
        }
    }

    private func finding(
        _ cell: Int, _ officer: Int32, _ mission: Int32, _ threshold: Double, _ ground: Ground, _ history: History
    ) -> Finding {
        var offered = 0.0
        var events: [Int32] = []
        for day in max(0, since[cell])...ground.day {
            for row in history.published.rows(day) where history.published.officer[row] == officer {
                offered += 1
                let post = history.published.post[row]
                if post >= 0, ground.places.missionOfPost[Int(post)] == mission { events.append(day) }
            }
        }
        let peers = ground.places.peers(of: officer, at: mission, history).filter {
            $0.key == cell || expected[$0.key] > 0
        }
        return Finding(
            observed: Double(observed[cell] - observedBefore[cell]),
            expected: Double(expected[cell] - expectedBefore[cell]), opportunities: offered,
            course: Finding.Course.weekly(courses[cell] ?? [], threshold: threshold), events: events,
            comparison: peers.map {
                Finding.Peer(
                    subject: $0.subject, observed: Double(observed[$0.key]), expected: Double(expected[$0.key]))
            })
    }
}
