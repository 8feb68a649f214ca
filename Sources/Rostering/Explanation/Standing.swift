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

/// Where all officers stand towards one duty.
package struct Standings: Sendable, Equatable {
    /// How many officers fail by one skill.
    package struct SkillCount: Sendable, Equatable {
        /// Id of the first skill, in the order of the post's list, that fails.
        package var skill: String
        /// Officers.
        package var officers: Int
    }

    /// Officers by standing; they sum to the headcount. A standing that no officer has is absent.
    package var counts: [Standing: Int]
    /// Officers counted under `lacksSkill`, by skill.
    package var lacking: [SkillCount]
    /// Officers counted under `lapsed`, by skill.
    package var lapsed: [SkillCount]

    /// Officers with this standing.
    package subscript(standing: Standing) -> Int {
        counts[standing, default: 0]
    }
}
