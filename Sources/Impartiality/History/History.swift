import Deployment

/// What a command (or several) has on record: who was posted where, who worked, who was relieved, by whom and why.
///
/// The columns of HISTORY.md with names replaced by places in its arrays and dates by days after the first day (0; earlier
/// days are negative). It holds no personal attribute beyond rank, team, contract, skills and dates of service.
package struct History: Sendable {
    /// Stands for a date that has not come or does not exist: later than every day of a history.
    package static let never = Int32.max / 2
    /// Stands for "none" where a place in an array is asked for.
    package static let none: Int32 = -1

    /// Day 0.
    package var firstDay: Day
    /// The last day on which anything is known; 0 is a history of one day.
    package var lastDay: Int32

    package var commands: [String] = []
    package var missions: [Mission] = []
    package var sites: [Site] = []
    package var posts: [Post] = []
    /// The names of the skills; a `SkillSet` has one bit for each.
    package var skills: [String] = []
    package var teams: [Team] = []
    package var supervisors: [Supervisor] = []
    package var officers: [Officer] = []
    /// In the order of `knownOn`.
    package var currencies: [Currency] = []
    /// In the order of `from`.
    package var levels: [Level] = []
    /// In the order of `from`.
    package var seasons: [Season] = []
    package var published = Postings()
    package var worked = Postings()
    /// In the order of `knownOn`.
    package var swaps: [Swap] = []
    /// In the order of `recorded`, then id.
    package var decisions: [Decision] = []
    /// In the order of `recorded`.
    package var abstractions: [Abstraction] = []

    /// A history of one day with nothing in it.
    package init(firstDay: Day, lastDay: Int32 = 0) {
        self.firstDay = firstDay
        self.lastDay = lastDay
    }

    /// The date of a day after the first.
    package func date(_ day: Int32) -> Day {
        firstDay.adding(Int(day))
    }

    /// The mission at which a post stands; `none` for the reserve.
    package func mission(ofPost post: Int32) -> Int32 {
        post < 0 ? Self.none : sites[Int(posts[Int(post)].site)].mission
    }
}

/// A set of the skills of a history, a bit each; at most 64 skills.
package typealias SkillSet = UInt64

extension History {
    /// A body to which sites belong.
    package struct Mission: Sendable {
        package var id: String
        /// A place in `commands`.
        package var command: Int32

        package init(id: String, command: Int32) {
            self.id = id
            self.command = command
        }
    }

    /// A place of a mission.
    package struct Site: Sendable {
        package var id: String
        /// A place in `missions`.
        package var mission: Int32

        package init(id: String, mission: Int32) {
            self.id = id
            self.mission = mission
        }
    }

    /// A post of a site.
    package struct Post: Sendable {
        package var id: String
        /// A place in `sites`.
        package var site: Int32
        package var requires: SkillSet
        /// Officers wanted on early, late and night.
        package var targets: [Int32]

        package init(id: String, site: Int32, requires: SkillSet, targets: [Int32]) {
            self.id = id
            self.site = site
            self.requires = requires
            self.targets = targets
        }
    }

    /// A team and its rostered pattern.
    package struct Team: Sendable {
        package var id: String
        /// A place in `commands`.
        package var command: Int32
        /// The shift of each day of the cycle (0 early, 1 late, 2 night, -1 rest); empty when no pattern is on record.
        package var cycle: [Int8]
        /// The day on which `cycle` begins; it is repeated for ever, both ways.
        package var anchor: Int32

        package init(id: String, command: Int32, cycle: [Int8] = [], anchor: Int32 = 0) {
            self.id = id
            self.command = command
            self.cycle = cycle
            self.anchor = anchor
        }

        /// The rostered shift of a day; -1 for rest or where no pattern is on record.
        package func rostered(_ day: Int32) -> Int8 {
            guard !cycle.isEmpty else { return -1 }
            let count = Int32(cycle.count)
            let place = (day - anchor) % count
            return cycle[Int(place < 0 ? place + count : place)]
        }
    }

    /// Somebody who decides on non-deployments.
    package struct Supervisor: Sendable {
        package var id: String
        package var rank: Rank
        /// A place in `teams`; `none` for somebody outside the teams.
        package var team: Int32
        /// A place in `commands`.
        package var command: Int32

        package init(id: String, rank: Rank, team: Int32, command: Int32) {
            self.id = id
            self.rank = rank
            self.team = team
            self.command = command
        }
    }

    /// An authorised firearms officer.
    package struct Officer: Sendable {
        package var id: String
        package var rank: Rank
        /// A place in `teams`.
        package var team: Int32
        /// The supervisor of the officer's line, a place in `supervisors`; `none` when there is none on record.
        package var line: Int32
        /// Whether the contract is a full one; the other kind has no nights.
        package var isFull: Bool
        package var joined: Int32
        /// The last day of service; `never` while it has not come. Compare with the present day only.
        package var left: Int32
        /// A place in `commands`.
        package var command: Int32

        package init(
            id: String, rank: Rank, team: Int32, line: Int32, isFull: Bool, joined: Int32, left: Int32 = History.never,
            command: Int32
        ) {
            self.id = id
            self.rank = rank
            self.team = team
            self.line = line
            self.isFull = isFull
            self.joined = joined
            self.left = left
            self.command = command
        }
    }

    /// A skill in currency from one day to another.
    package struct Currency: Sendable {
        package var officer: Int32
        /// A place in `skills`.
        package var skill: Int32
        package var from: Int32
        /// The last day in currency; `never` when it has no end.
        package var to: Int32
        /// Sixty days before `from`.
        package var knownOn: Int32 { from - 60 }

        package init(officer: Int32, skill: Int32, from: Int32, to: Int32) {
            self.officer = officer
            self.skill = skill
            self.from = from
            self.to = to
        }
    }

    /// The response level of a mission, until its next row.
    package struct Level: Sendable {
        package var mission: Int32
        package var from: Int32
        package var level: ResponseLevel

        package init(mission: Int32, from: Int32, level: ResponseLevel) {
            self.mission = mission
            self.from = from
            self.level = level
        }
    }

    /// A season that the command has declared in advance: more requests are expected and legitimate.
    package struct Season: Sendable {
        package var from: Int32
        package var to: Int32
        package var label: String

        package init(from: Int32, to: Int32, label: String) {
            self.from = from
            self.to = to
            self.label = label
        }
    }
}
