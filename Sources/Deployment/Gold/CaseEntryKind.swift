/// What an entry of a Gold case is (domain.md 4.5). Entries are numbered and never rewritten.
package enum CaseEntryKind: String, CaseIterable, Sendable, Codable {
    case flag, claim, release
    case termsOfReference = "terms_of_reference"
    case member
    case adviceRequest = "advice_request"
    case advice
    case adviceAnswer = "advice_answer"
    case noAdvice = "no_advice"
    case decision, action
    case actionDone = "action_done"
    case learning
    case positionStatement = "position_statement"
    case note, outcome
    /// A challenge of the decision: joins by itself, like a flag, but is none (domain.md 4.6).
    case challenge
}

/// How a Gold case ended.
package enum CaseOutcome: String, CaseIterable, Sendable, Codable {
    case explained, upheld, changed, ended
    case ruleWrong = "rule_wrong"
}

/// The urgency of a flag and of its case.
package enum Priority: String, CaseIterable, Sendable, Codable {
    case high, medium, low
}
