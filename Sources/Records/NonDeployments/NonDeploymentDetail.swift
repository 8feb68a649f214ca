import Deployment
import FoundationEssentials

/// A person as records show one.
package struct PersonReference: Sendable, Hashable, Codable {
    /// The account.
    package let id: Int64
    /// The account's name.
    package let name: String
}

/// One row in a list of non-deployments: layer A without its texts.
package struct NonDeploymentSummary: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64
    /// What everybody may see, such as `ND-41`.
    package let number: String
    /// The officer.
    package let officer: String
    /// The officer's team.
    package let team: String
    /// Where it stands.
    package let state: NonDeploymentState
    /// The newest terms.
    package let terms: Terms
    /// When the record was opened.
    package let recordedAt: Date
    /// When the full form is owed, for a short form that has none.
    package let owedInFullBy: Date?
    /// Who decided last.
    package let decider: PersonReference?
}

/// One version of the terms.
package struct TermsVersion: Sendable, Hashable, Codable {
    /// From 1.
    package let version: Int
    /// What it says.
    package let terms: Terms
    /// Whether grounds are on record; they are read through `readSealed`.
    package let hasGrounds: Bool
    /// Who wrote it.
    package let writtenBy: PersonReference
    /// When, by the server's clock.
    package let writtenAt: Date
}

/// One assessment.
package struct AssessmentRecord: Sendable, Hashable, Codable {
    /// Welfare or impartiality.
    package let kind: AssessmentKind
    /// A line or a full text.
    package let form: DecisionForm
    /// The text.
    package let text: String
    /// Who assessed.
    package let assessedBy: PersonReference
    /// When.
    package let assessedAt: Date
}

/// One decision.
package struct DecisionRecord: Sendable, Hashable, Codable {
    /// Short or full.
    package let form: DecisionForm
    /// Granted or refused.
    package let outcome: DecisionOutcome
    /// The version of the terms decided on.
    package let termsVersion: Int
    /// Why.
    package let reason: String
    /// What else was considered.
    package let alternatives: String?
    /// Who decided.
    package let decidedBy: PersonReference
    /// By which authority: a rank, or GOLD.
    package let decidedAs: String
    /// When it was decided.
    package let decidedAt: Date
    /// When it was written down.
    package let recordedAt: Date
}

/// One review.
package struct ReviewRecord: Sendable, Hashable, Codable {
    /// What was found.
    package let note: String
    /// Who looked.
    package let reviewedBy: PersonReference
    /// When.
    package let reviewedAt: Date
}

/// How a record ended.
package struct EndingRecord: Sendable, Hashable, Codable {
    /// `by_itself`, `early` or `withdrawn`.
    package let cause: String
    /// The closing text; none when it ended by itself.
    package let note: String?
    /// Who ended it; nobody when it ended by itself.
    package let endedBy: PersonReference?
    /// When its effect ended.
    package let endedAt: Date
}

/// One step of a record's way through its states.
package struct StateStep: Sendable, Hashable, Codable {
    /// The state entered.
    package let state: NonDeploymentState
    /// When.
    package let enteredAt: Date
}

/// A record with everything of layer A, first texts and last.
package struct NonDeploymentDetail: Sendable, Hashable, Encodable {
    /// Number, officer, state and newest terms.
    package let summary: NonDeploymentSummary
    /// Who raised the concern.
    package let raisedBy: PersonReference
    /// Who drafted.
    package let draftedBy: PersonReference
    /// The record this renews, such as `ND-40`.
    package let renews: String?
    /// The record that renews this one.
    package let renewedBy: String?
    /// Whether the officer's own words are kept; they are read through `readSealed`.
    package let hasAnnex: Bool
    /// Every version, the first one first.
    package let terms: [TermsVersion]
    /// Every assessment, in order.
    package let assessments: [AssessmentRecord]
    /// Every decision, in order.
    package let decisions: [DecisionRecord]
    /// Every review, in order.
    package let reviews: [ReviewRecord]
    /// The end, once there is one.
    package let ending: EndingRecord?
    /// Every state, in order.
    package let states: [StateStep]
    /// The flags it raised, in order.
    package let flags: [Flag]
}
