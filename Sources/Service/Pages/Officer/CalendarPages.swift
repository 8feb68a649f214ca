import Deployment
import HTTPTypes
import Records

/// An officer's duties in their own calendar: a private address that is made and revoked here, and what it answers.
enum CalendarPages {
    static let routes = [
        WebRoute.page("/me/calendar", .roles([.officer])) { call in
            let own = try OfficerPages.own(call)
            let made = try await CalendarFeeds(pool: call.house.pool).made(for: own)
            return view(
                since: made.map { Moments.text($0) },
                make: call.button(made == nil ? "Make an address" : "Make a new address", to: "/me/calendar/make"),
                revoke: call.button("Revoke the address", to: "/me/calendar/revoke", isGrave: true))
        },
        WebRoute.action("/me/calendar/make", .roles([.officer])) { call in
            let secret = try await CalendarFeeds(pool: call.house.pool).make(
                for: OfficerPages.own(call), by: call.caller.accountID, asOf: call.now)
            return .view(made("/calendar/\(secret).ics"))
        },
        WebRoute.action("/me/calendar/revoke", .roles([.officer])) { call in
            try await CalendarFeeds(pool: call.house.pool).revoke(of: OfficerPages.own(call), asOf: call.now)
            return .redirect("/me/calendar", .revoked)
        },
        WebRoute(method: .get, path: "/calendar/{secret}", access: .anyone) { call in
            let part = try call.call.part("secret")
            let secret = part.hasSuffix(".ics") ? String(part.dropLast(4)) : part
            let feeds = CalendarFeeds(pool: call.house.pool)
            guard let officer = try await feeds.officer(behind: secret) else { throw APIProblem.notFound }
            let (from, to) = (call.today.adding(-31), call.today.adding(366))
            let duties = try await call.house.standing.list(from: from, to: to, officer: officer, limit: 1000)
            let cancelled = try await feeds.cancelled(of: officer, from: from, to: to, limit: 1000)
            let document = CalendarDocument(duties: duties.items, cancelled: cancelled, madeAt: call.now)
            return .bytes(Array(document.text.utf8), type: "text/calendar; charset=utf-8")
        },
    ]

    /// The page of an officer who has had an address since then, or has none.
    static func view(since: String?, make: FormView, revoke: FormView) -> View {
        var parts: [View.Part] = [
            .paragraph(
                "Your calendar program can fetch your duties from a private address. It gets days, times and codes; of a covert post it gets only \u{201C}Duty\u{201D}."
            ),
            .paragraph("Whoever knows the address can read it without signing in. Keep it to yourself."),
        ]
        if let since {
            var revoke = revoke
            revoke.once += "r"
            parts += [
                .paragraph(
                    "Your address works since \(since). It was shown when it was made and cannot be shown again."),
                .form(revoke), .paragraph("A new address stops the old one from working."),
            ]
        } else {
            parts.append(.paragraph("You have no address."))
        }
        return View("Calendar", parts + [.form(make)])
    }

    /// The one page that shows an address.
    static func made(_ path: String) -> View {
        View(
            "Your calendar address",
            [
                .paragraph("Copy the address of this link into your calendar program now. It is not shown again."),
                .html("<p><a class=\"said\" href=\"\(HTML.escaped(path))\">\(HTML.escaped(path))</a></p>"),
                .link("Back to calendar", to: "/me/calendar"),
            ])
    }
}
