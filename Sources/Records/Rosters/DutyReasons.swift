/// Why a duty stayed below its target: where every officer in service in the period stood, each counted once by the first
/// that holds, in this order; and who is nearest.
package struct DutyReasons: Sendable, Codable, Equatable {
    /// Stands at this duty.
    package var onThisDuty = 0
    /// Never held the skill, by skill.
    package var lacksSkill: [String: Int] = [:]
    /// Held the skill, and it has lapsed by that day, by skill.
    package var lapsed: [String: Int] = [:]
    /// Not in service on this day (not yet joined, or left).
    package var notInService = 0
    /// Abstracted (leave, course, sickness, court and the like).
    package var abstracted = 0
    /// Kept from it by restricted or recuperative duty.
    package var restricted = 0
    /// Excluded by a recorded non-deployment; counted, never named.
    package var excluded = 0
    /// On another duty this day.
    package var onOtherDuty = 0
    /// The rest interval to a duty before or after would be too short.
    package var resting = 0
    /// Would work more days in a row than the contract allows.
    package var runLimit = 0
    /// Could have taken it: left off to save rest days, changes of shift or an unfair burden.
    package var free = 0
    /// The nearest officers who could lawfully take it, cheapest first.
    package var candidates: [Candidate] = []
    /// The nearest of those whom only rest or days in a row forbid, least excess first; nil in versions made before this was kept.
    package var nearMisses: [NearMiss]?
    /// Single changes outside the roster that would help, the most helpful first; nil in versions made before this was kept.
    package var remedies: [Remedy]?

    /// An officer who could lawfully take the duty.
    package struct Candidate: Sendable, Codable, Equatable {
        package var officer: String
        /// Post and shift of the duty that the officer would leave; nil where the officer is free.
        package var leavesPost: String?
        package var leavesShift: String?
        /// What the cost of the roster would change by.
        package var cost: Int
        /// The facts behind the cost, dearest first; they sum to it. Nil in versions made before they were kept.
        package var effects: [Effect]?

        /// A candidate.
        package init(officer: String, leavesPost: String?, leavesShift: String?, cost: Int, effects: [Effect]? = nil) {
            self.officer = officer
            self.leavesPost = leavesPost
            self.leavesShift = leavesShift
            self.cost = cost
            self.effects = effects
        }
    }

    /// One thing that a change makes dearer, or spares.
    package struct Effect: Sendable, Codable, Equatable {
        /// What it is, in words.
        package var words: String
        /// Its part of the cost; below zero is a saving.
        package var cost: Int

        /// An effect.
        package init(words: String, cost: Int) {
            self.words = words
            self.cost = cost
        }
    }

    /// An officer who could take the duty but for rest or days in a row.
    package struct NearMiss: Sendable, Codable, Equatable {
        /// Who it is, and what it would cost were it lawful.
        package var candidate: Candidate
        /// The rules it would break, in words; never empty.
        package var breaches: [String]

        /// A near miss.
        package init(candidate: Candidate, breaches: [String]) {
            self.candidate = candidate
            self.breaches = breaches
        }
    }

    /// One change outside the roster that would help.
    package struct Remedy: Sendable, Codable, Equatable {
        /// What would be changed, in words.
        package var words: String
        /// Open places that it fills or does away with.
        package var places: Int
        /// What the cost of the roster would change by.
        package var cost: Int

        /// A remedy.
        package init(words: String, places: Int, cost: Int) {
            self.words = words
            self.places = places
            self.cost = cost
        }
    }

    /// Nobody counted yet.
    package init() {}

    /// Every officer once: the headcount.
    package var total: Int {
        onThisDuty + lacksSkill.values.reduce(0, +) + lapsed.values.reduce(0, +) + notInService + abstracted
            + restricted
            + excluded + onOtherDuty + resting + runLimit + free
    }
}
