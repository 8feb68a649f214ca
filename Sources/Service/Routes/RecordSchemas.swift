import Deployment
import Records

/// Shapes that the routes of non-deployments and of Gold share.
enum RecordSchemas {
    static let number = Schema.integer(1...Int.max)

    static let person = Schema.named("Person", .object([.required("id", number), .required("name", .text(1...80))]))

    static let scope = Schema.named(
        "Scope",
        .object([
            .required("kind", .string(.oneOf(["all_armed", "mission", "site", "post"]))),
            .optional(
                "ids", .array(.string(.token(16)), count: 0...500), "None for all armed duty; else at least one."),
        ]))

    static let terms = Schema.named(
        "Terms",
        .object([
            .required("category", .oneOf(DecisionCategory.self)),
            .optional("title", .text(3...120), "Needed for the category other."), .required("scope", scope),
            .required("startsAt", .moment), .required("endsAt", .moment), .required("reviewAt", .moment),
            .required("emergencyResponse", .boolean, "Whether the officer would still respond to an emergency there."),
        ]))

    static let prose = Schema.text(1...10_000)

    static let flag = Schema.named(
        "Flag",
        .object([
            .required("number", .string(.numbered("F-", digits: 1...18))), .required("kind", .text(1...60)),
            .required("priority", .oneOf(Priority.self)), .required("subjectKind", .text(1...40)),
            .required("subjectID", .text(1...40)), .optional("subjectName", .text(1...80)),
            .optional("nonDeployment", .string(.nonDeployment)),
            .required("finding", .text(1...1000)), .required("evidence", .anything),
            .required("question", .text(1...1000)),
            .required("innocent", .text(1...1000), "What would explain it innocently."),
            .required("baseRate", .text(1...1000), "How often it is expected with nothing wrong."),
            .required("raisedAt", .moment), .required("caseNumber", .string(.goldCase)),
        ]))

    /// A flag as JSON; its evidence is kept as text and shown as the object it is.
    static func document(_ flag: Flag) throws -> JSON {
        let members = try JSON(encoding: flag).members ?? []
        return .object(
            try members.filter { $0.key != "id" }.map { member in
                guard member.key == "evidence" else { return member }
                return JSON.Member("evidence", try JSON.parse(flag.evidence))
            })
    }
}
