#if canImport(Glibc)
    import Glibc
#endif

/// Does the whole command ask more than in its own past year, outside the seasons it has declared?
///
/// *Null*: requests come at the rate of the year that ends four weeks ago, declared seasons (and a week behind them) left
/// out; in a season twice as many are legitimate.
/// *Exposure*: days of service; requests one an officer in 60 days. *Comparison set*: the command's own past.
/// *Statistic*: ratio of negative binomial likelihoods for ratios of 1.5 and 2.2, the rate known as well as its count allows
/// (Gamma of shape count / 1.5: a year's rate drifts more than Poisson), summed over the starts of the last 30 days (the
/// format's surge lasts 28).
/// *Bound*: each ratio has mean 1 under the spread assumed; the sum over starts as in `RunningEvidence`; the rate is
/// estimated, so the bound is approximate in the first year.
/// *Source*: scan statistics (Naus 1965) with an estimated baseline.
/// *Innocent causes*: a season nobody declared; a wave of illness; a change of policy that invited requests; a new form.
struct CommandSurge: Sendable {
    private static let ratios = [1.5, 2.2]
    private static let span = 30
    private static let seasonal = 2.0
    private static let drift = 1.5

    private var alarm: Alarm
    /// Every day, officers counted twice in a season.
    private var requests: [Requests]
    /// Days outside seasons only.
    private var ordinary: [Requests]
    private var first: [Int]
    private var courses: [[Finding.Course]]

    init(_ history: History, _ budget: ErrorBudget) {
        let count = history.commands.count
        alarm = Alarm(.commandSurge, keys: count, budget: budget)
        requests = [Requests](repeating: Requests(), count: count)
        ordinary = requests
        first = [Int](repeating: 0, count: count)
        courses = [[Finding.Course]](repeating: [], count: count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let isSeason = history.seasons.contains { $0.from <= ground.day && $0.to + 7 >= ground.day }
        var today = [Double](repeating: 0, count: history.commands.count)
        for place in ground.grants.requests {
            today[Int(history.officers[Int(history.decisions[Int(place)].officer)].command)] += 1
        }
        for command in today.indices {
            let officers = Double(ground.roll.ofCommand[command])
            requests[command].close(today[command], officers: officers * (isSeason ? Self.seasonal : 1))
            ordinary[command].close(isSeason ? 0 : today[command], officers: isSeason ? 0 : officers)
            if today[command] > 0 { look(command, ground, &flags) }
        }
    }

    private mutating func look(_ command: Int, _ ground: Ground, _ flags: inout [AuditFlag]) {
        let now = requests[command].days
        let year = ordinary[command].pastYear
        let past = ordinary[command].count(year.lowerBound, year.upperBound) + Requests.prior.requests
        let rate = past / (ordinary[command].service(year.lowerBound, year.upperBound) + Requests.prior.service)
        let spread = Spread(shape: past / Self.drift, scale: past / Self.drift)
        var evidence = 0.0
        for start in max(first[command], now - Self.span)..<now {
            let seen = requests[command].count(start, now)
            let usual = rate * requests[command].service(start, now)
            guard seen > usual else { continue }
            for ratio in Self.ratios { evidence += exp(spread.logRatio(ratio, observed: seen, expected: usual)) }
        }
        evidence /= 365 * Double(Self.ratios.count)
        let threshold = alarm.threshold(keys: 1)
        if evidence > 0 { courses[command].append(Finding.Course(day: ground.day, logRatio: log(evidence))) }
        // In silence the evidence stays: a surge that goes on when it ends is flagged then.
        guard evidence >= threshold, alarm.sounds(command, ground.day) else { return }
        flags.append(flag(command, rate, evidence, threshold, ground.day))
        first[command] = now
    }

    /// Compared with the spans of the same length before it.
    private func flag(
        _ command: Int, _ rate: Double, _ evidence: Double, _ threshold: Double, _ day: Int32
    ) -> AuditFlag {
        let now = requests[command].days
        let spans = (0..<13).map { now - Self.span * $0 }.filter { $0 >= Self.span }
        let compared = spans.map { end in
            Finding.Peer(
                subject: .command(Int32(command)), observed: requests[command].count(end - Self.span, end),
                expected: rate * requests[command].service(end - Self.span, end))
        }
        let start = max(0, now - Self.span)
        let finding = Finding(
            observed: requests[command].count(start, now), expected: rate * requests[command].service(start, now),
            opportunities: requests[command].service(start, now) / Double(max(1, now - start)),
            course: Finding.Course.weekly(
                courses[command].filter { $0.day > day - 180 }, threshold: threshold),
            events: (start..<now).filter { requests[command].count($0, $0 + 1) > 0 }.map(Int32.init),
            comparison: compared)
        return alarm.flag(
            [.command(Int32(command))], on: day, evidence: evidence, since: Int32(start), finding: finding)
    }
}
