import Deployment
import Records

/// Making an account.
enum NewAccountPage {
    static let routes = WebRoute.form(
        "/accounts/new", .roles([.admin]), fields: { _ in fields },
        show: { call, state in
            View(
                "Make an account",
                [
                    .paragraph("A person has one account. With several roles they choose one when they sign in."),
                    .form(state.view(call, button: "Make the account", cancel: "/accounts")),
                ])
        },
        submit: { call, form in
            let made = try await call.house.accounts.create(
                name: form.text("name"), rank: form.optional("rank").flatMap { Rank(rawValue: $0) },
                team: form.optional("team"), officer: form.optional("officer"),
                roles: Set(form.all("roles").compactMap { Role(rawValue: $0) }))
            return .redirect("/accounts/\(made.id)", .saved)
        })

    static let fields = [
        Field(
            "name", "Name", .line(.free(1...80), width: .medium),
            hint: "As records will show this person; nobody else may have it.", autocomplete: "off"),
        Field(
            "rank", "Rank", .select(Rank.allCases.map { Field.Choice($0.rawValue, AccountsPage.rank($0)) }),
            hint: "It decides what this person may decide.", isOptional: true),
        Field(
            "team", "Team", .line(.token(16), width: .short), hint: "Its code, such as C.", isOptional: true,
            pointers: ["/team_id"]),
        Field(
            "officer", "Officer", .line(.officer, width: .short),
            hint: "The warrant number, if the command rosters this person.", isOptional: true,
            pointers: ["/officer_id"]),
        Field("roles", "Roles", .boxes(Role.allCases.map { Field.Choice($0.rawValue, $0.words) })),
    ]
}
