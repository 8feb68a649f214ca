import Deployment
import FoundationEssentials
import Records

/// Changes one's own password.
enum PasswordPage {
    static let routes = WebRoute.form("/password", .signedIn, fields: { _ in fields }, show: show, submit: submit)

    private static let fields = [
        Field("present", "Present password", .secret, autocomplete: "current-password"),
        Field(
            "new", "New password", .secret,
            hint: "At least 12 characters, without your name. Three random words do well.",
            autocomplete: "new-password"),
        Field("repeated", "New password again", .secret, autocomplete: "new-password"),
    ]

    private static func show(_ call: WebCall, _ state: FormState) async throws -> View {
        var parts: [View.Part] = []
        if call.visit.session?.mustChangePassword == true {
            parts.append(.paragraph("This password was given to you once. Choose your own before you go on."))
        }
        return View("Change your password", parts + [.form(state.view(call, button: "Change password"))])
    }

    private static func submit(_ call: WebCall, _ form: FormInput) async throws -> WebAnswer {
        guard let session = call.visit.session else { throw APIProblem.unauthenticated }
        let (present, new) = (form.all("present").first ?? "", form.all("new").first ?? "")
        guard new == form.all("repeated").first else {
            throw FormRefused("repeated", "The new password and its repetition differ")
        }
        let change = try await call.house.signIn.changePassword(
            of: session, from: present, to: new, address: call.address, asOf: call.now)
        switch change {
        case .refused(let until):
            let wait = until.map { ". Try again after \(Moments.text($0))" } ?? ""
            throw FormRefused("present", "The present password is not right\(wait)")
        case .changed(let secret, _):
            return .signed(
                to: "/sessions?did=\(Notice.passwordChanged.rawValue)", cookie: call.sessionCookie.setting(secret))
        }
    }
}
