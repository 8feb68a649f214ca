import Deployment

/// Questions about attendance, and rest days that are owed.
enum QuestionPages {
    static let routes: [WebRoute] = [QuestionListPage.route] + QuestionPage.routes + RestDaysOwedPage.routes

    /// Those who see questions (as the API has it).
    static let readers = WebRoute.Access.roles([.supervisor, .duties, .gold])
}
