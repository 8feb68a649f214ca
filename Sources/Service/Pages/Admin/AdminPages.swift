/// Accounts.
enum AdminPages {
    static let routes: [WebRoute] = []
}
