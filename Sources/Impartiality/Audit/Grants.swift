/// What supervisors decided: the first decisions that became known today, and the duties that granted ones first took away.
struct Grants: Sendable {
    /// Requests of one officer within so many days count once.
    static let once: Int32 = 60
    /// A decision is looked at for so many days for the first duty that it takes away.
    static let reach: Int32 = 10

    /// The duty that a granted first decision took away first.
    struct Bite: Sendable {
        /// A place in `History.decisions`.
        var decision: Int32
        var mission: Int32
        /// The day of the duty.
        var day: Int32
        var stratum: Int32
        /// Whether the decision begins with that duty, as one does that was made for it.
        var isFirstDay: Bool
    }

    /// First decisions known since yesterday, places in `History.decisions`.
    private(set) var firsts: [Int32] = []
    /// A granted first decision of which all is known that will be, and how much it says of whoever granted it.
    struct Settled: Sendable {
        /// A place in `History.decisions`.
        var decision: Int32
        /// 1, or less where it took away a duty at a mission that is relieved more than its share: it says more of the mission.
        var weight: Double
    }

    /// Granted first decisions settled since yesterday.
    private(set) var settled: [Settled] = []
    /// Bites of late at each mission, and how many were to be expected.
    private var seen: [Double]
    private var usual: [Double]
    /// What is left of a day's bites on the next: half of them after 180 days.
    private static let fading = 0.99616
    /// Bites known since yesterday.
    private(set) var bites: [Bite] = []
    /// Granted first decisions that have taken no duty yet.
    private var open: [Int32] = []
    private var next = 0
    /// When each officer last asked.
    private var lastRequest: [Int32]
    /// Of today's first decisions those that are an officer's first request in `once` days.
    private(set) var requests: [Int32] = []

    init(_ history: History) {
        lastRequest = [Int32](repeating: -History.never, count: history.officers.count)
        seen = [Double](repeating: 0, count: history.missions.count)
        usual = seen
    }

    /// Takes in a day whose books are open.
    mutating func close(_ day: Int32, _ history: History, _ books: Books, _ places: Places) {
        firsts.removeAll(keepingCapacity: true)
        requests.removeAll(keepingCapacity: true)
        bites.removeAll(keepingCapacity: true)
        settled.removeAll(keepingCapacity: true)
        for mission in seen.indices {
            seen[mission] *= Self.fading
            usual[mission] *= Self.fading
        }
        while next < history.decisions.count, history.decisions[next].recorded <= day {
            take(Int32(next), history)
            next += 1
        }
        var waiting: [Int32] = []
        for place in open where !bitesOrEnds(place, day, history, books, places) { waiting.append(place) }
        open = waiting
    }

    private mutating func take(_ place: Int32, _ history: History) {
        let decision = history.decisions[Int(place)]
        guard decision.extends < 0 else { return }
        firsts.append(place)
        if decision.recorded - lastRequest[Int(decision.officer)] > Self.once { requests.append(place) }
        lastRequest[Int(decision.officer)] = decision.recorded
        if decision.isGranted { open.append(place) }
    }

    /// Notes the first duty that a decision took away; true when there is nothing more to look for.
    private mutating func bitesOrEnds(
        _ place: Int32, _ day: Int32, _ history: History, _ books: Books, _ places: Places
    ) -> Bool {
        let decision = history.decisions[Int(place)]
        let last = min(decision.from + Self.reach - 1, decision.to)
        var look = max(0, decision.from)
        while look <= min(last, day) {
            let post = books.published(decision.officer, look)
            if post >= 0, books.worked(decision.officer, look) != post {
                let bite = Bite(
                    decision: place, mission: places.missionOfPost[Int(post)], day: look,
                    stratum: books.stratum(decision.officer, look), isFirstDay: look == decision.from)
                bites.append(bite)
                settled.append(Settled(decision: place, weight: weight(bite, books)))
                return true
            }
            look += 1
        }
        if last <= day { settled.append(Settled(decision: place, weight: 1)) }
        return last <= day
    }

    private mutating func weight(_ bite: Bite, _ books: Books) -> Double {
        let strata = books.strata(on: bite.day)
        let stratum = strata.strata[Int(bite.stratum)]
        for standing in strata.standings[stratum.standings] {
            usual[Int(standing.mission)] += Double(standing.posted) / Double(stratum.posted)
        }
        let mission = Int(bite.mission)
        let weight = min(1, (usual[mission] + 2) / (seen[mission] + 2))
        seen[mission] += 1
        return weight
    }
}
