import Deployment

/// Is one mission left short of officers more than its peers at the same level?
///
/// *Null*: on each day and shift the places that are left open at publication fall on those of one response level and one
/// requirement alike, wherever they stand: of n places wanted, k of them open, each is open with probability k/n. A
/// command that is short everywhere, or leaves Normal posts before Exceptional ones, is no cause: the open places of the day
/// are given (vacancy-adjusted; domain.md, section 6).
/// *Exposure*: the places that the mission wants filled. *Comparison set*: places of the same day, shift, level and
/// requirement at the command's other missions; there is none where no other mission has such a place.
/// *Statistic*: theta to the power of the mission's open places over (1 + (theta - 1) k/n) to the power of its places, theta
/// 1.5 and 3, started anew every day.
/// *Bound*: open places are drawn without replacement, and the moment generating function of the hypergeometric lies below the
/// binomial's (Hoeffding 1963, theorem 4), so each factor has mean at most 1.
/// *Why as published*: on the day the reserve goes to posts in the order in which they call; that order is nobody's decision
/// about a mission.
/// *Innocent causes*: a post that needs a skill the record does not name; a site closed for works; demand that was lowered but not
/// recorded.
struct SiteShortChanged: Sendable {
    private static let ratios = [1.5, 3]

    /// Places of one command, shift, level and requirement.
    private struct Class: Hashable {
        var command: Int32
        var shift: Int
        var level: Int
        var requires: SkillSet
    }

    private struct Places {
        var wanted: Double
        var open: Double
    }

    private var alarm: Alarm
    private var evidence: RunningEvidence

    init(_ history: History, _ budget: ErrorBudget) {
        alarm = Alarm(.siteShort, keys: history.missions.count, budget: budget)
        evidence = RunningEvidence(keys: history.missions.count, alternatives: Self.ratios.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let rows = history.published.rows(ground.day)
        guard !rows.isEmpty else { return }
        var filled = [Int32](repeating: 0, count: history.posts.count * 3)
        for row in rows where history.published.post[row] >= 0 {
            filled[Int(history.published.post[row]) * 3 + Int(history.published.shift[row])] += 1
        }
        // Most days no place is open: look for one before anything is sorted into classes.
        guard isAnyOpen(filled, history) else { return }
        var classes: [Class: [Int32: Places]] = [:]
        for (place, post) in history.posts.enumerated() {
            let mission = ground.places.missionOfPost[place]
            for shift in 0..<3 where post.targets[shift] > 0 {
                let wanted = Double(post.targets[shift])
                let open = max(0, wanted - Double(filled[place * 3 + shift]))
                let kind = Class(
                    command: history.missions[Int(mission)].command, shift: shift,
                    level: ground.levels.level[Int(mission)].weight, requires: post.requires)
                let so = classes[kind]?[mission] ?? Places(wanted: 0, open: 0)
                classes[kind, default: [:]][mission] = Places(wanted: so.wanted + wanted, open: so.open + open)
            }
        }
        weigh(classes, ground, history, &flags)
    }

    private func isAnyOpen(_ filled: [Int32], _ history: History) -> Bool {
        for (place, post) in history.posts.enumerated() {
            for shift in 0..<3 where filled[place * 3 + shift] < post.targets[shift] { return true }
        }
        return false
    }

    private mutating func weigh(
        _ classes: [Class: [Int32: Places]], _ ground: Ground, _ history: History, _ flags: inout [AuditFlag]
    ) {
        var factors: [Int32: (open: Double, expected: Double, ratios: [Double])] = [:]
        for missions in classes.values where missions.count > 1 {
            let wanted = missions.values.reduce(0) { $0 + $1.wanted }
            let open = missions.values.reduce(0) { $0 + $1.open }
            guard open > 0, open < wanted else { continue }
            for (mission, places) in missions {
                var so = factors[mission] ?? (0, 0, Self.ratios.map { _ in 1 })
                so.open += places.open
                so.expected += places.wanted * open / wanted
                for (index, ratio) in Self.ratios.enumerated() {
                    so.ratios[index] *=
                        power(ratio, Int(places.open)) / power(1 + (ratio - 1) * open / wanted, Int(places.wanted))
                }
                factors[mission] = so
            }
        }
        for (mission, factor) in factors.sorted(by: { $0.key < $1.key }) {
            let total = evidence.take(
                Int(mission), on: ground.day, observed: factor.open, expected: factor.expected
            ) { factor.ratios[$0] }
            let missions = ground.places.missions[Int(history.missions[Int(mission)].command)]
            let threshold = alarm.threshold(keys: missions.count)
            guard total >= threshold else { continue }
            if alarm.sounds(Int(mission), ground.day) {
                let others = missions.filter { $0 != mission }
                let finding = evidence.finding(
                    Int(mission), threshold: threshold,
                    comparison: ([mission] + others).map { (.mission($0), Int($0)) })
                let sites = history.sites.indices.filter { history.sites[$0].mission == mission }
                flags.append(
                    alarm.flag(
                        [.mission(mission)] + sites.map { .site(Int32($0)) }, on: ground.day, evidence: total,
                        since: evidence.start(Int(mission)), finding: finding))
            }
            evidence.clear(Int(mission), ground.day)
        }
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent { result *= base }
        return result
    }
}
