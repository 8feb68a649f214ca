import Deployment

/// Restricted and recuperative duty, and individual patterns: for officers their own, for supervisors their team's.
enum LimitedDutyPages {
    static let readers = WebRoute.Access.roles([.officer, .supervisor, .duties])

    static let routes: [WebRoute] =
        [LimitedDutyListPage.show, LimitedDutyPage.show] + LimitedDutyReviewPage.routes
        + [PatternListPage.show, PatternPage.show] + PatternPage.answer + NewPatternPage.routes
        + PatternApprovalPage.routes
}
