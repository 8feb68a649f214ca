import Deployment

/// The board of the duties office, a duty, an officer's month.
enum BoardPages {
    static let routes: [WebRoute] = [BoardPage.route] + DutyPage.routes + [OfficerSheetPage.route]

    /// Those who see the board.
    static let readers = WebRoute.Access.roles([.duties, .supervisor])
    static let planners = WebRoute.Access.roles([.duties])
}
