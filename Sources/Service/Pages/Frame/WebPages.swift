/// The table of pages.
package enum WebPages {
    /// Every page there is.
    package static let all: [WebRoute] =
        StaticFiles.routes + SignInPages.routes + HomePages.routes + SearchPage.routes + BoardPages.routes
        + RosterPages.routes
        + DutyDayPages.routes + TeamPages.routes + DecisionPages.routes + ConcernPages.routes + GoldPages.routes
        + AdviserPages.routes + OfficerPages.routes + SwapPages.routes + ChallengePages.routes
        + LimitedDutyPages.routes + AuditorPages.routes + AdminPages.routes + MasterDataPages.routes
        + SitePages.routes + TodayPage.routes + PageIndex.routes + QuestionPages.routes + RulePages.routes
        + TrainingPages.routes + OperationPages.routes
}
