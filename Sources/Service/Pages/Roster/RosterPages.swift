/// Rosters: jobs that make them, versions, publication.
enum RosterPages {
    static let routes: [WebRoute] = [
        [RosterListPage.route], GenerateRosterPage.routes, RosterJobPage.routes,
        [RosterVersionPage.route, CompareVersionsPage.route],
        PublishRosterPage.routes,
    ].flatMap(\.self)
}
