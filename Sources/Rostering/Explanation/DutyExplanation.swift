/// Why a duty is below its target: where all officers stand, who is nearest, and what outside the roster would help.
package struct DutyExplanation: Sendable {
    /// How many officers fail by one skill.
    package typealias SkillCount = Standings.SkillCount

    /// An officer who could take the duty lawfully, free or away from another duty of that day.
    package struct Candidate: Sendable {
        /// Id of the officer.
        package var officer: String
        /// The duty the officer would leave, as post and shift ids; nil where the officer is free.
        package var leaves: (post: String, shift: String)?
        /// What the cost of the roster would change by, term by term; below zero is a saving.
        package var change: TermCosts
        /// The facts behind `change`, dearest first; they sum to it term by term.
        package var effects: [Effect]
    }

    /// An officer who could take the duty but for rest or days in a row: near, and not lawful.
    package struct NearMiss: Sendable {
        /// Who it is, and what it would cost were it lawful.
        package var candidate: Candidate
        /// The rules it would break, never empty.
        package var breaches: [Breach]
        /// By how much, in minutes: the rest that is missing, and a whole day for each day too many in a row.
        package var excess: Int
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
    /// Weight of the duty: 1 at Normal, 2 at Heightened, 4 at Exceptional.
    package var weight: Int
    /// Where all officers stand.
    package var standings: Standings
    /// Change of the cost by the cheapest free officer; nil where nobody is free.
    package var cheapestFree: Int?
    /// The nearest candidates, at most eight: those who are free, cheapest first, then those on another duty, cheapest first.
    package var candidates: [Candidate]
    /// The nearest of those whom only rest or days in a row forbid, at most four: least excess first, then cheapest.
    package var nearMisses: [NearMiss]
    /// Single changes outside the roster that would help: those that fill a place first, then cheapest first.
    package var remedies: [Remedy]

    /// Officers by standing; they sum to the headcount.
    package var counts: [Standing: Int] { standings.counts }
    /// Officers counted under `lacksSkill`, by skill.
    package var lacking: [SkillCount] { standings.lacking }
    /// Officers counted under `lapsed`, by skill.
    package var lapsed: [SkillCount] { standings.lapsed }
}
