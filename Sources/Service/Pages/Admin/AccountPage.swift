import Deployment
import Records

/// One account, and giving it one more role.
enum AccountPage {
    static let routes = WebRoute.form(
        "/accounts/{account}", .roles([.admin]),
        fields: { call in
            let account = try await found(call)
            let others = Role.allCases.filter { !account.roles.contains($0) }
            return [
                Field("role", "Role", .radios(others.map { Field.Choice($0.rawValue, $0.words) }))
            ]
        },
        show: { call, state in
            let account = try await found(call)
            let isOwn = try call.caller.accountID == account.id
            return view(
                account, isOwn: isOwn, form: state.view(call, button: "Give this role"),
                hasProvider: call.house.provider != nil)
        },
        submit: { call, form in
            let account = try await found(call)
            guard let role = Role(rawValue: form.text("role")) else { throw FormRefused("role", "Choose role") }
            try AccountAccess.expectOther(account.id, than: call.caller)
            try await call.house.accounts.grant(role, to: account.id)
            return .redirect("/accounts/\(account.id)", .saved)
        })

    /// The account of the address. Throws 404 where there is none.
    static func found(_ call: WebCall) async throws -> Account {
        guard let account = try await call.house.accounts.find(call.call.number("account")) else {
            throw APIProblem.notFound
        }
        return account
    }

    /// The page of an account.
    static func view(_ account: Account, isOwn: Bool, form: FormView, hasProvider: Bool) -> View {
        var parts: [View.Part] = [
            .summary([
                SummaryRow("Rank", account.rank.map(AccountsPage.rank) ?? "None"),
                SummaryRow("Team", account.team ?? "None"), SummaryRow("Officer", account.officer ?? "None"),
                SummaryRow("Roles", account.roles.map(\.words).joined(separator: ", ")),
                SummaryRow("Made", Moments.text(account.createdAt)),
            ]), .heading("Give one more role"),
        ]
        if isOwn {
            parts.append(.paragraph("Nobody gives a role to themselves: another administrator must."))
        } else if account.roles.count == Role.allCases.count {
            parts.append(.paragraph("This account has every role."))
        } else {
            parts.append(.paragraph("A role that was given stays on record and in the ledger."))
            parts.append(.form(form))
        }
        parts.append(.heading("Signing in"))
        parts.append(
            isOwn
                ? .link("Change your password", to: "/password")
                : .link("Give a one-time password", to: "/accounts/\(account.id)/password"))
        if hasProvider { parts.append(.link("Sign-in by the provider", to: "/accounts/\(account.id)/provider")) }
        parts.append(.link("All accounts", to: "/accounts"))
        return View(account.name, parts)
    }
}
