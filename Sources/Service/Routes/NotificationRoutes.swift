import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// What people are told, how they want to be told, and whether it reached them.
extension Routes {
    /// What the duties office may ask about: matters of the roster. Whoever was told of a decision, a concern or a
    /// challenge is not theirs to know.
    static let rosterMatters = [
        "change", "deployment", "roster_version", "swap", "operation", "rest_day_owed", "pattern_consultation",
        "training_booking", "repair",
    ]

    private static let notification = Schema.named(
        "Notification",
        .object([
            .required("id", .integer(1...Int.max)), .required("kind", .string(.token(40))),
            .required("title", .text(1...80)), .required("body", .text(1...400), "Carries no reason and no name."),
            .required("aboutKind", .string(.token(40))), .required("aboutID", .text(1...80)),
            .optional("day", .day), .optional("answerBy", .moment), .required("isUrgent", .boolean),
            .required("needsAcknowledgement", .boolean),
            .optional("reminds", .integer(1...Int.max), "The notification that this one reminds of."),
            .required("createdAt", .moment), .optional("seenAt", .moment), .optional("acknowledgedAt", .moment),
            .required("standing", .oneOf(NotificationStanding.self)),
        ]))

    private static let told: [Schema.Field] = [
        .required("notification", .integer(1...Int.max)), .optional("officer", .string(.officer)),
        .optional("account", .integer(1...Int.max)), .required("createdAt", .moment),
    ]

    private static let acknowledgement = Schema.named(
        "Acknowledgement",
        .object(
            told + [
                .required("kind", .string(.token(40))), .optional("answerBy", .moment), .optional("seenAt", .moment),
                .optional("acknowledgedAt", .moment), .required("standing", .oneOf(NotificationStanding.self)),
                .optional(
                    "next", .string(.oneOf(["reminder", "overdue", "next_rank"])), "What happens if nobody answers."),
                .optional("nextAt", .moment),
            ]))

    private static let undelivered = Schema.named(
        "UndeliveredNotification",
        .object(
            told + [
                .required("state", .string(.oneOf(["given_up", "no_channel"]))),
                .required("attempts", .integer(0...1000)),
                .optional("error", .string(.token(40)), "A short code of the last failure."),
                .optional("lastTryAt", .moment),
            ]))

    private static let preference = Schema.named(
        "NotificationPreference",
        .object([
            .required("channel", .oneOf(NotificationChannel.self)),
            .optional("address", .text(3...254), "Needed for the channel email."),
            .optional(
                "pausedUntil", .moment, "Decisions about oneself and changes of the next seven days come all the same."),
        ]))

    private static let everyone = Route.Access.roles(Set(Role.allCases))

    static let notifications: [Route] = [
        .get(
            "\(base)/notifications", "The caller's own notifications, newest first; reading marks them as seen.",
            everyone,
            query: Route.Parameter.paging + [
                .optional("open", .oneOf(["true", "false"]), "Only those that are neither answered nor pointless.")
            ], .page(notification)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.notifications.read(
                account: call.caller.accountID, isOpen: call.query["open"] == "true", cursor: paging.cursor,
                limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/notifications") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/notifications/{notification}/acknowledge",
            "Acknowledges an own notification; of a reminder, what it reminds of too.", everyone, body: nil, .nothing,
            status: .noContent
        ) { call in
            try await call.house.notifications.acknowledge(
                call.number("notification"), by: call.caller.accountID)
            return .noContent
        },
        .get(
            "\(base)/notifications/preference", "How the caller wants to be told.", everyone, preference
        ) { call in
            let found = try await call.house.notifications.preference(of: call.caller.accountID)
            return .json(try JSON(encoding: found ?? NotificationPreference(channel: .command)))
        },
        Route(
            method: .put, path: "\(base)/notifications/preference", summary: "Sets how the caller wants to be told.",
            access: everyone, body: .json(preference), success: .json(preference)
        ) { call in
            let wish: NotificationPreference = try call.decode()
            if let address = wish.address, MailAddress(address) == nil {
                throw APIProblem.invalid([Fault("/address", "must be an e-mail address")])
            }
            guard wish.channel != .email || wish.address != nil else {
                throw APIProblem.invalid([Fault("/address", "is needed for the channel email")])
            }
            try await call.house.notifications.prefer(wish, for: call.caller.accountID)
            return .json(try JSON(encoding: wish))
        },
        .get(
            "\(base)/notifications/acknowledgements",
            "Who was told of a matter of the roster: not seen, seen, acknowledged, and what happens next.",
            .roles([.duties]),
            query: Route.Parameter.paging + [
                .required("kind", .oneOf(rosterMatters), "What it is about."),
                .required("id", .token(80), "Which one."),
            ], .page(acknowledgement)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.notifications.acknowledgements(
                about: (call.query["kind"] ?? "", call.query["id"] ?? ""), asOf: call.now, cursor: paging.cursor,
                limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/notifications/acknowledgements") {
                    try JSON(encoding: $0)
                })
        },
        .get(
            "\(base)/notifications/undelivered",
            "What did not get out, newest first; not what it was about: tell these people otherwise.",
            .roles([.admin, .duties]), query: Route.Parameter.paging, .page(undelivered)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.notifications.undelivered(cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/notifications/undelivered") {
                    try JSON(encoding: $0)
                })
        },
    ]
}
