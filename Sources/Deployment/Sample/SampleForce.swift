/// The officers of a sample: ranks, teams, patterns and restrictions.
struct SampleForce {
    static let teams = ["A", "B", "C", "D", "E"]
    static let headquarters = "HQ"
    /// Earliest day from which patterns are recorded, before the roster; anchors lie earlier.
    static let patternsSince = -180
    static let storyTeam = "C"

    var officers: [SampleOfficer]

    init(size: SampleSize, start: Day, random: inout SampleRandom) {
        let phase = 2 * random.below(5)
        let names = Self.names(count: size.officers, random: &random)
        officers = []
        for index in 0..<size.officers {
            let rank = Self.rank(index, size)
            let atHeadquarters = index < size.headquarters
            let team = (index + 1) % Self.teams.count
            let pattern = atHeadquarters ? SamplePattern.office : .team
            officers.append(
                SampleOfficer(
                    index: index, name: names[index], rank: rank,
                    team: atHeadquarters ? Self.headquarters : Self.teams[team],
                    contract: rank == "PC" || rank == "PS" ? "full" : "command", pattern: pattern,
                    offset: pattern.offset(phase: phase + 2 * team), joined: Self.joined(rank, start, &random)))
        }
        castStory(size)
        giveFlexiblePatternsAndRestrictions(size, phase, &random)
    }

    private static func rank(_ index: Int, _ size: SampleSize) -> String {
        let chiefs = size.superintendents + size.chiefInspectors
        let inspectors = size.headquarters + size.teamInspectors
        return switch index {
        case ..<size.superintendents: "SUPT"
        case ..<chiefs: "CI"
        case ..<inspectors: "INSP"
        case ..<(inspectors + size.sergeants): "PS"
        default: "PC"
        }
    }

    /// About one constable in six is new each year (001 ¶45).
    private static func joined(_ rank: String, _ start: Day, _ random: inout SampleRandom) -> Day {
        let isNew = rank == "PC" && random.chance(perMille: 190)
        return start.adding(-(isNew ? random.between(45, 365) : random.between(500, 6500)))
    }

    private static func names(count: Int, random: inout SampleRandom) -> [String] {
        let all = SampleNames.surnames.flatMap { surname in SampleNames.given.map { "\($0) \(surname)" } }
        return Array(random.shuffled(all).prefix(count))
    }

    /// Names the officers of the worked example and keeps their colleagues of the story present.
    private mutating func castStory(_ size: SampleSize) {
        officers[0].name = "Wren Ashby"
        let team = officers.indices.filter { officers[$0].team == Self.storyTeam }
        if let inspector = team.first(where: { officers[$0].rank == "INSP" }) {
            officers[inspector].name = "Dele Marsh"
        }
        if let sergeant = team.first(where: { officers[$0].rank == "PS" }) {
            officers[sergeant].name = "Mina Hale"
            officers[sergeant].inStory = true
        }
        officers[size.storyOfficer].name = "Rowan Tate"
        officers[size.storyOfficer].inStory = true
        for index in team.filter({ $0 > size.storyOfficer && officers[$0].rank == "PC" }).prefix(2) {
            officers[index].inStory = true
        }
    }

    private mutating func giveFlexiblePatternsAndRestrictions(
        _ size: SampleSize, _ phase: Int, _ random: inout SampleRandom
    ) {
        var pool = random.shuffled(officers.indices.filter { officers[$0].standsPosts && !officers[$0].inStory })
        for count in 0..<size.flexible {
            let index = pool.removeLast()
            let kinds = SamplePattern.flexible
            // Each kind once, so that none is missing from a small command.
            let pattern = count < kinds.count ? kinds[count].item : random.weighted(kinds)
            let team = (index + 1) % Self.teams.count
            officers[index].pattern = pattern
            officers[index].offset = pattern.offset(phase: phase + 2 * team)
            officers[index].contract = "flexible"
        }
        for _ in 0..<size.restricted {
            officers[pool.removeLast()].restriction = .restricted(random: &random)
        }
        for count in 0..<size.recuperative {
            officers[pool.removeLast()].restriction = .recuperative(count, random: &random)
        }
    }
}

extension SampleRestriction {
    /// A continuing restriction: no firearm, with a review within the quarter.
    fileprivate static func restricted(random: inout SampleRandom) -> SampleRestriction {
        let limits = ["No firearm; desk posts", "No firearm; no confrontation", "No firearm; no driving"]
        return SampleRestriction(
            kind: "restricted", limits: random.pick(limits), first: -random.between(60, 500), last: nil,
            review: random.between(5, 90))
    }

    /// A return to duty: half last throughout the roster, a quarter end inside it, a quarter begin inside it.
    fileprivate static func recuperative(_ count: Int, random: inout SampleRandom) -> SampleRestriction {
        let limits = [
            "No standing over two hours", "No lifting over ten kilograms", "No driving",
            "No body armour over four hours",
            "Four hours a day at most",
        ]
        let inside = random.between(7, 21)
        let first = count % 4 == 3 ? inside : -random.between(5, 80)
        let last = count % 4 == 1 ? inside : SampleCalendar.horizon + random.between(2, 60)
        let review = max(first, min(last, random.between(3, 40)))
        return SampleRestriction(
            kind: "recuperative", limits: random.pick(limits), first: first, last: last, review: review)
    }
}
