import Deployment
import Records

/// Everybody who may use the service.
enum AccountsPage {
    static let show = WebRoute.page("/accounts", .roles([.admin])) { call in
        let turning = try Turning(call)
        let page = try await call.house.accounts.list(after: turning.mark, limit: turning.limit)
        return view(page.items, next: turning.next(page.next, of: "/accounts"))
    }

    /// The page of these accounts.
    static func view(_ accounts: [Account], next: String? = nil) -> View {
        View(
            "Accounts",
            [
                .html("<p><a class=\"button\" href=\"/accounts/new\">Make an account</a></p>"),
                .table(
                    TableView(
                        "Accounts", heads: ["Name", "Rank", "Team", "Officer", "Roles", "Made"],
                        rows: accounts.map { account in
                            [
                                TableView.Cell(account.name, link: "/accounts/\(account.id)"),
                                TableView.Cell(account.rank.map(rank) ?? "None"),
                                TableView.Cell(account.team ?? "None"), TableView.Cell(account.officer ?? "None"),
                                TableView.Cell(account.roles.map(\.words).joined(separator: ", ")),
                                TableView.Cell(Moments.text(account.createdAt)),
                            ]
                        }, empty: "There is no account.", more: next)),
            ])
    }

    /// A rank as people say it.
    static func rank(_ rank: Rank) -> String {
        switch rank {
        case .constable: "Constable"
        case .sergeant: "Sergeant"
        case .inspector: "Inspector"
        case .chiefInspector: "Chief Inspector"
        case .superintendent: "Superintendent"
        case .chiefSuperintendent: "Chief Superintendent"
        case .commander: "Commander"
        }
    }
}
