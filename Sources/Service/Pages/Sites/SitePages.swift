/// Sites, their posts and their levels; and where duties are unfilled.
enum SitePages {
    static let routes: [WebRoute] =
        [SiteListPage.route] + SitePage.routes + SiteLevelPage.routes + UnfilledPage.routes
        + RosterCSVPages.routes
}
