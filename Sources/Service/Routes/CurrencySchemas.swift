import Deployment
import Records

/// Shapes of authority, currencies and training.
enum CurrencySchemas {
    static let officerID = Schema.string(.officer)
    static let skill = Schema.string(.token(24))
    static let number = RecordSchemas.number
    static let reason = Schema.text(5...200)

    private static let part = Schema.object([
        .required("kind", .string(.oneOf(["authority", "component", "suspended", "returned", "status"]))),
        .optional("skill", skill), .required("name", .text(1...80)),
        .optional("lastDay", .day, "Left out for one without end, and for one never held."),
        .required("isHeld", .boolean, "Whether it is held on the day."),
    ])

    private static let booking = Schema.object([
        .required("booking", number), .required("session", number), .required("skill", skill), .required("day", .day),
        .required("starts", .text(5...5)), .required("withinDuty", .boolean),
    ])

    static let authority = Schema.named(
        "Authority",
        .object([
            .required("officer", officerID),
            .required("asOf", .moment, "What the answer is worth: the moment it is for."),
            .required("day", .day, "The police day of that moment."),
            .required("inCurrency", .boolean, "Whether the officer may carry today."),
            .required("sentence", .text(1...200)), .optional("validUntil", .day),
            .optional("lapsesFirst", part, "The part that ends it first, or has ended it."),
            .required("parts", .list(part)),
            .required(
                "currencies",
                .list(
                    .object([
                        .required("skill", skill), .required("name", .text(1...80)), .required("kind", .text(1...20)),
                        .optional("lastDay", .day),
                    ])), "Those that the authority does not rest on."),
            .required("bookings", .list(booking)),
        ]))

    static let watched = Schema.named(
        "WatchedCurrency",
        .object([
            .required("officer", officerID), .required("team", .string(.token(16))), .required("skill", skill),
            .required("name", .text(1...80)),
            .required("kind", .string(.oneOf(["authority", "component", "advisory", "specialism"]))),
            .optional("lastDay", .day, "Left out for one never held."),
            .optional("band", .integer(1...1000), "90, 60, 30 or 14 days; left out once it has lapsed."),
            .optional("booked", .day), .required("isBookedInTime", .boolean),
            .optional("lastChance", number, "The last session before the lapse with a free seat."),
            .optional("lastChanceOn", .day),
            .required("duties", .list(number), "Published duties after the lapse that need it."),
        ]))

    static let reopened = Schema.named(
        "ReopenedDuty",
        .object([
            .required("deployment", number), .required("officer", officerID), .required("day", .day),
            .required("shift", .string(.token(8))), .required("site", .string(.numbered("S", digits: 1...6))),
            .required("lacks", skill, "What the change names, with the ground lapsed_currency."),
            .optional("lastDay", .day),
        ]))

    static let outlook = Schema.named(
        "TrainingOutlook",
        .object([
            .required(
                "lines",
                .list(
                    .object([
                        .required("month", .text(7...7)), .required("skill", skill),
                        .required("due", .integer(0...Int.max)), .required("seats", .integer(0...Int.max)),
                        .required("booked", .integer(0...Int.max)),
                        .required("short", .integer(0...Int.max), "Seats that are missing."),
                    ]))),
            .required(
                "withdrawals",
                .list(
                    .object([
                        .required("month", .text(7...7)),
                        .required(
                            "side", .string(.oneOf(["officer", "training_unit", "duties_office", "session"]))),
                        .required("count", .integer(1...Int.max)),
                    ])), "Of the year before."),
        ]))

    static let newSession: [Schema.Field] = [
        .required("skill", skill), .required("day", .day), .required("starts", .text(5...5), "London time, 09:00."),
        .required("instructor", .text(1...80)), .required("seats", .integer(1...100)),
    ]

    static let session = Schema.named(
        "TrainingSession",
        .object(
            [.required("id", number)] + newSession + [
                .required("booked", .integer(0...100)),
                .required("withinDuty", .boolean, "A slot inside the rostered duty: whoever is booked keeps the duty."),
            ]))

    static let booked = Schema.object([
        .required("booking", number),
        .optional("abstraction", .string(.token(10)), "The row that keeps the day free."),
        .required("duties", .list(number), "Published duties of that day, now to be changed on that ground."),
    ])
}
