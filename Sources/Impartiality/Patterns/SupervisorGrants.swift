#if canImport(Glibc)
    import Glibc
#endif

/// Does one supervisor grant more than the peers to the officers of the line?
///
/// *Null*: officers' needs differ (Gamma of shape 2 about the command's rate: a coefficient of variation of 0.7 an officer and
/// of 0.2 a line of a dozen, as the format states); of an officer's grants four in five come from the line, whoever the
/// supervisor is.
/// *Exposure*: the days of service of the line's officers, at the rate of the command's grants week by week.
/// *Comparison set*: all supervisors of the command. A grant at a mission that is relieved more than its share says more of the
/// mission, and is left out on both sides.
/// *Statistic*: for each start, the likelihood of each officer's grants if the supervisor adds the same rate for everybody
/// (needs come in clumps, a habit of granting comes evenly) against the null, multiplied over the line; the mean over two
/// sizes and the sum over starts, four weeks apart, at least 12 weeks back (one needy month is no habit).
/// *Bound*: each product is a ratio of likelihoods given the past, with mean 1 at the rate assumed; the sum over starts grows
/// by at most 1 a year, as in `RunningEvidence`. The rate is the command's own of the same weeks: approximate.
/// *Source*: the format's null; the ratio of a negative binomial with and without an added Poisson count is ours.
/// *Innocent causes*: a line of officers with young families or sick parents; a sergeant who stands in for another; a line
/// that met an accident together.
struct SupervisorGrants: Sendable {
    /// Grants added for each usual one: between the format's weak and medium (1, 2.5), and between medium and strong (6).
    private static let added = [1.2, 3.5]
    /// The part of an officer's grants that is given outside the line.
    private static let outside = 0.2
    /// Shape of the Gamma spread of officers' needs.
    private static let need = 2.0
    /// Weeks between two starts, and from the last start to the present.
    private static let stride = 4
    private static let shortest = 12
    /// A grant that weighs less is left out.
    private static let least = 0.5

    private struct Grant {
        var officer: Int32
        var day: Int32
    }

    private var alarm: Alarm
    /// Each supervisor's grants in the line.
    private var grants: [[Grant]]
    /// All grants to each officer.
    private var toOfficer: [Int]
    /// Usual grants an officer up to the beginning of each week, by command.
    private var usual: [[Double]]
    private var thisWeek: [Double]
    private var lastGrant: [Int64: Int32] = [:]
    /// The first week from which each supervisor's evidence may start.
    private var first: [Int]
    private var courses: [[Finding.Course]]

    init(_ history: History, _ budget: ErrorBudget) {
        let count = history.supervisors.count
        alarm = Alarm(.supervisorGrants, keys: count, budget: budget)
        grants = [[Grant]](repeating: [], count: count)
        toOfficer = [Int](repeating: 0, count: history.officers.count)
        usual = [[Double]](repeating: [0], count: history.commands.count)
        thisWeek = [Double](repeating: 0, count: history.commands.count)
        first = [Int](repeating: 0, count: count)
        courses = [[Finding.Course]](repeating: [], count: count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let week = Int(ground.day / 7)
        var grew: Set<Int32> = []
        for settled in ground.grants.settled where settled.weight >= Self.least {
            take(settled.decision, ground.day, history, &grew)
        }
        for supervisor in grew.sorted() { look(supervisor, week, ground, history, &flags) }
        guard ground.day % 7 == 6 else { return }
        for command in usual.indices {
            let rate = thisWeek[command] / max(1, Double(ground.roll.ofCommand[command]))
            usual[command].append(usual[command][week] + rate)
            thisWeek[command] = 0
        }
    }

    private mutating func take(_ place: Int32, _ day: Int32, _ history: History, _ grew: inout Set<Int32>) {
        let decision = history.decisions[Int(place)]
        guard case .supervisor(let supervisor) = decision.decider, supervisor >= 0 else { return }
        let pair = Int64(decision.officer) << 32 | Int64(supervisor)
        defer { lastGrant[pair] = day }
        guard day - (lastGrant[pair] ?? -History.never) > Grants.once else { return }
        let officer = history.officers[Int(decision.officer)]
        thisWeek[Int(officer.command)] += 1
        toOfficer[Int(decision.officer)] += 1
        guard officer.line == supervisor else { return }
        grants[Int(supervisor)].append(Grant(officer: decision.officer, day: day))
        grew.insert(supervisor)
    }

    private mutating func look(
        _ supervisor: Int32, _ week: Int, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]
    ) {
        let key = Int(supervisor)
        var evidence = 0.0
        var best = (start: first[key], ratio: 0.0)
        for start in Swift.stride(from: first[key], through: week - Self.shortest, by: Self.stride) {
            let ratio = ratio(supervisor, from: start, to: week, ground.places, history)
            evidence += ratio
            if ratio > best.ratio { best = (start, ratio) }
        }
        evidence *= Double(7 * Self.stride) / 365
        let peers = ground.places.supervisors[Int(history.supervisors[key].command)]
        let threshold = alarm.threshold(keys: peers.count)
        if evidence > 1 { courses[key].append(Finding.Course(day: ground.day, logRatio: log(evidence))) }
        guard evidence >= threshold else { return }
        if alarm.sounds(key, ground.day) {
            let since = Int32(7 * best.start)
            let compared = ([supervisor] + peers.filter { $0 != supervisor }).map { peer in
                let counts = counts(peer, from: best.start, to: week, ground.places, history)
                return Finding.Peer(subject: .supervisor(peer), observed: counts.observed, expected: counts.expected)
            }
            let finding = Finding(
                observed: compared[0].observed, expected: compared[0].expected,
                opportunities: Double(ground.roll.ofLine[key]),
                course: Finding.Course.weekly(courses[key].filter { $0.day >= since }, threshold: threshold),
                events: grants[key].filter { $0.day >= since }.map(\.day), comparison: compared, comparesSameDays: true)
            flags.append(
                alarm.flag(
                    [.supervisor(supervisor)], on: ground.day, evidence: evidence, since: since, finding: finding))
        }
        first[key] = week
        courses[key].removeAll()
    }

    /// Usual grants in the line to a member since a start, and to the member altogether; nil when never in service since.
    private func exposure(
        _ member: Int32, from start: Int, to week: Int, _ history: History
    ) -> (inside: Double, served: Double)? {
        let officer = history.officers[Int(member)]
        let usual = usual[Int(officer.command)]
        let joined = min(week, max(0, Int(officer.joined) / 7))
        let left = min(week, Int(officer.left) / 7)
        guard left > start, left > joined else { return nil }
        let inside = (usual[left] - usual[max(start, joined)]) * (1 - Self.outside)
        return inside > 0 ? (inside, usual[left] - usual[joined]) : nil
    }

    private func counts(
        _ supervisor: Int32, from start: Int, to week: Int, _ places: Places, _ history: History
    ) -> (observed: Double, expected: Double) {
        let observed = grants[Int(supervisor)].count { $0.day >= 7 * start }
        var expected = 0.0
        for member in places.lines[Int(supervisor)] {
            expected += exposure(member, from: start, to: week, history)?.inside ?? 0
        }
        return (Double(observed), expected)
    }

    /// The mean likelihood ratio over the sizes, for a start.
    private func ratio(
        _ supervisor: Int32, from start: Int, to week: Int, _ places: Places, _ history: History
    ) -> Double {
        var products = [Double](repeating: 1, count: Self.added.count)
        for member in places.lines[Int(supervisor)] {
            guard let exposure = exposure(member, from: start, to: week, history) else { continue }
            var here = 0
            for grant in grants[Int(supervisor)] where grant.officer == member && grant.day >= 7 * start { here += 1 }
            let model = NeedAndHabit(
                shape: Self.need + Double(toOfficer[Int(member)] - here),
                scale: Self.need + exposure.served - exposure.inside, usual: exposure.inside)
            for size in products.indices { products[size] *= model.ratio(here, added: Self.added[size]) }
        }
        return products.reduce(0, +) / Double(products.count)
    }
}
