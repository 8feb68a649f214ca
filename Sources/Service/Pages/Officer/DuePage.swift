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
        return view(
            page.items, for: caller.role, next: turning.next(page.next, of: "/due"), readAll: readAll(page.items, call)
        ) { notification in
            call.button(
                notification.needsAcknowledgement ? "Acknowledge" : "I have read this", to: "/due/\(notification.id)")
        }
    }

    /// A button for all that are shown and ask for no acknowledgement; nil for fewer than two.
    private static func readAll(_ notifications: [NotificationRecord], _ call: WebCall) -> FormView? {
        let plain = notifications.filter { !$0.needsAcknowledgement }
        guard plain.count > 1 else { return nil }
        var form = call.button(
            "I have read these \(plain.count)", to: "/due/read",
            hidden: [("shown", plain.map { String($0.id) }.joined(separator: " "))])
        form.once = UUID().uuidString.lowercased()
        return form
    }

    static let acknowledgeRead = WebRoute.action("/due/read", .signedIn) { call in
        let shown = call.form.text("shown").split(separator: " ").prefix(50).compactMap { Int64($0) }
        try await call.house.notifications.acknowledgeRead(shown, by: call.caller.accountID)
        return .redirect("/due", .recorded)
    }

    static let acknowledge = WebRoute.action("/due/{notification}", .signedIn) { call in
        try await call.house.notifications.acknowledge(
            call.call.number("notification"), by: call.caller.accountID)
        return .redirect("/due", .recorded)
    }

    /// The page of these notifications.
    static func view(
        _ notifications: [NotificationRecord], for role: Role, next: String? = nil, readAll: FormView? = nil,
        button: (NotificationRecord) -> FormView
    ) -> View {
        var parts: [View.Part] = [
            .paragraph(
                notifications.isEmpty
                    ? "Nothing waits for you." : "What you were told and have not answered, newest first.")
        ]
        if let readAll { parts.append(.form(readAll)) }
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
        if let link = MatterLink.of(notification, for: role) {
            html.mark("<p><a")
            html.attribute("href", link.path)
            html.mark(">")
            html.say(link.words)
            html.mark("</a></p>")
        }
        return html.text
    }
}
