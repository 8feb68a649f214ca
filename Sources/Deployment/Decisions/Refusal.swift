/// A rule by which the database refused a write, with its SQLSTATE.
///
/// The triggers raise these states with a sentence that carries no personal text, so it may be shown.
package enum Refusal: String, CaseIterable, Sendable {
    case arrow = "EV001"
    case unknown = "EV002"
    case twoPairsOfEyes = "EV003"
    case bareDecision = "EV004"
    case closure = "EV005"
    case rewrite = "EV006"
    case unlawful = "EV007"
    case needToKnow = "EV008"
}

/// Attempts that the rule of two pairs of eyes refused and that are noted for Gold (design.md, guarantee 3).
package enum NotedAttempt: String, CaseIterable, Sendable, Codable {
    case selfDecision = "self_decision"
    case ownDraft = "own_draft"
    case selfAssessment = "self_assessment"
    case ownAssessment = "own_assessment"
    case selfDraft = "self_draft"
}
