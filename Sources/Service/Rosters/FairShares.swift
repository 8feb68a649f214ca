import Deployment
import Records
import Rostering

/// Each officer's fair cap of every burden, and the cap of duties at one site.
///
/// All burden there is, past and coming, is divided in proportion to what each officer was and will be there to bear: the
/// rostered days of the burden's kind on which no row takes the officer away, each weighed with the coming seats of that
/// burden for which the officer has the skills. Rounded up. Days before the period count where they were published.
struct FairShares {
    private let planning: Planning
    private let demand: [ProblemDocument.Demand]
    private let nights: Set<String>
    private let requires: [String: [String]]
    private let unarmedForRestricted: Set<String>
    private let pastDays: [Int]

    enum Burden: CaseIterable {
        case night, weekend, high
    }

    /// Seats of each burden that are open to holders of a set of skills.
    private struct Seats {
        var posts: [String: Int] = [:]
        var total: Int { posts.values.reduce(0, +) }
    }
    private var seats: [Burden: Seats] = [:]

    init(_ planning: Planning, demand: [ProblemDocument.Demand], _ calendar: ShiftCalendar) {
        self.planning = planning
        self.demand = demand
        nights = Set(planning.shifts.filter(\.night).map(\.id))
        requires = Dictionary(uniqueKeysWithValues: planning.posts.map { ($0.id, $0.requires) })
        let authorities = Set(planning.skills.filter(\.isAuthority).map(\.id))
        unarmedForRestricted = Set(
            planning.posts.filter { $0.suitableForRestricted && authorities.isDisjoint(with: $0.requires) }.map(\.id))
        pastDays = planning.history.published.flatMap { stretch in
            stretch.lowerBound.days(since: planning.from)...stretch.upperBound.days(since: planning.from)
        }
        for burden in Burden.allCases { seats[burden] = Seats() }
        for duty in demand {
            if nights.contains(calendar.recordID(duty.shift)) {
                seats[.night]?.posts[duty.post, default: 0] += duty.target
            }
            if isWeekend(duty.day) { seats[.weekend]?.posts[duty.post, default: 0] += duty.target }
            if duty.weight == ResponseLevel.exceptional.weight {
                seats[.high]?.posts[duty.post, default: 0] += duty.target
            }
        }
    }

    /// The caps of all officers.
    func caps(_ officers: [OfficerCalendar]) -> ProblemDocument.Caps {
        ProblemDocument.Caps(
            night: caps(.night, officers), weekend: caps(.weekend, officers), high: caps(.high, officers))
    }

    private func caps(_ burden: Burden, _ officers: [OfficerCalendar]) -> [String: Int] {
        let parts = officers.map { part($0, burden) }
        let past = officers.map { load($0.officer.id, burden) }.reduce(0, +)
        let all = past + (seats[burden]?.total ?? 0)
        let whole = parts.reduce(0, +)
        // Nobody is rostered for it: then everybody bears the same.
        let shares = whole > 0 ? parts : [Int](repeating: 1, count: officers.count)
        let sum = max(1, whole > 0 ? whole : officers.count)
        return Dictionary(
            uniqueKeysWithValues: zip(officers, shares).map { officer, share in
                (officer.officer.id, (all * share + sum - 1) / sum)
            })
    }

    private func load(_ officer: String, _ burden: Burden) -> Int {
        let load = planning.history.load(of: officer)
        return switch burden {
        case .night: load.night
        case .weekend: load.weekend
        case .high: load.high
        }
    }

    /// Days to bear the burden, each weighed with the seats open to the officer.
    private func part(_ officer: OfficerCalendar, _ burden: Burden) -> Int {
        guard let seats = seats[burden], !seats.posts.isEmpty else { return 0 }
        var open = 0
        var openWhenRestricted = 0
        for (post, count) in seats.posts where requires[post, default: []].allSatisfy(officer.holds) {
            open += count
            if unarmedForRestricted.contains(post) { openWhenRestricted += count }
        }
        guard open > 0 else { return 0 }
        var part = 0
        for day in pastDays + Array(0..<planning.days) {
            guard let shift = officer.rostered(day), bears(burden, day, shift) else { continue }
            if let cause = officer.away(day), cause != .deployed { continue }
            part += officer.isRestricted(day) ? openWhenRestricted : open
        }
        return part
    }

    private func bears(_ burden: Burden, _ day: Int, _ shift: String) -> Bool {
        switch burden {
        case .night: nights.contains(shift)
        case .weekend: isWeekend(day)
        case .high: true
        }
    }

    /// Day 0 is a Monday; days before it are negative.
    private func isWeekend(_ day: Int) -> Bool {
        planning.from.adding(day).weekday >= 5
    }

    /// Duties at one site beyond which each costs: twice the average of the busiest site and a tenth, at least six.
    func siteCap(_ officers: Int) -> Int {
        let site = Dictionary(uniqueKeysWithValues: planning.posts.map { ($0.id, $0.site) })
        var busy: [String: Int] = [:]
        for duty in demand { busy[site[duty.post, default: ""], default: 0] += duty.target }
        for visits in planning.history.sites.values { for (site, count) in visits { busy[site, default: 0] += count } }
        return max(6, 22 * (busy.values.max() ?? 0) / (10 * max(1, officers)) + 1)
    }
}

extension OfficerCalendar {
    /// Whether the officer holds the skill on some day of the period.
    func holds(_ skill: String) -> Bool {
        guard let last = officer.skills[skill] else { return false }
        return last.map { $0 >= start } ?? true
    }
}
