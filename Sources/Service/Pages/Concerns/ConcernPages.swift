import Deployment

/// Concerns raised in confidence, for the officer and those who answer for them.
enum ConcernPages {
    static let routes: [WebRoute] =
        [ConcernListPage.show, ConcernPage.show] + NewConcernPage.routes + ConcernReadingPage.routes
        + ConcernStepPages.routes

    static let listeners: WebRoute.Access = .roles([.officer, .supervisor])
}
