import Deployment

/// The evidence of a flag in words that a Gold group can read: what was counted, what chance would do, what happened when,
/// against whom it was compared, what would explain it innocently, and what nobody can know from the record.
///
/// A question, never a verdict (design.md, guarantee 11). It holds no reason, assessment or category of anybody, nor of what
/// kind an absence was, and rests only on what was on record at the end of the day on which the flag was raised. Plain
/// values, so that it can be stored with a case as it was, and its pictures be drawn from it later.
package struct FlagExplanation: Sendable, Equatable, Codable {
    /// What the flag asks, and about whom.
    package var question: String
    /// The subjects by kind and id, such as `officer W12`.
    package var subjects: [String]
    package var raisedOn: Day
    /// The first day of the evidence.
    package var from: Day
    /// The last day of the evidence.
    package var to: Day
    /// One neutral sentence with plain counts.
    package var finding: String
    /// For a rule what it says; nil for a pattern of chance.
    package var rule: String?
    /// For a pattern of chance what is held against the record; nil for a rule.
    package var null: String?
    /// How often an impartial command would show as much; empty for a rule.
    package var chance: [String] = []
    /// What happened on the days of the evidence, in their order.
    package var timeline: [Event] = []
    /// Those with whom the subject was compared.
    package var comparison: Comparison?
    /// What would explain it innocently, each looked up in the record.
    package var innocent: [Check] = []
    /// What the record does not say.
    package var notKnown: [String] = []
    /// What these numbers could show at all; nil where it is not worked out.
    package var power: Power?
    /// What must be borne in mind when this is read.
    package var notes: [String] = []
    /// The evidence over time.
    package var course: [Step] = []

    /// Something that happened on a day.
    package struct Event: Sendable, Equatable, Codable {
        package var day: Day
        package var what: String
    }

    /// The comparison group.
    package struct Comparison: Sendable, Equatable, Codable {
        /// Who they are, such as `the officers of team A`.
        package var group: String
        /// The subject first.
        package var members: [Member]
        /// The median of what the others show; nil where there are none.
        package var median: Double?
        /// Whether the counts are of the days of the evidence; otherwise of all that is on record.
        package var isOfSameDays: Bool
        /// Which days the counts are of, in words.
        package var period: String { isOfSameDays ? "over the same days" : "over all that is on record" }
    }

    /// One of the comparison group.
    package struct Member: Sendable, Equatable, Codable {
        package var name: String
        package var observed: Double
        package var expected: Double
        package var isSubject: Bool
    }

    /// An innocent explanation and what the record says of it.
    package struct Check: Sendable, Equatable, Codable {
        package var asked: String
        package var found: String
        /// Whether what was found may explain some of the finding: a person judges.
        package var mayExplain: Bool
    }

    /// What can be found with numbers like these.
    package struct Power: Sendable, Equatable, Codable {
        /// The probability with which an avoidance of half would be found.
        package var ofHalf: Double
        /// The statement, with how it is computed.
        package var statement: String
    }

    /// The evidence at the end of a day.
    package struct Step: Sendable, Equatable, Codable {
        package var day: Day
        /// ln(evidence / what raises a flag): 0 raises one.
        package var logRatio: Double
    }
}
