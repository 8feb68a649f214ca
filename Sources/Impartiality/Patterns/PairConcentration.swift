#if canImport(Glibc)
    import Glibc
#endif

/// Does one supervisor outside an officer's line grant to that officer again and again?
///
/// *Null*: an officer's grants come at the command's rate times the officer's need (Gamma of shape 2, learned from the
/// officer's own grants); given a grant outside the line, each of the team's other supervisors is equally likely.
/// *Exposure*: days of service. *Comparison set*: the other supervisors of the officer's team.
/// *Statistic*: the likelihood ratio of a Poisson process of 1.5 or 5 grants a year by this supervisor against that rate,
/// started anew every day, in closed form between grants.
/// *Bound*: each path has mean 1 at the rate assumed; rates are learned, so it is approximate (as the format says).
/// *Source*: the format's null; "decider too close" of the field's rules (domain.md, section 6).
/// *Innocent causes*: the supervisor stands in for the line's; a welfare lead who takes all such requests; one long illness
/// with a decision for each stage.
struct PairConcentration: Sendable {
    /// Grants a year by a supervisor who favours an officer: the format's weak size, and between medium and strong.
    private static let rates = [1.5, 5]
    private static let need = 2.0
    /// What is known of an ordinary command before anything is on record: 40 grants in 100 officer-years, a fifth of 100 grants
    /// outside the line.
    private static let prior = (grants: 40.0, years: 100.0, outside: 20.0, all: 100.0)

    /// The evidence of a pair that has at least one grant.
    private struct Track {
        var sums: [Double]
        var day: Int32
        var since: Int32
        var observed = 0.0
        var expected = 0.0
        var events: [Int32] = []
        var course: [Finding.Course] = []
        var flagged = -History.never
    }

    private var alarm: Alarm
    private var tracks: [Int64: Track] = [:]
    private var grants: [Double]
    private var usual: [Double]
    private var command: [(grants: Double, years: Double)]
    private var outside = Self.prior.outside
    private var all = Self.prior.all

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.pair, keys: 0, budget: budget)
        grants = [Double](repeating: 0, count: history.officers.count)
        usual = grants
        command = [(Double, Double)](
            repeating: (Self.prior.grants, Self.prior.years), count: history.commands.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        for place in command.indices { command[place].years += Double(ground.roll.ofCommand[place]) / 365 }
        for (place, officer) in history.officers.enumerated() where ground.roll.isServing[place] {
            usual[place] += rate(officer.command) / 365
        }
        for place in ground.grants.firsts {
            let decision = history.decisions[Int(place)]
            guard decision.isGranted, case .supervisor(let supervisor) = decision.decider, supervisor >= 0 else {
                continue
            }
            let officer = history.officers[Int(decision.officer)]
            guard history.supervisors[Int(supervisor)].team == officer.team else { continue }
            let chance = rate(officer.command) * need(decision.officer) * outside / all
            grants[Int(decision.officer)] += 1
            command[Int(officer.command)].grants += 1
            all += 1
            guard supervisor != officer.line else { continue }
            outside += 1
            weigh(decision.officer, supervisor, chance, ground, history, &flags)
        }
    }

    /// Usual grants a year and officer.
    private func rate(_ place: Int32) -> Double {
        command[Int(place)].grants / command[Int(place)].years
    }

    private func need(_ officer: Int32) -> Double {
        (Self.need + grants[Int(officer)]) / (Self.need + usual[Int(officer)])
    }

    /// Weighs a grant outside the line where such grants come `chance` times a year.
    private mutating func weigh(
        _ officer: Int32, _ supervisor: Int32, _ chance: Double, _ ground: Ground, _ history: History,
        _ flags: inout [AuditFlag]
    ) {
        let team = history.officers[Int(officer)].team
        let line = history.officers[Int(officer)].line
        let peers = history.supervisors.indices.filter { history.supervisors[$0].team == team && $0 != Int(line) }
        let usual = chance / Double(peers.count)
        let key = Int64(officer) << 32 | Int64(supervisor)
        let joined = max(0, history.officers[Int(officer)].joined)
        var track = tracks[key] ?? Track(sums: Self.rates.map { _ in 0 }, day: joined, since: joined)
        let years = Double(ground.day - track.day) / 365
        var total = 0.0
        for (place, favoured) in Self.rates.enumerated() {
            let rate = max(favoured, 2 * usual)
            let decay = exp(-(rate - usual) * years)
            let grown = track.sums[place] * decay + (1 - decay) / (rate - usual)
            track.sums[place] = grown * rate / usual
            total += track.sums[place]
        }
        total /= Double(Self.rates.count)
        track.day = ground.day
        track.observed += 1
        track.expected += usual * years
        track.events.append(ground.day)
        track.course.append(Finding.Course(day: ground.day, logRatio: log(total)))
        let keys = Int(ground.roll.ofCommand[Int(history.officers[Int(officer)].command)]) * peers.count
        let threshold = alarm.threshold(keys: keys)
        if total >= threshold {
            if ground.day - track.flagged > alarm.statistic.silence {
                track.flagged = ground.day
                flags.append(flag(officer, supervisor, track, total, threshold, peers, ground.day))
            }
            let flagged = track.flagged
            track = Track(sums: Self.rates.map { _ in 0 }, day: ground.day, since: ground.day)
            track.flagged = flagged
        }
        tracks[key] = track
    }

    private func flag(
        _ officer: Int32, _ supervisor: Int32, _ track: Track, _ total: Double, _ threshold: Double, _ peers: [Int],
        _ day: Int32
    ) -> AuditFlag {
        let others = peers.filter { $0 != Int(supervisor) }.map { peer in
            let other = tracks[Int64(officer) << 32 | Int64(peer)]
            return Finding.Peer(
                subject: .supervisor(Int32(peer)), observed: other?.observed ?? 0, expected: track.expected)
        }
        let own = Finding.Peer(subject: .supervisor(supervisor), observed: track.observed, expected: track.expected)
        let finding = Finding(
            observed: track.observed, expected: track.expected, opportunities: grants[Int(officer)],
            course: Finding.Course.weekly(track.course, threshold: threshold), events: track.events,
            comparison: [own] + others, comparesSameDays: true)
        return alarm.flag(
            [.officer(officer), .supervisor(supervisor)], on: day, evidence: total, since: track.since, finding: finding
        )
    }
}
