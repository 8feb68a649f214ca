import Deployment
import FoundationEssentials

/// A challenge of a decision, as one reader may see it (domain section 4.6).
package struct Challenge: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64
    /// What people call it, such as `CH-7`.
    package let number: String
    /// The decision, such as `ND-41`.
    package let nonDeployment: String
    /// What was said.
    package let text: String
    /// Who said it; left out for who may not know.
    package let challengedBy: PersonReference?
    /// When.
    package let raisedAt: Date
    /// By when Gold answers.
    package let answerBy: Date
    /// Whether Gold has released it to those with a part in the decision.
    package let isReleased: Bool
    /// Gold's answer.
    package let answer: ChallengeAnswer?
}

/// Gold's answer to a challenge.
package struct ChallengeAnswer: Sendable, Hashable, Codable {
    /// The answer.
    package let text: String
    /// Who answered.
    package let by: PersonReference
    /// When.
    package let at: Date
}
