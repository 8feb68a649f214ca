import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// What somebody was told and has not answered. Only this page lists notifications, because listing marks them as seen.
enum DuePage {
    static let show = WebRoute.page("/due", .signedIn) { call in
        let turning = try Turning(call)
        let caller = try call.caller
        let page = try await call.house.notifications.read(
            account: caller.accountID, isOpen: true, cursor: turning.mark, limit: turning.limit)
        return view(page.items, for: caller.role, next: turning.next(page.next, of: "/due")) { notification in
            call.button(
                notification.needsAcknowledgement ? "Acknowledge" : "I have read this", to: "/due/\(notification.id)")
        }
    }

    static let acknowledge = WebRoute.action("/due/{notification}", .signedIn) { call in
        try await call.house.notifications.acknowledge(
            call.call.number("notification"), by: call.caller.accountID)
        return .redirect("/due", .recorded)
    }

    /// The page of these notifications.
    static func view(
        _ notifications: [NotificationRecord], for role: Role, next: String? = nil,
        button: (NotificationRecord) -> FormView
    ) -> View {
        var parts: [View.Part] = [
            .paragraph(
                notifications.isEmpty
                    ? "Nothing waits for you." : "What you were told and have not answered, newest first.")
        ]
        for notification in notifications {
            parts.append(.html(head(notification, role)))
            parts.append(.form(button(notification)))
            parts.append(.html("</section>"))
        }
        if let next { parts.append(.link("Next page", to: next)) }
        parts.append(.link("How messages reach you", to: "/notifications/preference"))
        return View("Due", parts)
    }

    private static func head(_ notification: NotificationRecord, _ role: Role) -> String {
        var html = HTML()
        html.mark("<section class=\"told\"><h2><bdi>")
        html.say(notification.title)
        html.mark("</bdi>")
        if notification.isUrgent { html.mark(" <span class=\"tag bad\">Urgent</span>") }
        if notification.reminds != nil { html.mark(" <span class=\"tag note\">Reminder</span>") }
        html.mark("</h2><p><bdi>")
        html.say(notification.body)
        html.mark("</bdi></p><p class=\"hint\">Told ")
        html.say(Moments.text(notification.createdAt))
        if let answerBy = notification.answerBy {
            html.mark("; answer by ")
            html.say(Moments.text(answerBy))
        }
        html.mark("</p>")
        if let link = link(notification, role) {
            html.mark("<p><a")
            html.attribute("href", link.path)
            html.mark(">")
            html.say(link.words)
            html.mark("</a></p>")
        }
        return html.text
    }

    /// Where the matter itself can be seen; nil where there is no page for this role.
    static func link(_ notification: NotificationRecord, _ role: Role) -> (path: String, words: String)? {
        let digits = notification.aboutID.filter(\.isNumber)
        switch (notification.aboutKind, role) {
        case ("change", .officer), ("deployment", .officer), ("roster_version", .officer):
            let month = notification.day.map { "?month=" + String($0.description.prefix(7)) } ?? ""
            return ("/me" + month, "See my duties")
        case ("restriction", .officer), ("restriction", .supervisor):
            return TextForm.restriction.fault(in: notification.aboutID) == nil
                ? ("/limited-duty/\(notification.aboutID)", "See the limited duty") : nil
        case _ where digits.isEmpty: return nil
        case ("pattern_consultation", .officer), ("pattern_consultation", .supervisor),
            ("pattern_consultation", .duties):
            return ("/patterns/\(digits)", "See the proposed pattern")
        case ("concern", .officer), ("concern", .supervisor): return ("/concerns/C-\(digits)", "See the concern")
        case ("non_deployment", .officer): return ("/me/records/ND-\(digits)", "See the record")
        case ("non_deployment", .supervisor), ("non_deployment", .gold):
            return ("/decisions/ND-\(digits)", "See the record")
        case ("swap", .officer), ("swap", .supervisor), ("swap", .duties):
            return ("/swaps/SW-\(digits)", "See the swap")
        case ("challenge", .officer), ("challenge", .supervisor), ("challenge", .gold):
            return ("/challenges/CH-\(digits)", "See the challenge")
        default: return nil
        }
    }
}
