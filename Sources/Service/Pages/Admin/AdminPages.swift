/// Accounts and their roles, for administrators.
enum AdminPages {
    static let routes: [WebRoute] =
        [AccountsPage.show] + NewAccountPage.routes + AccountPage.routes + OneTimePasswordPage.routes
        + AccountProviderPage.routes
}
