/// The files of a history, in the order in which they are described in HISTORY.md.
package enum HistoryFile: String, CaseIterable, Sendable {
    case history, missions, sites, posts
    case responseLevels = "response_levels"
    case supervisors, officers
    case officerSkills = "officer_skills"
    case patterns, calendar, published
    case worked = "as_worked"
    case swaps, decisions, abstractions

    /// The name in the directory.
    package var fileName: String { rawValue + ".csv" }

    /// The columns, all required, in the order in which they are written.
    package var columns: [String] {
        switch self {
        case .history: ["from_date", "to_date"]
        case .missions: ["mission_id", "command_id"]
        case .sites: ["site_id", "mission_id", "command_id"]
        case .posts: ["post_id", "site_id", "requires", "target_e", "target_l", "target_n"]
        case .responseLevels: ["mission_id", "from_date", "level"]
        case .supervisors: ["supervisor_id", "rank", "team_id", "command_id"]
        case .officers:
            [
                "officer_id", "rank", "team_id", "supervisor_id", "contract", "joined_on", "left_on", "command_id",
            ]
        case .officerSkills: ["officer_id", "skill", "valid_from", "valid_to"]
        case .patterns: ["team_id", "anchor_date", "shift"]
        case .calendar: ["from_date", "to_date", "label"]
        case .published: ["date", "shift", "officer_id", "post_id", "published_on"]
        case .worked: ["date", "shift", "officer_id", "post_id"]
        case .swaps:
            [
                "swap_id", "date", "shift", "kind", "officer_id", "from_post", "other_officer_id", "to_post",
                "approved_by", "recorded_on", "reason",
            ]
        case .decisions:
            [
                "decision_id", "officer_id", "requested_on", "decided_on", "recorded_on", "decided_by",
                "decided_by_rank", "outcome", "category", "scope_kind", "scope_ids", "from_date", "to_date", "reason",
                "welfare_assessment", "impartiality_assessment", "review_on", "reviewed_on", "extends",
            ]
        case .abstractions: ["abstraction_id", "officer_id", "from_date", "to_date", "kind", "recorded_on"]
        }
    }
}
