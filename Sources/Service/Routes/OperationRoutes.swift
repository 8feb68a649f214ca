import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Operations: opened, amended, reviewed, debriefed, closed; and what is wanted and not filled.
extension Routes {
    private static let leaders = Route.Access.roles([.duties, .supervisor])

    private static let days: [Route.Parameter] = [
        .required("from", .day, "First day."), .required("to", .day, "Last day; at most 366 days after the first."),
    ]

    private static let entry = Schema.object([.required("entry", RecordSchemas.number)])

    static let operations: [Route] = [
        .get(
            "\(base)/operations", "Operations, open ones first, then the newest.",
            .roles([.duties, .supervisor, .gold, .auditor]),
            query: Route.Parameter.paging + [
                .optional("state", .oneOf(OperationState.allCases.map(\.rawValue)), "Only of this state."),
                .optional("overdue", .oneOf(["true", "false"]), "Only those with an overdue review."),
            ], .page(OperationSchemas.operation)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.operations.list(
                state: call.query["state"].flatMap(OperationState.init(rawValue:)),
                overdueOnly: call.query["overdue"] == "true", asOf: call.now, cursor: paging.cursor, limit: paging.limit
            )
            return .json(try paging.document(page, of: call, path: "\(base)/operations") { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/operations/{operation}", "One operation with its posts, its demand and what was written in it.",
            .roles([.duties, .supervisor, .gold]), OperationSchemas.detail
        ) { call in
            .json(try JSON(encoding: await call.house.operations.get(call.number("operation"), asOf: call.now)))
        },
        .post(
            "\(base)/operations",
            "Opens an operation with its posts and its demand. A hospital guard above the number expected is opened all "
                + "the same: the duties office and its owner are told.", leaders, body: OperationSchemas.wish,
            .json(
                .object([
                    .required("number", .string(.operation)), .required("posts", .list(OperationSchemas.post)),
                    .required("guardsOpen", .integer(0...Int.max), "Hospital guards open now."),
                    .required("isAboveExpected", .boolean), .optional("warning", .text(1...300)),
                ]))
        ) { call in
            let opened = try await call.house.operations.open(call.decode(), by: call.caller.accountID)
            var members: [JSON.Member] = [
                .init("number", .string("OP-\(opened.id)")), .init("posts", .array(opened.posts.map { .string($0) })),
                .init("guardsOpen", .integer(opened.guardsOpen)),
                .init("isAboveExpected", .bool(opened.isAboveExpected)),
            ]
            if opened.isAboveExpected {
                let words =
                    "This is hospital guard number \(opened.guardsOpen), above the number expected. "
                    + "The duties office and the owner were told."
                members.append(.init("warning", .string(words)))
            }
            return .created(.object(members), location: "\(base)/operations/OP-\(opened.id)")
        },
        .post(
            "\(base)/operations/{operation}/demand",
            "Replaces what an operation wants from a day on, today at the earliest.", leaders,
            body: .object([.required("from", .day), .required("lines", OperationSchemas.lines)]),
            .json(.object([.required("posts", .list(OperationSchemas.post))]))
        ) { call in
            let wish: Amendment = try call.decode()
            let posts = try await call.house.operations.amend(
                call.number("operation"), from: wish.from, lines: wish.lines, by: call.caller.accountID)
            return .json(["posts": .array(posts.map { .string($0) })], status: .created)
        },
        .post(
            "\(base)/operations/{operation}/reviews", "Records a review and when the next one is.", leaders,
            body: .object([
                .required("note", RecordSchemas.prose), .required("nextReview", .day),
                .optional("ofAuthority", .boolean, "The review of the standing authority, not of the operation."),
            ]), .json(entry)
        ) { call in
            let wish: Review = try call.decode()
            return try await write(
                wish.ofAuthority == true ? .authorityReview : .review, wish.note, wish.nextReview, call)
        },
        .post(
            "\(base)/operations/{operation}/debriefs", "Records a debrief; a hospital guard closes with one.", leaders,
            body: .object([.required("note", RecordSchemas.prose)]), .json(entry)
        ) { call in
            try await write(.debrief, call.decode(Note.self).note, nil, call)
        },
        .post(
            "\(base)/operations/{operation}/learning", "Records what was learnt; an exercise closes with it.", leaders,
            body: .object([.required("note", RecordSchemas.prose)]), .json(entry)
        ) { call in
            try await write(.learning, call.decode(Note.self).note, nil, call)
        },
        .post(
            "\(base)/operations/{operation}/close",
            "Closes an operation: its demand ends now. Answers the published deployments above demand.", leaders,
            body: nil, .json(.object([.required("aboveDemand", .list(OperationSchemas.surplus))]))
        ) { call in
            let surplus = try await call.house.operations.close(call.number("operation"), by: call.caller.accountID)
            return .json(["aboveDemand": .array(try surplus.map { try JSON(encoding: $0) })], status: .created)
        },
        .get(
            "\(base)/operations/{operation}/above-demand", "Standing deployments above what an operation wants.",
            leaders, .object([.required("aboveDemand", .list(OperationSchemas.surplus))])
        ) { call in
            let number = try call.number("operation")
            _ = try await call.house.operations.get(number, asOf: call.now)
            let surplus = try await call.house.operations.aboveDemand(number)
            return .json(["aboveDemand": .array(try surplus.map { try JSON(encoding: $0) })])
        },
        .get(
            "\(base)/operations-below-minimum",
            "Duties of operations and armed response vehicles below their minimum, by day.", leaders,
            query: Route.Parameter.paging + days, .page(OperationSchemas.duty)
        ) { call in
            let (paging, days) = (try Paging(call), try Window(call))
            let page = try await call.house.operations.belowMinimum(
                from: days.from, to: days.to, cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/operations-below-minimum") {
                    try JSON(encoding: $0)
                })
        },
        .get(
            "\(base)/unfilled-duties",
            "Duties of posts and operations below their target as the roster stands, by day.",
            leaders, query: Route.Parameter.paging + days, .page(OperationSchemas.duty)
        ) { call in
            let (paging, days) = (try Paging(call), try Window(call))
            let page = try await call.house.operations.unfilled(
                from: days.from, to: days.to, cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/unfilled-duties") { try JSON(encoding: $0) })
        },
    ]

    private static func write(
        _ kind: OperationEntryKind, _ note: String, _ next: Day?, _ call: Call
    ) async throws -> Answer {
        let number = try await call.house.operations.write(
            kind, in: call.number("operation"), note: note, nextReview: next, by: call.caller.accountID)
        return .json(["entry": .integer(Int(number))], status: .created)
    }

    private struct Amendment: Decodable {
        let from: Day
        let lines: [DemandLine]
    }

    private struct Review: Decodable {
        let note: String
        let nextReview: Day
        let ofAuthority: Bool?
    }

    private struct Note: Decodable {
        let note: String
    }
}
