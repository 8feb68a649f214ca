import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// How somebody wants to be told; what the law or a decision about them demands comes all the same.
enum PreferencePage {
    static let routes = WebRoute.form(
        "/notifications/preference", .signedIn, fields: { _ in fields },
        show: { call, state in
            let found = try await call.house.notifications.preference(of: call.caller.accountID)
            let given = call.form.values.isEmpty ? given(found ?? NotificationPreference(channel: .command)) : [:]
            return View(
                "How messages reach you",
                [
                    .paragraph(
                        "Everything you are told also waits for you under Due, whatever you choose here. No message carries a reason, a name or a place."
                    ),
                    .paragraph(
                        "Decisions about you, legal notices and changes of your duties within the next seven days cannot be switched off or paused."
                    ), .form(state.view(call, button: "Save", cancel: "/due", given: given)),
                ])
        },
        submit: { call, form in
            let wish = try wish(form, today: call.today)
            do {
                try await call.house.notifications.prefer(wish, for: call.caller.accountID)
            } catch RecordError.refused(_, "pause_limit", let message) {
                throw FormRefused("pausedUntil", "Choose an earlier day: \(message)")
            }
            return .redirect("/notifications/preference", .saved)
        })

    static let fields = [
        Field(
            "channel", "How messages come",
            .radios([
                .init(NotificationChannel.command.rawValue, "Through the command's own messages"),
                .init(NotificationChannel.email.rawValue, "By e-mail"),
                .init(NotificationChannel.nothing.rawValue, "Not at all, but for what cannot be switched off"),
            ]), pointers: ["/channel"]),
        Field(
            "address", "E-mail address", .line(.free(3...254), width: .long), hint: "Needed for e-mail.",
            isOptional: true, autocomplete: "email", pointers: ["/address"]),
        Field(
            "pausedUntil", "Pause until", .day, hint: "The day on which messages come again; half a year at most.",
            isOptional: true, pointers: ["/pausedUntil"]),
    ]

    /// What was typed; the same rules as the API has.
    static func wish(_ form: FormInput, today: Day) throws -> NotificationPreference {
        guard let channel = NotificationChannel(rawValue: form.text("channel")) else {
            throw FormRefused("channel", "Choose how messages come")
        }
        let address = form.optional("address")
        if let address, MailAddress(address) == nil {
            throw FormRefused("address", "Enter an e-mail address, such as name@example.org")
        }
        if channel == .email, address == nil { throw FormRefused("address", "Enter the e-mail address") }
        let until = form.day("pausedUntil")
        if let until, !(today < until && until.civil.year <= 2100) {
            throw FormRefused("pausedUntil", "Pause until must be a day to come")
        }
        return NotificationPreference(
            channel: channel, address: address, pausedUntil: until.map { TermsForm.date($0, 0) })
    }

    private static func given(_ preference: NotificationPreference) -> [String: [String]] {
        [
            "channel": [preference.channel.rawValue], "address": [preference.address ?? ""],
            "pausedUntil": [preference.pausedUntil.map { Moments.day($0).description } ?? ""],
        ]
    }
}
