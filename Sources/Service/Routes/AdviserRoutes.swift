import Deployment
import HTTPTypes
import Records

/// What an independent adviser sees: the cases in which they were asked, without any person's name or number, their own
/// advice and what became of it.
extension Routes {
    private static let summary = Schema.named(
        "AdviserCase",
        .object([
            .required("number", .string(.goldCase)), .required("state", .oneOf(CaseState.self)),
            .required("priority", .oneOf(Priority.self)), .required("openedAt", .moment),
            .required("finding", .text(1...1000)),
        ]))

    private static let question = Schema.object([
        .required("kind", .text(1...60)), .required("finding", .text(1...1000)), .required("question", .text(1...1000)),
        .required("innocent", .text(1...1000)), .required("baseRate", .text(1...1000)), .required("raisedAt", .moment),
    ])

    private static let entry = Schema.named(
        "AdviserEntry",
        .object([
            .required("id", RecordSchemas.number), .required("number", RecordSchemas.number),
            .required("kind", .oneOf(CaseEntryKind.self)), .optional("text", RecordSchemas.prose),
            .optional("refersTo", RecordSchemas.number), .optional("accepted", .boolean),
            .optional("outcome", .oneOf(CaseOutcome.self)), .required("isOwn", .boolean),
            .required("writtenAt", .moment),
        ]))

    static let adviser: [Route] = [
        .get(
            "\(base)/adviser/cases", "Cases in which you were asked for advice.", .roles([.adviser]),
            query: Route.Parameter.paging, .page(summary)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.gold.list(
                forAdviser: call.caller.accountID, after: paging.cursor, limit: paging.limit)
            return .json(paging.document(page, of: call, path: "\(base)/adviser/cases", pseudonymous))
        },
        .get(
            "\(base)/adviser/cases/{case}", "A case in which you were asked.", .roles([.adviser]),
            .object([
                .required("summary", summary), .required("flags", .list(question)), .required("entries", .list(entry)),
            ])
        ) { call in
            let caller = try call.caller
            let detail = try await call.house.gold.detail(call.number("case"), forAdviser: caller.accountID)
            return .json([
                "summary": pseudonymous(detail.summary), "flags": .array(detail.flags.map(pseudonymous)),
                "entries": .array(detail.entries.map { pseudonymous($0, for: caller.accountID) }),
            ])
        },
        .post(
            "\(base)/adviser/cases/{case}/advice", "Answers a request for advice.", .roles([.adviser]),
            body: .object([
                .required("request", RecordSchemas.number, "The id of the entry that asks."),
                .required("text", RecordSchemas.prose),
            ]), .json(.object([.required("id", RecordSchemas.number), .required("number", RecordSchemas.number)]))
        ) { call in
            let (caller, id) = (try call.caller, try call.number("case"))
            _ = try await call.house.gold.detail(id, forAdviser: caller.accountID)
            let advice = NewCaseEntry(
                .advice, text: call.body["text"]?.string, refersTo: call.body["request"]?.integer.map { Int64($0) })
            let made = try await call.house.gold.enter(advice, in: id, by: caller.accountID)
            return .created(
                ["id": .integer(Int(made.id)), "number": .integer(made.number)],
                location: "\(base)/adviser/cases/G-\(id)")
        },
    ]

    /// What an adviser may know of a case; the pages are made from the same members.
    static func pseudonymous(_ summary: GoldCaseSummary) -> JSON {
        [
            "number": .string(summary.number), "state": .string(summary.state.rawValue),
            "priority": .string(summary.priority.rawValue), "openedAt": .moment(summary.openedAt),
            "finding": .string(summary.finding),
        ]
    }

    /// What an adviser may know of a flag.
    static func pseudonymous(_ flag: Flag) -> JSON {
        [
            "kind": .string(flag.kind), "finding": .string(flag.finding), "question": .string(flag.question),
            "innocent": .string(flag.innocent), "baseRate": .string(flag.baseRate), "raisedAt": .moment(flag.raisedAt),
        ]
    }

    /// What an adviser may know of an entry: whether it is their own, never whose else.
    static func pseudonymous(_ entry: CaseEntry, for adviser: Int64) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .integer(Int(entry.id))), .init("number", .integer(entry.number)),
            .init("kind", .string(entry.kind.rawValue)), .init("isOwn", .bool(entry.writtenBy?.id == adviser)),
            .init("writtenAt", .moment(entry.writtenAt)),
        ]
        if let text = entry.text { members.append(.init("text", .string(text))) }
        if let target = entry.refersTo { members.append(.init("refersTo", .integer(Int(target)))) }
        if let accepted = entry.accepted { members.append(.init("accepted", .bool(accepted))) }
        if let outcome = entry.outcome { members.append(.init("outcome", .string(outcome.rawValue))) }
        return .object(members)
    }
}
