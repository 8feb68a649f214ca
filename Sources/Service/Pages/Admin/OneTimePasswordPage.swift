import Deployment
import Records

/// Giving somebody else a password to be used once. It is shown in the answer of the form, and nowhere again.
enum OneTimePasswordPage {
    static let routes: [WebRoute] = [
        .page(path, .roles([.admin])) { call in ask(try await AccountPage.found(call), call) },
        .action(path, .roles([.admin])) { call in
            let account = try await AccountPage.found(call)
            let admin = try call.caller
            try AccountAccess.expectOther(account.id, than: admin, giving: "a password")
            let password = try await call.house.signIn.givePassword(
                to: account, by: admin.accountID, asOf: call.now)
            return .view(given(password, to: account))
        },
    ]

    private static let path = "/accounts/{account}/password"

    private static func ask(_ account: Account, _ call: WebCall) -> View {
        let title = "Give a one-time password"
        guard call.call.identity?.accountID != account.id else {
            return View(
                title,
                [
                    .paragraph("Nobody gives a password to themselves: another administrator must."),
                    .link("Change your password", to: "/password"),
                    .link("Back to the account", to: "/accounts/\(account.id)"),
                ])
        }
        var form = call.button("Give a one-time password", to: "/accounts/\(account.id)/password", isGrave: true)
        form.cancel = "/accounts/\(account.id)"
        return View(
            title,
            [
                .summary([SummaryRow("Account", account.name)]),
                .paragraph("The password they have ends at once, and they are signed out on every device."),
                .paragraph(
                    "The new one is shown to you once, on the next page. They must choose their own when they sign in."),
                .paragraph("It is on record that you gave it, and when."), .form(form),
            ])
    }

    private static func given(_ password: String, to account: Account) -> View {
        View(
            "One-time password",
            [
                .summary([SummaryRow("Account", account.name), SummaryRow("Password", password)]),
                .paragraph("Tell it to them in person or on the telephone, not by e-mail."),
                .paragraph(
                    "It is not shown again. If this page is loaded again, another password is made and this one ends."),
                .link("Back to the account", to: "/accounts/\(account.id)"),
            ])
    }
}
