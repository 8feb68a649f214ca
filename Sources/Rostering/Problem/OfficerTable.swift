/// The officers, one flat array a property.
struct OfficerTable: Sendable {
    let count: Int
    let skillCount: Int
    let siteCount: Int
    /// Id of each officer's team.
    let team: [String]
    /// Contract of each officer.
    let contract: [Int]
    /// Last day in currency: index officer x skills + skill; `notHeld` where the officer lacks the skill.
    let lastDay: [Int32]
    /// Whether an abstraction covers the day: index officer x days + day.
    let isUnavailable: [Bool]
    /// Rostered shift, -1 for a rest day: index officer x days + day.
    let rostered: [Int32]
    /// Non-deployments of each officer.
    let nonDeployments: [[NonDeployment]]
    /// Requests of each officer.
    let requests: [[Request]]
    /// What came before day 0.
    let history: [History]
    /// Deployments so far: index officer x sites + site, sites that have a post only.
    let siteHistory: [Int32]
    /// T(excess) summed over the sites that have no post now; no roster changes it.
    let strandedExcess: [Int]

    static let notHeld = Int32.min

    struct NonDeployment: Sendable {
        let id: String
        /// Posts covered; nil for all.
        let posts: Set<Int>?
        /// Shifts covered; nil for all.
        let shifts: Set<Int>?
        let from: Int
        let to: Int

        func covers(post: Int, day: Int, shift: Int) -> Bool {
            from <= day && day <= to && posts?.contains(post) != false && shifts?.contains(shift) != false
        }
    }

    struct Request: Sendable {
        let day: Int
        /// The unwanted shift; nil for the whole day.
        let shift: Int?
        let weight: Int
    }

    struct History: Sendable {
        /// Shift and day of the last duty.
        let last: (shift: Int, day: Int)?
        let work: Int
        let off: Int
        /// Days in a row up to day -1 on shifts of one kind, that of the last shift; nights, where no other kind has limits.
        let same: Int
        /// Shifts and weekends worked before the horizon that count towards the contract's.
        let shifts: Int
        let weekends: Int
        /// Loads and caps in the order of `Burden`.
        let load: [Int]
        let cap: [Int]
    }
}

extension OfficerTable {
    /// The officers of a document.
    init(_ document: ProblemDocument, _ index: DocumentIndex, _ posts: PostTable) {
        let (count, skillCount, siteCount) = (document.officers.count, document.skills.count, posts.siteIDs.count)
        var lastDay = [Int32](repeating: OfficerTable.notHeld, count: count * skillCount)
        var away = [Bool](repeating: false, count: count * document.days)
        var sites = [Int32](repeating: 0, count: count * siteCount)
        var stranded = [Int](repeating: 0, count: count)
        for (officer, entry) in document.officers.enumerated() {
            for (skill, last) in entry.skills {
                lastDay[officer * skillCount + index.skills[skill, default: 0]] = Int32(last)
            }
            for range in entry.unavailable where range.upperBound >= 0 && range.lowerBound < document.days {
                for day in max(0, range.lowerBound)...min(document.days - 1, range.upperBound) {
                    away[officer * document.days + day] = true
                }
            }
            for (site, visits) in entry.history.sites {
                if let place = posts.siteIndex[site] {
                    sites[officer * siteCount + place] = Int32(visits)
                } else {
                    stranded[officer] += triangle(visits - document.siteCap)
                }
            }
        }
        self.init(
            count: count, skillCount: skillCount, siteCount: siteCount,
            team: document.officers.map(\.team),
            contract: document.officers.map { index.contracts[$0.contract, default: 0] }, lastDay: lastDay,
            isUnavailable: away,
            rostered: document.officers.flatMap {
                $0.rostered.map { $0.flatMap { index.shifts[$0] }.map(Int32.init) ?? -1 }
            },
            nonDeployments: OfficerTable.nonDeployments(document, index),
            requests: document.officers.map { officer in
                officer.requests.map {
                    Request(day: $0.day, shift: $0.shift.flatMap { index.shifts[$0] }, weight: $0.weight)
                }
            },
            history: document.officers.map { OfficerTable.history($0, document.caps, index) }, siteHistory: sites,
            strandedExcess: stranded)
    }

    private static func history(
        _ officer: ProblemDocument.Officer, _ caps: ProblemDocument.Caps, _ index: DocumentIndex
    ) -> History {
        let history = officer.history
        var last: (shift: Int, day: Int)?
        if let shift = history.lastShift.flatMap({ index.shifts[$0] }), let day = history.lastDay {
            last = (shift, day)
        }
        return History(
            last: last, work: history.consecutiveWork, off: history.consecutiveOff, same: history.consecutiveNights,
            shifts: 0, weekends: 0,
            load: [history.load.night, history.load.weekend, history.load.high],
            cap: [caps.night, caps.weekend, caps.high].map { $0[officer.id, default: 0] })
    }

    private static func nonDeployments(_ document: ProblemDocument, _ index: DocumentIndex) -> [[NonDeployment]] {
        var out = [[NonDeployment]](repeating: [], count: document.officers.count)
        for decision in document.nonDeployments {
            out[index.officers[decision.officer, default: 0]].append(
                NonDeployment(
                    id: decision.id, posts: decision.posts.map { Set($0.compactMap { index.posts[$0] }) },
                    shifts: decision.shifts.map { Set($0.compactMap { index.shifts[$0] }) }, from: decision.from,
                    to: decision.to))
        }
        return out
    }
}

/// The burdens that are shared fairly.
enum Burden: Int, CaseIterable {
    case night, weekend, high
}

/// 1 + 2 + … + n, and 0 for n below 1.
func triangle(_ n: Int) -> Int {
    n <= 0 ? 0 : n * (n + 1) / 2
}

/// Whether a day of the horizon is a Saturday or Sunday.
func isWeekend(_ day: Int) -> Bool {
    day % 7 >= 5
}
