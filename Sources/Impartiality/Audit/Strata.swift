/// The pools of one day divided by skills: who could have been drawn for whose place.
///
/// A stratum holds the officers published on one shift of one command with the same skills in currency. Under the impartial
/// null every assignment of its officers to its places is equally likely, on each shift anew.
struct Strata: Sendable {
    /// One officer's place on a shift.
    struct Draw: Sendable {
        var officer: Int32
        /// A place in `strata`.
        var stratum: Int32
        /// The mission drawn; `History.none` for the reserve.
        var mission: Int32
        /// Whether the officer keeps yesterday's post on the same shift, which is no new draw.
        var isKept: Bool
    }

    /// Officers of one stratum who stand at one mission.
    struct Standing: Sendable {
        var mission: Int32
        var posted: Int32
        /// Of them those who are newly drawn.
        var drawn: Int32
    }

    struct Stratum: Sendable {
        var command: Int32
        /// Its rows in `standings`.
        var standings: Range<Int>
        /// Officers who have posts.
        var posted: Int32
        /// Officers who are newly drawn, the reserve included.
        var drawn: Int32
    }

    private(set) var draws: [Draw] = []
    private(set) var strata: [Stratum] = []
    private(set) var standings: [Standing] = []

    /// No pool.
    init() {}

    /// The pools of a day: the post and shift for which each officer is published, and whether the officer keeps yesterday's.
    ///
    /// Draws are in the order of officers, so that whoever goes through them goes through memory in one direction. O(officers).
    init(
        posts: ArraySlice<Int32>, shifts: ArraySlice<UInt8>, _ history: History, _ roll: Roll, _ places: Places,
        isKept: (Int32) -> Bool
    ) {
        draws.reserveCapacity(posts.count)
        var slots = [Int32](repeating: -1, count: history.commands.count * 3 * roll.profiles)
        for (place, (post, shift)) in zip(posts, shifts).enumerated() where post != Books.nothing {
            let officer = Int32(place)
            let command = history.officers[place].command
            let slot = (Int(command) * 3 + Int(shift)) * roll.profiles + Int(roll.profile[place])
            if slots[slot] < 0 {
                slots[slot] = Int32(strata.count)
                strata.append(Stratum(command: command, standings: 0..<0, posted: 0, drawn: 0))
            }
            let mission = post < 0 ? History.none : places.missionOfPost[Int(post)]
            draws.append(
                Draw(officer: officer, stratum: slots[slot], mission: mission, isKept: post >= 0 && isKept(officer)))
        }
        count(places)
    }

    private mutating func count(_ places: Places) {
        let widest = places.missions.map(\.count).max() ?? 0
        var posted = [Int32](repeating: 0, count: strata.count * widest)
        var drawn = posted
        for draw in draws {
            let stratum = Int(draw.stratum)
            if !draw.isKept { strata[stratum].drawn += 1 }
            guard draw.mission >= 0 else { continue }
            let cell = stratum * widest + Int(places.seat[Int(draw.mission)])
            strata[stratum].posted += 1
            posted[cell] += 1
            if !draw.isKept { drawn[cell] += 1 }
        }
        for stratum in strata.indices {
            let first = standings.count
            for (seat, mission) in places.missions[Int(strata[stratum].command)].enumerated() {
                let cell = stratum * widest + seat
                guard posted[cell] > 0 else { continue }
                standings.append(Standing(mission: mission, posted: posted[cell], drawn: drawn[cell]))
            }
            strata[stratum].standings = first..<standings.count
        }
    }

    /// The chance that a relief of an officer of a stratum falls on a mission: k/n' of those who have posts.
    func chance(of mission: Int32, in stratum: Int32) -> Double {
        let of = strata[Int(stratum)]
        for standing in standings[of.standings] where standing.mission == mission {
            return Double(standing.posted) / Double(of.posted)
        }
        return 0
    }
}
