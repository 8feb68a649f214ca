/// What an independent adviser sees and says.
enum AdviserPages {
    static let routes: [WebRoute] = AdviceListPage.routes + AdvicePage.routes
}
