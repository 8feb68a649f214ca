import Deployment

/// Non-deployments: the short form, the long one, and the record.
enum DecisionPages {
    /// Whoever may read records, each their own part.
    static let readers = WebRoute.Access.roles([.supervisor, .gold, .officer])
    /// Whoever may write them.
    static let deciders = WebRoute.Access.roles([.supervisor, .gold])

    static let routes: [WebRoute] =
        DecisionListPage.routes + ShortFormPage.routes + DraftPages.routes + DecisionRecordPage.routes
        + SealedPage.routes + AssessmentPages.routes + DecidePages.routes + StepPages.routes
        + VaryPage.routes
}
