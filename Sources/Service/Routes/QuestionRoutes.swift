import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Questions about differences between published and worked, and their answers.
extension Routes {
    private static let question = Schema.named(
        "Question",
        .object([
            .required("number", .string(.question)), .required("kind", .oneOf(QuestionKind.self)),
            .required("wording", .text(1...400)), .optional("officer", .string(.officer)), .required("day", .day),
            .required("shift", .string(.token(8))), .optional("post", .string(.numbered("P", digits: 1...6))),
            .optional("deployment", .integer(1...Int.max)), .required("status", .text(1...20), "What was recorded."),
            .required("isMine", .boolean), .required("askedAt", .moment), .required("answerBy", .moment),
            .optional("answeredBy", .integer(1...Int.max)), .optional("answeredAt", .moment),
            .optional("answer", RecordSchemas.prose, "Left out for the duties office, but for its own."),
            .optional("row", .oneOf(CoveringRow.self)), .optional("rowKey", .text(1...40)),
            .optional("ended", .oneOf(QuestionEnd.self)), .optional("endedAt", .moment),
            .optional("flag", .string(.numbered("F-", digits: 1...18))),
        ]))

    static let questions: [Route] = [
        .get(
            "\(base)/questions", "Questions about attendance: those asked of the caller first, oldest first.",
            .roles([.supervisor, .duties, .gold]),
            query: Route.Parameter.paging + [
                .optional("ended", .oneOf(["true"]), "Those that have ended instead of those that are open.")
            ], .page(question)
        ) { call in
            let (caller, paging) = (try call.caller, try Paging(call))
            let page = try await call.house.questions.list(
                for: caller.accountID, scope: scope(of: caller), ended: call.query["ended"] == "true",
                cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/questions") { try document($0, for: caller) })
        },
        .get(
            "\(base)/questions/{question}", "One question.", .roles([.supervisor, .duties, .gold]), question
        ) { call in
            let caller = try call.caller
            let found = try await call.house.questions.get(
                call.number("question"), for: caller.accountID, scope: scope(of: caller))
            return .json(try document(found, for: caller))
        },
        .post(
            "\(base)/questions/{question}/answer",
            "Answers a question, which ends it: by the row that covers the duty, or else as a flag.",
            .roles([.supervisor, .duties]),
            body: .object([
                .required("words", RecordSchemas.prose, "What happened, in a sentence."),
                .optional("row", .oneOf(CoveringRow.self), "The kind of the row that covers the duty."),
                .optional("rowKey", .string(.token(40)), "A12, R3, ND-41 or a skill."),
            ]), .json(.object([.required("ended", .oneOf(QuestionEnd.self))]))
        ) { call in
            let answer: Questions.Answer = try call.decode()
            let caller = try call.caller
            let id = try call.number("question")
            _ = try await call.house.questions.get(id, for: caller.accountID, scope: scope(of: caller))
            let ended = try await call.house.questions.answer(id, answer, by: caller.accountID)
            return .json(["ended": .string(ended.rawValue)], status: .created)
        },
    ]

    /// A sergeant sees their own team's; from inspector up, the duties office and Gold see all.
    static func scope(of caller: Principal) -> Questions.Scope {
        guard caller.role == .supervisor, caller.rank.map({ $0 < .inspector }) ?? true else { return .all }
        return .team(caller.teamID ?? "")
    }

    /// The words of an answer are for the line and Gold; the duties office sees its own only.
    static func hidesAnswer(of question: Question, from caller: Principal) -> Bool {
        caller.role == .duties && question.answeredBy != caller.accountID
    }

    private static func document(_ question: Question, for caller: Principal) throws -> JSON {
        let members = try JSON(encoding: question).members ?? []
        let hidesWords = hidesAnswer(of: question, from: caller)
        return .object(
            [JSON.Member("number", .string(question.number))]
                + members.filter { $0.key != "id" && !(hidesWords && $0.key == "answer") })
    }
}
