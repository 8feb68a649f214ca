import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Challenge this decision (domain section 4.6): open to anyone who may see it, hidden from whoever had a part in it until
/// Gold releases it.
extension Routes {
    private static let challengeNumber = Schema.string(.numbered("CH-", digits: 1...18))
    private static let made = Schema.object([.required("number", challengeNumber)])

    private static let challenge = Schema.named(
        "Challenge",
        .object([
            .required("id", RecordSchemas.number), .required("number", challengeNumber),
            .required("nonDeployment", .string(.nonDeployment)), .required("text", RecordSchemas.prose),
            .optional("challengedBy", RecordSchemas.person, "Left out for who may not know."),
            .required("raisedAt", .moment), .required("answerBy", .moment), .required("isReleased", .boolean),
            .optional(
                "answer",
                .object([
                    .required("text", RecordSchemas.prose), .required("by", RecordSchemas.person),
                    .required("at", .moment),
                ])),
        ]))

    static let challenges: [Route] = [
        .post(
            "\(base)/non-deployments/{nd}/challenges", "Challenges a decision that the caller may see, in a sentence.",
            readers, body: .object([.required("text", RecordSchemas.prose)]), .json(made)
        ) { call in
            let record = try call.number("nd")
            _ = try await NonDeploymentAccess.visible(record, for: call)
            let number = try await call.house.challenges.raise(
                on: record, text: call.body["text"]?.string ?? "", by: call.caller.accountID)
            return known(number, of: record)
        },
        .get(
            "\(base)/non-deployments/{nd}/challenges",
            "Challenges of a decision: for Gold outside it, the challenger, and everybody once they are released.",
            readers,
            .list(challenge)
        ) { call in
            let record = try call.number("nd")
            _ = try await NonDeploymentAccess.visible(record, for: call)
            return .json(
                try JSON(encoding: await call.house.challenges.list(of: record, for: call.caller.accountID)))
        },
        .get(
            "\(base)/challenges",
            "Challenges, newest first: for Gold those it may know of, for everybody else their own.",
            readers,
            query: Route.Parameter.paging + [
                .optional("open", .oneOf(["true"]), "Only those that are not answered.")
            ], .page(challenge)
        ) { call in
            let (caller, paging) = (try call.caller, try Paging(call))
            let page = try await call.house.challenges.list(
                for: caller.accountID, onlyOwn: caller.role != .gold, onlyOpen: call.query["open"] != nil,
                after: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/challenges") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/challenges/{challenge}/release", "Shows a challenge to those with a part in the decision.",
            .roles([.gold]),
            body: .object([.required("withName", .boolean, "Whether they see who challenged.")]), .json(made)
        ) { call in
            let number = try call.number("challenge")
            try await call.house.challenges.release(
                number, withName: call.body["withName"]?.bool ?? false, by: call.caller.accountID)
            return .json(["number": .string("CH-\(number)")], status: .created)
        },
        .post(
            "\(base)/challenges/{challenge}/answer", "Answers a challenge; the challenger is told.", .roles([.gold]),
            body: .object([.required("text", RecordSchemas.prose)]), .json(made)
        ) { call in
            let number = try call.number("challenge")
            try await call.house.challenges.answer(
                number, text: call.body["text"]?.string ?? "", by: call.caller.accountID)
            return .json(["number": .string("CH-\(number)")], status: .created)
        },
    ]

    private static func known(_ number: Int64, of record: Int64) -> Answer {
        .created(
            ["number": .string("CH-\(number)")], location: "\(base)/non-deployments/ND-\(record)/challenges")
    }
}
