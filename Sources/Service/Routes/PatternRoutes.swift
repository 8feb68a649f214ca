import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Individual patterns: approved, reviewed, changed by consultation.
extension Routes {
    private static let pattern = Schema.named(
        "IndividualPattern",
        .object([
            .required("officer", .string(.officer)), .required("name", .text(1...80)),
            .required("team", .string(.token(16))), .optional("pattern", .string(.token(32))),
            .optional("reference", .text(1...80)), .optional("approvedBy", RecordSchemas.number),
            .optional("approvedAt", .moment), .optional("reviewOn", .day),
            .required("isOverdue", .boolean, "Its review is overdue, or no approval is on record."),
        ]))

    private static let proposal: [Schema.Field] = [
        .required("officer", .string(.officer)), .required("pattern", .string(.token(32))),
        .required("anchor", .day, "A day on which the cycle stands at its first day."),
        .required("from", .day, "At least 30 days ahead (rule figure pattern_consultation)."),
        .required("reference", .text(2...80)),
    ]

    private static let consultation = Schema.named(
        "PatternConsultation",
        .object([
            .required("id", RecordSchemas.number), .required("proposal", .object(proposal)),
            .required("state", .oneOf(PatternConsultationState.self)), .required("proposedBy", RecordSchemas.number),
            .required("proposedAt", .moment), .optional("answeredBy", RecordSchemas.number),
            .optional("answeredAt", .moment), .required("isInForce", .boolean),
        ]))

    static let patterns: [Route] = [
        .get(
            "\(base)/individual-patterns", "Officers on individual patterns, the longest overdue review first.",
            limitReaders, query: Route.Parameter.paging + limitFilters, .page(pattern)
        ) { call in
            let (paging, whose) = (try Paging(call), try Whose(call))
            let page = try await call.house.patterns.list(
                team: whose.team, officer: whose.officer, overdueOnly: call.query["overdue"] == "true", asOf: call.now,
                cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/individual-patterns") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/individual-patterns/{officer}/approvals",
            "Approves an officer's pattern, or reviews it, until the next review.", .roles([.supervisor]),
            body: .object([.required("reference", .text(2...80)), .required("reviewOn", .day)]),
            .json(.object([.required("approval", RecordSchemas.number)]))
        ) { call in
            let wish: Approval = try call.decode()
            let number = try await call.house.patterns.approve(
                call.part("officer"), reference: wish.reference, reviewOn: wish.reviewOn, by: call.caller.accountID)
            return .json(["approval": .integer(Int(number))], status: .created)
        },
        .get(
            "\(base)/pattern-consultations", "Proposed changes of patterns, newest first. An officer sees their own.",
            limitReaders, query: Route.Parameter.paging + [.optional("officer", .officer, "Only this officer.")],
            .page(consultation)
        ) { call in
            let (paging, whose) = (try Paging(call), try Whose(call))
            let page = try await call.house.patterns.consultations(
                officer: whose.officer, asOf: call.now, cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/pattern-consultations") { try JSON(encoding: $0) })
        },
        .get("\(base)/pattern-consultations/{consultation}", "One proposed change.", limitReaders, consultation) {
            call in
            let found = try await call.house.patterns.get(call.number("consultation"), asOf: call.now)
            try Whose.check(found.proposal.officer, team: nil, call)
            return .json(try JSON(encoding: found))
        },
        .post(
            "\(base)/pattern-consultations", "Proposes a change of an officer's pattern; the officer answers.",
            limitPlanners, body: .object(proposal), .json(.object([.required("consultation", RecordSchemas.number)]))
        ) { call in
            let number = try await call.house.patterns.propose(call.decode(), by: call.caller.accountID)
            return .created(
                ["consultation": .integer(Int(number))], location: "\(base)/pattern-consultations/\(number)")
        },
        .post(
            "\(base)/pattern-consultations/{consultation}/answers",
            "The officer agrees or declines; whoever plans withdraws.", limitReaders,
            body: .object([.required("answer", .string(.oneOf(["agreed", "declined", "withdrawn"])))]),
            .json(.object([.required("state", .oneOf(PatternConsultationState.self))]))
        ) { call in
            let wish: PatternReply = try call.decode()
            let number = try call.number("consultation")
            if try call.caller.role == .officer {
                let found = try await call.house.patterns.get(number, asOf: call.now)
                try Whose.check(found.proposal.officer, team: nil, call)
            }
            try await call.house.patterns.answer(number, wish.answer, by: call.caller.accountID)
            return .json(["state": .string(wish.answer.rawValue)], status: .created)
        },
    ]

    private struct Approval: Decodable {
        let reference: String
        let reviewOn: Day
    }

    private struct PatternReply: Decodable {
        let answer: PatternConsultationState
    }
}
