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
    private static let mixture: [Float] = [0.65, 0.3, 0.05]

    /// Evidence below this (a start has 1/365) is none: the counts of a finding begin again.
    private static let hardly: Float = 0.1

    /// Columns of an officer at each mission: a running sum a share, and the postings expected.
    private static let planes = shares.count + 1

    /// When the evidence of a cell began, and what was counted before.
    private struct Beginning {
        var day: Int32 = 0
        var expected: Float = 0
        var observed: Float = 0
    }

    private var alarm: Alarm
    private let weights: [Float]
    /// By officer the running sums (see `RunningEvidence`) of the first share at each mission, of the second and of the third,
    /// then the postings ever expected there: what a draw changes lies side by side in memory.
    private var columns: [Float]
    /// Postings ever seen in each cell.
    private var observed: [Float]
    private var beginnings: [Beginning]
    private var lastDraw: [Int32]
    /// The evidence of the cells of which there is a picture.
    private var courses: [Int: [Finding.Course]] = [:]

    /// Chances of the day by stratum and seat, and as many factors of not being there for each share.
    private struct Prices {
        /// Where the seats of each stratum begin.
        var bases: [Int]
        var chances: [Float]
        var factors: [Float]
    }

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        alarm = Alarm(.postings, keys: places.cells, budget: budget)
        weights = places.weights.map { Float(max($0, 1e-9)) }
        columns = [Float](repeating: 0, count: places.cells * Self.planes)
        observed = [Float](repeating: 0, count: places.cells)
        beginnings = [Beginning](repeating: Beginning(), count: places.cells)
        lastDraw = [Int32](repeating: -1, count: history.officers.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let strata = ground.books.strata(on: ground.day)
        let prices = Self.prices(strata, ground.places)
        guard !prices.chances.isEmpty else { return }
        take(strata.draws, prices, ground, history)
        // Each officer is looked at once a week, on the weekday of joining: it must not hang on who else is on record.
        for (place, officer) in history.officers.enumerated() where (ground.day - officer.joined) % 7 == 0 {
            look(Int32(place), ground, history, &flags)
        }
    }

    /// The chance of each mission in each stratum, and the factors; where everybody is at one mission nothing is drawn.
    private static func prices(_ strata: Strata, _ places: Places) -> Prices {
        var bases: [Int] = []
        var count = 0
        for stratum in strata.strata {
            bases.append(count)
            count += places.missions[Int(stratum.command)].count
        }
        var prices = Prices(
            bases: bases, chances: [Float](repeating: 0, count: count),
            factors: [Float](repeating: 1, count: count * shares.count))
        for (place, stratum) in strata.strata.enumerated() {
            for standing in strata.standings[stratum.standings] where standing.drawn < stratum.drawn {
                let chance = Float(standing.drawn) / Float(stratum.drawn)
                let cell = bases[place] + Int(places.seat[Int(standing.mission)])
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
        columns.withUnsafeMutableBufferPointer { columns in
            prices.chances.withUnsafeBufferPointer { chances in
                prices.factors.withUnsafeBufferPointer { factors in
                    for draw in draws where !draw.isKept {
                        let officer = Int(draw.officer)
                        let starts = Float(min(ground.day - lastDraw[officer], RunningEvidence.longestPause)) / 365
                        lastDraw[officer] = ground.day
                        let width = ground.places.missions[Int(history.officers[officer].command)].count
                        let row = ground.places.rows[officer]
                        let first = row &* Self.planes
                        let base = prices.bases[Int(draw.stratum)]
                        for share in 0..<Self.shares.count {
                            let from = first &+ share &* width
                            let by = share &* chances.count &+ base
                            for seat in 0..<width {
                                columns[from &+ seat] = (columns[from &+ seat] + starts) * factors[by &+ seat]
                            }
                        }
                        let expected = first &+ Self.shares.count &* width
                        for seat in 0..<width { columns[expected &+ seat] += chances[base &+ seat] }
                        guard draw.mission >= 0 else { continue }
                        let seat = Int(ground.places.seat[Int(draw.mission)])
                        guard chances[base + seat] > 0 else { continue }
                        // The officer stood here: the factor of being there instead of that of not being there.
                        observed[row + seat] += 1
                        for share in 0..<Self.shares.count {
                            columns[first + share * width + seat] *=
                                Self.shares[share] / factors[share * chances.count + base + seat]
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
        let row = ground.places.rows[Int(officer)]
        for seat in forget(row, missions, worthDrawing: Float(shared / 1000), ground.day) {
            let mission = missions[seat]
            let cell = row + seat
            let first = row * Self.planes + seat
            var total = 0.0
            for share in 0..<Self.shares.count {
                total += Double(Self.mixture[share] * columns[first + share * missions.count])
            }
            let threshold = shared / Double(weights[Int(mission)])
            courses[cell, default: []].append(Finding.Course(day: ground.day, logRatio: log(total)))
            guard total >= threshold else { continue }
            let expected = columns[first + Self.shares.count * missions.count]
            if alarm.sounds(cell, ground.day) {
                let finding = finding(cell, officer, mission, threshold, ground, history)
                flags.append(
                    alarm.flag(
                        [.officer(officer), .mission(mission)], on: ground.day, evidence: total,
                        since: beginnings[cell].day, finding: finding))
            }
            for share in 0..<Self.shares.count { columns[first + share * missions.count] = 0 }
            beginnings[cell] = Beginning(day: ground.day, expected: expected, observed: observed[cell])
        }
    }

    /// Begins anew whatever has hardly any evidence in a row; returns the few seats whose evidence is worth drawing.
    private mutating func forget(_ row: Int, _ missions: [Int32], worthDrawing: Float, _ day: Int32) -> [Int] {
        var telling: [Int] = []
        let width = missions.count
        columns.withUnsafeBufferPointer { columns in
            beginnings.withUnsafeMutableBufferPointer { beginnings in
                for (seat, mission) in missions.enumerated() {
                    let first = row &* Self.planes &+ seat
                    let total =
                        Self.mixture[0] * columns[first] + Self.mixture[1] * columns[first &+ width]
                        + Self.mixture[2] * columns[first &+ 2 &* width]
                    if total < Self.hardly {
                        beginnings[row &+ seat] = Beginning(
                            day: day, expected: columns[first &+ 3 &* width], observed: observed[row &+ seat])
                    } else if total * weights[Int(mission)] > worthDrawing {
                        telling.append(seat)
                    }
                }
            }
        }
        return telling
    }

    /// Postings ever expected of an officer at a mission.
    private func expected(_ officer: Int32, _ mission: Int32, _ ground: Ground, _ history: History) -> Double {
        let width = ground.places.missions[Int(history.missions[Int(mission)].command)].count
        let first = ground.places.rows[Int(officer)] * Self.planes + Self.shares.count * width
        return Double(columns[first + Int(ground.places.seat[Int(mission)])])
    }

    private func finding(
        _ cell: Int, _ officer: Int32, _ mission: Int32, _ threshold: Double, _ ground: Ground, _ history: History
    ) -> Finding {
        var offered = 0.0
        var events: [Int32] = []
        for day in max(0, beginnings[cell].day)...ground.day {
            for row in history.published.rows(day) where history.published.officer[row] == officer {
                offered += 1
                let post = history.published.post[row]
                if post >= 0, ground.places.missionOfPost[Int(post)] == mission { events.append(day) }
            }
        }
        let peers = ground.places.peers(of: officer, at: mission, history).compactMap { peer -> Finding.Peer? in
            guard case .officer(let member) = peer.subject else { return nil }
            let expected = expected(member, mission, ground, history)
            guard member == officer || expected > 0 else { return nil }
            return Finding.Peer(subject: peer.subject, observed: Double(observed[peer.key]), expected: expected)
        }
        return Finding(
            observed: Double(observed[cell] - beginnings[cell].observed),
            expected: expected(officer, mission, ground, history) - Double(beginnings[cell].expected),
            opportunities: offered,
            course: Finding.Course.weekly(
                (courses[cell] ?? []).filter { $0.day > beginnings[cell].day }, threshold: threshold),
            events: events, comparison: peers)
    }
}
