/// Where a concern stands (issue 3). The database holds the same steps in `step_concern`.
///
/// ```
///  raised ──▶ acknowledged ──▶ answered
///    │           │    ▲
///    │           │    └── passed on: acknowledged by another
///    └─────▶ withdrawn
/// ```
/// A concern takes nobody off a duty and counts towards no flag, whatever its state.
package enum ConcernState: String, CaseIterable, Sendable, Codable {
    case raised, acknowledged, answered, withdrawn
}

/// Which of a concern's sealed texts one is.
package enum ConcernPart: String, CaseIterable, Sendable, Codable {
    /// What it is about.
    case what
    /// What would help.
    case help
    /// The officer's own words.
    case ownWords = "own_words"
    /// What was said when the concern was taken on, answered or withdrawn.
    case acknowledged, answered, withdrawn
}
