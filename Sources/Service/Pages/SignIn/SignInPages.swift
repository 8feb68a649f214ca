import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Signing in and out, the password, and where one is signed in.
enum SignInPages {
    static let routes: [WebRoute] =
        [
            WebRoute(method: .get, path: "/sign-in", access: .anyone) { call in
                .view(form(call, to: local(call.asked("to"))))
            },
            WebRoute(method: .post, path: "/sign-in", access: .anyone, handler: signIn),
            WebRoute(method: .post, path: "/sign-out", access: .anyone) { call in
                if let shown = call.visit.shown { try await call.house.signIn.signOut(shown, asOf: call.now) }
                return .signed(to: "/sign-in?did=\(Notice.signedOut.rawValue)", cookie: call.sessionCookie.ending)
            },
        ] + ProviderPages.routes + PasswordPage.routes + SessionPages.routes

    /// Fields of a form that was sent when nobody was signed in any more come back under this prefix.
    static let again = "again."

    private static let fields = [
        Field("name", "Name", .line(.free(1...80), width: .long), autocomplete: "username"),
        Field("password", "Password", .secret, autocomplete: "current-password"),
    ]

    private static func signIn(_ call: WebCall) async throws -> WebAnswer {
        let to = local(call.form.optional("to"))
        let faults = call.form.faults(fields)
        guard faults.isEmpty else { return .view(form(call, to: to, faults: faults)) }
        // As typed: a password may begin or end with a space.
        let password = call.form.all("password").first ?? ""
        let outcome = try await call.house.signIn.signIn(
            name: call.form.text("name"), password: password, address: call.address, asOf: call.now)
        switch outcome {
        case .refused(let until):
            let wait = until.map { " Try again after \(Moments.text($0))." } ?? ""
            return .view(
                form(call, to: to, faults: [FieldFault("name", "The name or the password is not right.\(wait)")]))
        case .opened(let secret, let record, let mustChange):
            let cookie = call.sessionCookie.setting(secret)
            // Whose form was sent too late is asked while the old session is still known.
            let lapsed = try await lapsedAccount(call)
            if let shown = call.visit.shown { try await call.house.sessions.end(shown, asOf: call.now) }
            if mustChange { return .signed(to: "/password", cookie: cookie) }
            let kept = keptFields(call.form)
            guard !kept.isEmpty else { return .signed(to: to ?? "/", cookie: cookie) }
            // What was typed is shown only to whoever typed it.
            guard lapsed == record.account, let to else { return .signed(to: "/", cookie: cookie) }
            return .signedView(goOn(kept, to: to, csrf: CSRF(secret).mark()), cookie: cookie)
        }
    }

    private static func lapsedAccount(_ call: WebCall) async throws -> Int64? {
        guard let shown = call.visit.shown else { return nil }
        return try await call.house.sessions.lapsed(shown, asOf: call.now)?.account
    }

    private static func keptFields(_ form: FormInput) -> [FormView.Hidden] {
        form.values.sorted { $0.key < $1.key }.flatMap { name, values in
            name.hasPrefix(again)
                ? values.map { FormView.Hidden(name: String(name.dropFirst(again.count)), value: $0) } : []
        }
    }

    /// The page that keeps a form which was sent too late: nothing of it is stored here.
    static func again(_ form: FormInput, to path: String, csrf: String) -> View {
        let kept = form.values.sorted { $0.key < $1.key }.filter { $0.key != "csrf" }.flatMap { name, values in
            values.map { FormView.Hidden(name: again + name, value: $0) }
        }
        return View(
            "Sign in again",
            [
                .paragraph("You were signed out because the session had ended. What you typed is kept on this page."),
                .form(
                    FormView(
                        action: "/sign-in", csrf: csrf, once: "",
                        hidden: kept + [FormView.Hidden(name: "to", value: path)],
                        fields: fields.map { FieldView($0, values: [], error: nil) }, button: "Sign in and go on")),
            ])
    }

    private static func goOn(_ kept: [FormView.Hidden], to path: String, csrf: String) -> View {
        let once = kept.first { $0.name == "once" }?.value ?? UUID().uuidString.lowercased()
        return View(
            "You are signed in again",
            [
                .paragraph("What you typed has not been sent yet."),
                .form(
                    FormView(
                        action: path, csrf: csrf, once: once, hidden: kept.filter { $0.name != "once" }, fields: [],
                        button: "Send what you typed")),
            ])
    }

    private static func form(_ call: WebCall, to: String?, faults: [FieldFault] = []) -> View {
        var hidden = keptFields(call.form).map { FormView.Hidden(name: again + $0.name, value: $0.value) }
        if let to { hidden.append(FormView.Hidden(name: "to", value: to)) }
        let shown = fields.map { field in
            FieldView(
                field, values: field.name == "name" ? call.form.all("name") : [],
                error: faults.first { $0.field == field.name }?.text)
        }
        let password = View.Part.form(
            FormView(action: "/sign-in", csrf: call.csrf, once: "", hidden: hidden, fields: shown, button: "Sign in"))
        // A form that was kept is carried by the password's form alone.
        let provider = keptFields(call.form).isEmpty ? ProviderPages.link(call, to: to) : nil
        return View("Sign in", [provider, password].compactMap(\.self)).with {
            $0.faults = faults
            $0.status = faults.isEmpty ? .ok : .unprocessableContent
        }
    }

    /// A path of ours; nil for anything that could lead elsewhere.
    static func local(_ path: String?) -> String? {
        guard let path, path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 2000,
            path.dropFirst().first != "/", !path.contains("\\"),
            path.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 })
        else { return nil }
        return path
    }
}
