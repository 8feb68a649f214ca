/// The two assessments of equal rank that every decision needs (letter of 29 November 2006, bullet 2).
package enum AssessmentKind: String, CaseIterable, Sendable, Codable {
    case welfare, impartiality
}

/// The short form takes effect at once and lasts at most 24 hours; the full form is owed by then (design.md, guarantee 2).
package enum DecisionForm: String, CaseIterable, Sendable, Codable {
    case short, full
}

/// What a decider decided.
package enum DecisionOutcome: String, CaseIterable, Sendable, Codable {
    case granted, refused
}
