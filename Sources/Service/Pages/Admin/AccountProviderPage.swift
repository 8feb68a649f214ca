import Deployment
import Records

/// Which person of the sign-in provider an account is: bound and ended by an administrator.
enum AccountProviderPage {
    static let routes: [WebRoute] =
        WebRoute.form(path, .roles([.admin]), fields: { _ in [subject] }, show: show, submit: bind) + [
            .action("\(path)/end", .roles([.admin]), end)
        ]

    private static let path = "/accounts/{account}/provider"

    private static let subject = Field(
        "subject", "Subject", .line(.free(1...255), width: .long),
        hint: "The provider's own key of the person, called sub, exactly as it gives it. Not a name or an address.",
        autocomplete: "off")

    /// The desk. Throws 404 where the service has no provider.
    private static func desk(_ call: WebCall) throws -> ProviderDesk {
        guard let desk = call.house.provider else { throw APIProblem.notFound }
        return desk
    }

    private static func show(_ call: WebCall, _ state: FormState) async throws -> View {
        let desk = try desk(call)
        let account = try await AccountPage.found(call)
        let identity = try await desk.identities.find(issuer: desk.settings.issuer, account: account.id)
        var rows = [SummaryRow("Account", account.name), SummaryRow("Provider", desk.settings.issuer)]
        var parts: [View.Part] = []
        if let identity {
            rows += [SummaryRow("Subject", identity.subject), SummaryRow("Bound", Moments.text(identity.boundAt))]
            parts = [
                .paragraph(
                    "When the binding ends they are signed out on every device. A password, if they have one, stays."),
                .form(call.button("End the binding", to: "/accounts/\(account.id)/provider/end", isGrave: true)),
            ]
        } else if try call.caller.accountID == account.id {
            parts = [
                .paragraph("Nobody binds a person of the provider to their own account: another administrator must.")
            ]
        } else {
            parts = [
                .paragraph("Whoever the provider knows by this subject can then sign in to this account."),
                .form(state.view(call, button: "Bind to this account", cancel: "/accounts/\(account.id)")),
            ]
        }
        return View(
            "Sign-in by the provider",
            [.summary(rows)] + parts + [.link("Back to the account", to: "/accounts/\(account.id)")])
    }

    private static func bind(_ call: WebCall, _ form: FormInput) async throws -> WebAnswer {
        let desk = try desk(call)
        let account = try await AccountPage.found(call)
        let admin = try call.caller
        try AccountAccess.expectOther(account.id, than: admin, giving: "a way to sign in")
        try await desk.identities.bind(
            issuer: desk.settings.issuer, subject: form.text("subject"), to: account.id, by: admin.accountID,
            asOf: call.now)
        return .redirect("/accounts/\(account.id)", .saved)
    }

    private static func end(_ call: WebCall) async throws -> WebAnswer {
        let desk = try desk(call)
        let account = try await AccountPage.found(call)
        try await desk.identities.end(
            issuer: desk.settings.issuer, account: account.id, by: try call.caller.accountID, asOf: call.now)
        return .redirect("/accounts/\(account.id)", .ended)
    }
}
