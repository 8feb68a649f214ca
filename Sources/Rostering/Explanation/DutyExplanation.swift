/// Where an officer stands towards a duty. Each officer is counted once, by the first of these that applies, in this order.
package enum Standing: String, CaseIterable, Sendable {
    /// Works the duty.
    case onThisDuty
    /// Does not hold a skill the post requires.
    case lacksSkill
    /// Holds every skill, but one has lapsed by that day.
    case lapsed
    /// An abstraction covers the day.
    case unavailable
    /// A recorded non-deployment covers the duty; counted, never named.
    case excluded
    /// Works another duty that day.
    case onAnotherDuty
    /// Too little rest before or after (H4).
    case resting
    /// Too many days in a row (H5).
    case runLimit
    /// Could take the duty lawfully.
    case free
}

/// Why a duty is below its target: where all officers stand, and who is nearest.
package struct DutyExplanation: Sendable {
    /// How many officers fail by one skill.
    package struct SkillCount: Sendable, Equatable {
        /// Id of the first skill, in the order of the post's list, that fails.
        package var skill: String
        /// Officers.
        package var officers: Int
    }

    /// An officer who could take the duty lawfully, free or away from another duty of that day.
    package struct Candidate: Sendable {
        /// Id of the officer.
        package var officer: String
        /// The duty the officer would leave, as post and shift ids; nil where the officer is free.
        package var leaves: (post: String, shift: String)?
        /// What the cost of the roster would change by, term by term; below zero is a saving.
        package var change: TermCosts
    }

    /// Id of the post.
    package var post: String
    /// Day of the horizon.
    package var day: Int
    /// Id of the shift.
    package var shift: String
    /// Officers wanted: the target.
    package var required: Int
    /// Officers it must not go without.
    package var min: Int
    /// Officers on it.
    package var filled: Int
    /// Officers by standing; they sum to the headcount.
    package var counts: [Standing: Int]
    /// Officers counted under `lacksSkill`, by skill.
    package var lacking: [SkillCount]
    /// Officers counted under `lapsed`, by skill.
    package var lapsed: [SkillCount]
    /// Change of the cost by the cheapest free officer; nil where nobody is free.
    package var cheapestFree: Int?
    /// The nearest candidates, at most eight: those who are free, cheapest first, then those on another duty, cheapest first.
    package var candidates: [Candidate]
}
