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
    private static let mixture = [0.45, 0.4, 0.15]

    private var alarm: Alarm
    private let weights: [Double]
    /// Running sums of each cell (see `RunningEvidence`), one array a share.
    private var sums: [[Float]]
    /// Postings expected and seen in each cell, ever; and what they were when its evidence began.
    private var expected: [Float]
    private var observed: [Float]
    private var expectedBefore: [Float]
    private var observedBefore: [Float]
    private var since: [Int32]
    private var lastDraw: [Int32]
    private var courses: [Int: [Finding.Course]] = [:]
    /// Chances and factors of the day, by stratum and seat.
    private var chances: [Float] = []
    private var factors: [[Float]]

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        let cells = [Float](repeating: 0, count: places.cells)
        alarm = Alarm(.postings, keys: places.cells, budget: budget)
        weights = places.weights
        sums = Self.shares.map { _ in cells }
        expected = cells
        observed = cells
        expectedBefore = cells
        observedBefore = cells
        since = [Int32](repeating: 0, count: places.cells)
        lastDraw = [Int32](repeating: -1, count: history.officers.count)
        factors = Self.shares.map { _ in [] }
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let strata = ground.books.strata(on: ground.day)
        let widest = ground.places.missions.map(\.count).max() ?? 0
        guard widest > 0 else { return }
        price(strata, ground.places, widest)
        for draw in strata.draws where !draw.isKept {
            let officer = Int(draw.officer)
            let starts = Float(min(ground.day - lastDraw[officer], RunningEvidence.longestPause)) / 365
            lastDraw[officer] = ground.day
            let row = ground.places.rows[officer]
            let width = ground.places.missions[Int(history.officers[officer].command)].count
            take(row..<row + width, from: Int(draw.stratum) * widest, starts)
            guard draw.mission >= 0 else { continue }
            let seat = Int(ground.places.seat[Int(draw.mission)])
            if chances[Int(draw.stratum) * widest + seat] > 0 { stand(row + seat, Int(draw.stratum) * widest + seat) }
        }
        // Each officer is looked at once a week, on a day of the week that goes round with the officers.
        for officer in history.officers.indices where (Int32(officer) + ground.day) % 7 == 0 {
            look(Int32(officer), ground, history, &flags)
        }
    }

    /// The chance of each mission in each stratum, and the factors of not being there; where everybody is there nothing is drawn.
    private mutating func price(_ strata: Strata, _ places: Places, _ widest: Int) {
        let cells = strata.strata.count * widest
        chances = [Float](repeating: 0, count: cells)
        for share in Self.shares.indices { factors[share] = [Float](repeating: 1, count: cells) }
        for (place, stratum) in strata.strata.enumerated() {
            for standing in strata.standings[stratum.standings] where standing.drawn < stratum.drawn {
                let chance = Float(standing.drawn) / Float(stratum.drawn)
                let cell = place * widest + Int(places.seat[Int(standing.mission)])
                chances[cell] = chance
                for (share, left) in Self.shares.enumerated() {
                    factors[share][cell] = (1 - left * chance) / (1 - chance)
                }
            }
        }
    }

    /// Takes in a draw as if the officer stood nowhere: the hot loop, over the missions of a command.
    private mutating func take(_ row: Range<Int>, from base: Int, _ starts: Float) {
        chances.withUnsafeBufferPointer { chances in
            expected.withUnsafeMutableBufferPointer { expected in
                for cell in row { expected[cell] += chances[base + cell - row.lowerBound] }
            }
        }
        for share in Self.shares.indices {
            factors[share].withUnsafeBufferPointer { factors in
                sums[share].withUnsafeMutableBufferPointer { sums in
                    for cell in row { sums[cell] = (sums[cell] + starts) * factors[base + cell - row.lowerBound] }
                }
            }
        }
    }

    /// Mends the cell at which the officer stood: the factor of being there instead.
    private mutating func stand(_ cell: Int, _ drawn: Int) {
        observed[cell] += 1
        for share in Self.shares.indices { sums[share][cell] *= Self.shares[share] / factors[share][drawn] }
    }

    private mutating func look(_ officer: Int32, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        guard ground.roll.isServing[Int(officer)] else { return }
        let command = Int(history.officers[Int(officer)].command)
        let missions = ground.places.missions[command]
        let shared = alarm.threshold(keys: missions.count * Int(ground.roll.ofCommand[command]))
        for (seat, mission) in missions.enumerated() {
            let cell = ground.places.rows[Int(officer)] + seat
            var total = 0.0
            for share in Self.shares.indices { total += Self.mixture[share] * Double(sums[share][cell]) }
            let threshold = shared / max(weights[Int(mission)], 1e-9)
            if total < 0.1 {
                begin(cell, ground.day)
            } else if total > threshold / 1000 {
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
            for share in Self.shares.indices { sums[share][cell] = 0 }
            begin(cell, ground.day)
        }
    }

    private mutating func begin(_ cell: Int, _ day: Int32) {
        since[cell] = day
        expectedBefore[cell] = expected[cell]
        observedBefore[cell] = observed[cell]
        if courses[cell] != nil { courses[cell] = nil }
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
