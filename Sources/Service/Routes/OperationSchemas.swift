import Deployment
import Records

/// Shapes of operations, and of the duties that posts and operations want.
enum OperationSchemas {
    static let line: [Schema.Field] = [
        .required("shift", .string(.token(8))), .required("min", .integer(0...50)),
        .required("target", .integer(1...50)),
        .optional("level", .oneOf(ResponseLevel.self), "Normal unless told; what an unfilled duty weighs."),
        .optional(
            "skills", .array(.string(.token(24)), count: 0...20),
            "Every officer needs all; unless told the authority to carry, where the command arms the operation."),
        .optional("from", .day, "Unless told the first day on which the shift begins after the operation does."),
        .optional("to", .day, "Unless told until the operation is closed."),
    ]

    static let lines = Schema.array(.object(line), count: 1...60)

    static let wish = Schema.object([
        .required("kind", .oneOf(OperationKind.self)), .required("name", .text(3...100)),
        .optional("site", .string(.numbered("S", digits: 1...6)), "A site on record; else newSite."),
        .optional("newSite", .text(1...120), "The name of a place of its own."),
        .optional("owner", .string(.officer), "An inspector or above; only an event inside premises may leave it out."),
        .required("startsAt", .moment), .optional("expectedEnd", .day, "Ends nothing by itself."),
        .optional("insidePremises", .boolean, "Of an event: inside diplomatic premises the command arms it."),
        .optional("borough", .text(2...80), "Needed where the borough leads."),
        .optional("request", .text(2...80), "Needed for events and residential protection."),
        .optional("authority", .text(2...80), "The standing authority, with authorityReviewOn."),
        .optional("authorityReviewOn", .day), .required("lines", lines),
    ])

    static let operation = Schema.named(
        "Operation",
        .object([
            .required("id", RecordSchemas.number), .required("number", .string(.operation)),
            .required("kind", .oneOf(OperationKind.self)), .required("name", .text(1...200)),
            .required("site", .string(.numbered("S", digits: 1...6))), .required("owner", .string(.officer)),
            .required("ledBy", .oneOf(OperationLead.self)), .optional("borough", .text(1...80)),
            .optional("request", .text(1...80)), .optional("authority", .text(1...80)),
            .required("state", .oneOf(OperationState.self)), .required("startsAt", .moment),
            .optional("expectedEnd", .day), .optional("closedAt", .moment), .optional("reviewOn", .day),
            .optional("authorityReviewOn", .day), .required("isReviewOverdue", .boolean),
            .required("isPastExpectedEnd", .boolean),
        ]))

    static let post = Schema.string(.numbered("P", digits: 1...6))

    static let detail = Schema.named(
        "OperationDetail",
        .object([
            .required("operation", operation),
            .required(
                "posts", .list(.object([.required("post", post), .required("skills", .list(.string(.token(24))))]))),
            .required(
                "demand",
                .list(
                    .object([
                        .required("post", post), .required("shift", .string(.token(8))), .required("from", .day),
                        .optional("to", .day, "Absent until closed."), .required("level", .oneOf(ResponseLevel.self)),
                        .required("min", .integer(0...50)), .required("target", .integer(1...50)),
                    ]))),
            .required(
                "entries",
                .list(
                    .object([
                        .required("id", RecordSchemas.number), .required("kind", .oneOf(OperationEntryKind.self)),
                        .optional("note", RecordSchemas.prose), .optional("nextReview", .day),
                        .required("writtenBy", RecordSchemas.number), .required("writtenAt", .moment),
                    ]))),
        ]))

    static let surplus = Schema.named(
        "SurplusDeployment",
        .object([
            .required("deployment", RecordSchemas.number), .required("officer", .string(.officer)),
            .required("day", .day), .required("shift", .string(.token(8))), .required("post", post),
            .required("startsAt", .moment), .required("endsAt", .moment), .required("target", .integer(0...50)),
            .required("filled", .integer(0...Int.max)),
        ]))

    static let duty = Schema.named(
        "WantedDuty",
        .object([
            .required("post", post), .required("day", .day), .required("shift", .string(.token(8))),
            .required("level", .oneOf(ResponseLevel.self)), .required("min", .integer(0...50)),
            .required("target", .integer(0...50)), .required("filled", .integer(0...Int.max)),
            .optional("operation", .string(.operation)),
            .required("isPublished", .boolean, "Before a roster of the day is published nobody stands anywhere."),
        ]))
}

extension TextForm {
    /// An operation's number, `OP-3`.
    static let operation = TextForm.numbered("OP-", digits: 1...18)
    /// A restriction's id, `R0012`.
    static let restriction = TextForm.numbered("R", digits: 1...9)
}
