import HTTPTypes
import Logging
import Records

/// To the provider and back. Both are plain links: no form of ours leads elsewhere, and the policy of every page can say so.
enum ProviderPages {
    static let routes: [WebRoute] = [
        WebRoute(method: .get, path: "/sign-in/provider", access: .anyone) { call in
            try await answered(call) { desk in
                let to = SignInPages.local(call.asked("to"))
                guard call.visit.principal == nil, let key = call.visit.browserKey else { return .redirect(to ?? "/") }
                return .redirect(try await desk.begin(key: key, returnTo: to, asOf: call.now))
            }
        },
        WebRoute(method: .get, path: ProviderSettings.returnPath, access: .anyone) { call in
            try await answered(call) { desk in
                guard let key = call.visit.browserKey else { throw ProviderFault.notBegun }
                let arrival = try await desk.finish(call.call.query, key: key, asOf: call.now)
                if let shown = call.visit.shown { try await call.house.sessions.end(shown, asOf: call.now) }
                return .signed(
                    to: arrival.returnTo ?? "/", cookie: call.sessionCookie.setting(arrival.session.secret))
            }
        },
    ]

    /// The link to the provider; nil where there is none.
    static func link(_ call: WebCall, to: String?) -> View.Part? {
        guard let desk = call.house.provider else { return nil }
        let path = "/sign-in/provider" + (to.map { "?to=\(WebResponder.escapedForQuery($0))" } ?? "")
        return .link("Sign in with \(desk.settings.name)", to: path)
    }

    private static func answered(
        _ call: WebCall, _ work: (ProviderDesk) async throws -> WebAnswer
    ) async throws -> WebAnswer {
        guard let desk = call.house.provider else { throw APIProblem.notFound }
        do {
            return try await work(desk)
        } catch let fault as ProviderFault {
            call.call.logger.log(
                level: fault.isForAdministrator ? .warning : .notice, "no sign-in by the provider",
                metadata: ["reason": "\(fault.reason)"])
            return .view(
                View("You are not signed in", fault.words.map { .paragraph($0) } + [.link("Sign in", to: "/sign-in")])
                    .with { $0.status = fault.status })
        }
    }
}
