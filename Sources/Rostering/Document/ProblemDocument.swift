package import Deployment

/// A roster problem as plain values with ids: the document of FORMAT.md version 1.
///
/// Built by the JSON reader or by the service from its records; `Problem.init` checks every rule of the format.
package struct ProblemDocument: Sendable, Equatable {
    /// Name of the problem; a roster says which problem it is for.
    package var name: String
    /// Day 0, a Monday.
    package var start: Day
    /// Length of the horizon, at least 1.
    package var days: Int
    /// Least minutes between the end of one duty and the start of the next.
    package var minRestMinutes: Int
    /// The shifts a duty can have; at least one.
    package var shifts: [Shift]
    /// Ids of all skills.
    package var skills: [String]
    /// The contracts officers work under.
    package var contracts: [Contract]
    /// The officers.
    package var officers: [Officer]
    /// The posts.
    package var posts: [Post]
    /// The duties wanted; a (post, day, shift) at most once.
    package var demand: [Demand]
    /// Recorded non-deployments in force.
    package var nonDeployments: [NonDeployment]
    /// Prices of the cost terms.
    package var weights: Weights
    /// The fair caps of each burden, by officer id, history included.
    package var caps: Caps
    /// Deployments of one officer at one site above which each costs, history included.
    package var siteCap: Int

    /// A problem from its parts; nothing is checked here.
    package init(
        name: String, start: Day, days: Int, minRestMinutes: Int, shifts: [Shift], skills: [String],
        contracts: [Contract], officers: [Officer], posts: [Post], demand: [Demand],
        nonDeployments: [NonDeployment], weights: Weights, caps: Caps, siteCap: Int
    ) {
        self.name = name
        self.start = start
        self.days = days
        self.minRestMinutes = minRestMinutes
        self.shifts = shifts
        self.skills = skills
        self.contracts = contracts
        self.officers = officers
        self.posts = posts
        self.demand = demand
        self.nonDeployments = nonDeployments
        self.weights = weights
        self.caps = caps
        self.siteCap = siteCap
    }

    /// A shift; it belongs to the day it starts on.
    package struct Shift: Sendable, Equatable {
        /// Id of the shift.
        package var id: String
        /// Start in minutes after midnight, 0 to 1439.
        package var startMinute: Int
        /// Length in minutes, 1 to 1440.
        package var minutes: Int
        /// Whether its duties count as night duties.
        package var night: Bool

        /// A shift.
        package init(id: String, startMinute: Int, minutes: Int, night: Bool) {
            self.id = id
            self.startMinute = startMinute
            self.minutes = minutes
            self.night = night
        }
    }

    /// The working-time rules of a group of officers.
    package struct Contract: Sendable, Equatable {
        /// Id of the contract.
        package var id: String
        /// Most days worked in a row (a hard rule), at least 1.
        package var maxConsecutiveWork: Int
        /// Shortest wanted run of days worked.
        package var minConsecutiveWork: Int
        /// Shortest wanted run of days off.
        package var minConsecutiveOff: Int
        /// Most wanted nights in a row.
        package var maxConsecutiveNights: Int
        /// Fewest wanted shifts in the horizon.
        package var minShifts: Int
        /// Most wanted shifts in the horizon.
        package var maxShifts: Int
        /// Most wanted weekends worked.
        package var maxWeekends: Int
        /// Whether a weekend is wanted whole, worked or free.
        package var completeWeekends: Bool

        /// A contract.
        package init(
            id: String, maxConsecutiveWork: Int, minConsecutiveWork: Int, minConsecutiveOff: Int,
            maxConsecutiveNights: Int, minShifts: Int, maxShifts: Int, maxWeekends: Int, completeWeekends: Bool
        ) {
            self.id = id
            self.maxConsecutiveWork = maxConsecutiveWork
            self.minConsecutiveWork = minConsecutiveWork
            self.minConsecutiveOff = minConsecutiveOff
            self.maxConsecutiveNights = maxConsecutiveNights
            self.minShifts = minShifts
            self.maxShifts = maxShifts
            self.maxWeekends = maxWeekends
            self.completeWeekends = completeWeekends
        }
    }

    /// A fixed position that needs officers.
    package struct Post: Sendable, Equatable {
        /// Id of the post.
        package var id: String
        /// Id of its site.
        package var site: String
        /// Ids of the skills an officer needs there, each once.
        package var requires: [String]

        /// A post.
        package init(id: String, site: String, requires: [String]) {
            self.id = id
            self.site = site
            self.requires = requires
        }
    }

    /// A duty and how many officers it wants.
    package struct Demand: Sendable, Equatable {
        /// Id of the post.
        package var post: String
        /// Day of the horizon.
        package var day: Int
        /// Id of the shift.
        package var shift: String
        /// Officers it must not go without.
        package var min: Int
        /// Officers it wants; no more are ever assigned. At least 1 and `min`.
        package var target: Int
        /// 1 at Normal, 2 at Heightened, 4 at Exceptional.
        package var weight: Int

        /// A duty wanted.
        package init(post: String, day: Int, shift: String, min: Int, target: Int, weight: Int) {
            self.post = post
            self.day = day
            self.shift = shift
            self.min = min
            self.target = target
            self.weight = weight
        }
    }

    /// A documented decision not to deploy an officer to some duties.
    package struct NonDeployment: Sendable, Equatable {
        /// Id of the decision; nothing else of it comes here.
        package var id: String
        /// Id of the officer.
        package var officer: String
        /// Ids of the posts it covers; nil for every post.
        package var posts: [String]?
        /// First day it covers; may lie outside the horizon.
        package var from: Int
        /// Last day it covers.
        package var to: Int
        /// Ids of the shifts it covers; nil for every shift.
        package var shifts: [String]?

        /// A non-deployment.
        package init(id: String, officer: String, posts: [String]?, from: Int, to: Int, shifts: [String]? = nil) {
            self.id = id
            self.officer = officer
            self.posts = posts
            self.from = from
            self.to = to
            self.shifts = shifts
        }
    }
}
