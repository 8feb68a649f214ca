import Deployment
import FoundationEssentials
import Records

/// Where one is signed in, and in which role.
enum SessionPages {
    static let routes: [WebRoute] = [
        .page("/sessions", .signedIn, show),
        .action("/sessions/end", .signedIn) { call in
            try await call.house.sessions.endAll(of: try call.caller.accountID, asOf: call.now)
            return .signed(
                to: "/sign-in?did=\(Notice.signedOutEverywhere.rawValue)", cookie: call.sessionCookie.ending)
        },
        .action("/sessions/role", .signedIn) { call in
            guard let session = call.visit.session, let role = Role(rawValue: call.form.text("role")) else {
                throw FormRefused("role", "Choose one of your roles")
            }
            let opened = try await call.house.sessions.switchRole(session.record.id, to: role, asOf: call.now)
            return .signed(to: "/", cookie: call.sessionCookie.setting(opened.secret))
        },
    ]

    private static func show(_ call: WebCall) async throws -> View {
        let caller = try call.caller
        let sessions = try await call.house.sessions.list(of: caller.accountID, asOf: call.now)
        let vouched = call.visit.session?.record.providerRoles
        let others =
            try await call.house.accounts.find(caller.accountID)?.roles.filter { role in
                role != caller.role && vouched?.contains(role) != false
            } ?? []
        var parts: [View.Part] = [
            .table(
                TableView(
                    "Open sessions", heads: ["Role", "Signed in", "Last used", "Ends at the latest", "This one"],
                    rows: sessions.map { session -> [TableView.Cell] in
                        [
                            .init(session.role.words), .init(Moments.text(session.madeAt)),
                            .init(Moments.text(session.seenAt)), .init(Moments.text(session.endsAt)),
                            .init(session.id == call.visit.session?.record.id ? "Yes" : "No"),
                        ]
                    }, empty: "None.")),
            .form(call.button("Sign out everywhere", to: "/sessions/end", isGrave: true)),
        ]
        if !others.isEmpty {
            parts.append(.heading("Act in another role"))
            for role in others.sorted(by: { $0.rawValue < $1.rawValue }) {
                parts.append(
                    .form(
                        call.button("Act as \(role.words)", to: "/sessions/role", hidden: [("role", role.rawValue)])))
            }
        }
        return View("Where you are signed in", parts + [.link("Change your password", to: "/password")])
    }
}
