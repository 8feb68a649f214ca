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

    /// An officer who could lawfully take the duty.
    package struct Candidate: Sendable, Codable, Equatable {
        package var officer: String
        /// Post and shift of the duty that the officer would leave; nil where the officer is free.
        package var leavesPost: String?
        package var leavesShift: String?
        /// What the cost of the roster would change by.
        package var cost: Int

        /// A candidate.
        package init(officer: String, leavesPost: String?, leavesShift: String?, cost: Int) {
            self.officer = officer
            self.leavesPost = leavesPost
            self.leavesShift = leavesShift
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
