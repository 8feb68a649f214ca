#if canImport(Glibc)
    import Glibc
#endif

/// Do many officers of one team ask within days, and those of the other teams do not?
///
/// *Null*: the team's officers ask at the rate of the command's other teams in the same weeks, itself the rate of the past year
/// up to a Gamma spread of shape 8 (a coefficient of variation of 0.35: seasons, weather, rumours), learned from the others.
/// *Exposure*: days of service; requests one an officer in 60 days. *Comparison set*: the other teams, the last four weeks (so
/// that on the first days of a surge of the whole command its rate is known better than by those days).
/// *Statistic*: ratio of negative binomial likelihoods for ratios of 5 and 12, summed over the starts of the last 10 days (the
/// format's surge lasts 7), each weighing a day of a year.
/// *Bound*: each ratio has mean 1 under the spread assumed; the sum over starts as in `RunningEvidence`. A surge of the whole
/// command raises the others as well and with them what is usual.
/// *Source*: scan statistics conditional on the total (Naus 1965; Kulldorff 1997), with the spread of the rate kept.
/// *Innocent causes*: an accident, a funeral or an outbreak in the team; a supervisor who hands in a week's requests together.
struct TeamSurge: Sendable {
    private static let ratios = [5.0, 12]
    private static let span = 10
    /// Days of the other teams by which the rate of the present is learned. Of 10, 21, 28 and 42 the best on the seeds named in
    /// `ErrorBudget`.
    private static let present = 28
    private static let sureness = 8.0

    private var alarm: Alarm
    private var requests: [Requests]
    private var first: [Int]

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.teamSurge, keys: history.teams.count, budget: budget)
        requests = [Requests](repeating: Requests(), count: history.teams.count)
        first = [Int](repeating: 0, count: history.teams.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        var today = [Double](repeating: 0, count: history.teams.count)
        for place in ground.grants.requests {
            today[Int(history.officers[Int(history.decisions[Int(place)].officer)].team)] += 1
        }
        for team in today.indices {
            requests[team].close(today[team], officers: Double(ground.roll.ofTeam[team]))
        }
        for team in today.indices where today[team] > 0 { look(team, ground, history, &flags) }
    }

    private mutating func look(_ team: Int, _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let peers = ground.places.teams[Int(history.teams[team].command)].map(Int.init)
        let now = requests[team].days
        let year = requests[team].pastYear
        let rate =
            (peers.reduce(Requests.prior.requests) { $0 + requests[$1].count(year.lowerBound, year.upperBound) })
            / (peers.reduce(Requests.prior.service) { $0 + requests[$1].service(year.lowerBound, year.upperBound) })
        let others = peers.filter { $0 != team }
        let since = max(0, now - Self.present)
        let asked = others.reduce(0) { $0 + requests[$1].count(since, now) }
        let askedUsually = others.reduce(0) { $0 + rate * requests[$1].service(since, now) }
        let spread = Spread(shape: Self.sureness + asked, scale: Self.sureness + askedUsually)
        var evidence = 0.0
        for start in max(first[team], now - Self.span)..<now {
            let seen = requests[team].count(start, now)
            let usual = rate * requests[team].service(start, now)
            guard seen > max(1, usual) else { continue }
            for ratio in Self.ratios { evidence += exp(spread.logRatio(ratio, observed: seen, expected: usual)) }
        }
        evidence /= 365 * Double(Self.ratios.count)
        let threshold = alarm.threshold(keys: peers.count)
        // In silence the evidence stays: a surge that goes on when it ends is flagged then.
        guard evidence >= threshold, alarm.sounds(team, ground.day) else { return }
        let start = max(0, now - Self.span)
        let compared = ([team] + others).map { peer in
            Finding.Peer(
                subject: .team(Int32(peer)), observed: requests[peer].count(start, now),
                expected: rate * requests[peer].service(start, now))
        }
        let finding = Finding(
            observed: compared[0].observed, expected: compared[0].expected,
            opportunities: Double(ground.roll.ofTeam[team]),
            course: [Finding.Course(day: ground.day, logRatio: log(evidence / threshold))],
            events: (start..<now).filter { requests[team].count($0, $0 + 1) > 0 }.map(Int32.init),
            comparison: compared, comparesSameDays: true)
        flags.append(
            alarm.flag(
                [.team(Int32(team))], on: ground.day, evidence: evidence, since: Int32(start), finding: finding))
        first[team] = now
    }
}
