import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Swaps of published duties.
extension Routes {
    private static let duty = Schema.named(
        "SwapDuty",
        .object([
            .required("deployment", .integer(1...Int.max)), .required("officer", .string(.officer)),
            .required("day", .day), .required("shift", .string(.token(8))),
            .optional(
                "post", .string(.numbered("P", digits: 1...6)),
                "Left out for a covert post, except to the duties office."),
            .required("site", .string(.numbered("S", digits: 1...6))), .required("isCovert", .boolean),
            .required("startsAt", .moment),
        ]))

    private static let swap = Schema.named(
        "Swap",
        .object([
            .required("number", .string(.swap)), .required("state", .oneOf(SwapState.self)), .required("gives", duty),
            .required("takes", duty), .required("askedAt", .moment), .optional("answerBy", .moment),
            .required("since", .moment), .optional("by", .integer(1...Int.max)),
            .optional("reason", .text(1...500), "Never for the duties office."),
            .optional("note", .text(1...500), "Never for the duties office."),
        ]))

    private static let relief = Schema.named(
        "SwapRelief",
        .object([
            .required("swap", .string(.swap)), .required("officer", .string(.officer)),
            .required("otherOfficer", .string(.officer)), .required("asked", .boolean),
            .required("relieved", placement), .required("relievedSite", .string(.numbered("S", digits: 1...6))),
            .required("taken", placement), .required("takenSite", .string(.numbered("S", digits: 1...6))),
            .required("askedAt", .moment), .required("approvedBy", .integer(1...Int.max)),
            .required("approvedAt", .moment),
        ]))

    private static let noted = Schema.object([.optional("note", .text(1...500))])
    private static let taken = Schema.object([
        .required("number", .string(.swap)), .required("state", .oneOf(SwapState.self)),
    ])

    static let swaps: [Route] = [
        .get(
            "\(base)/swaps", "Swaps, newest first. An officer sees their own; a sergeant those of their team.",
            .roles([.officer, .supervisor, .duties]),
            query: Route.Parameter.paging + [
                .optional("state", .oneOf(SwapState.allCases.map(\.rawValue)), "Only in this state.")
            ], .page(swap)
        ) { call in
            let (caller, paging) = (try call.caller, try Paging(call))
            var filter = Swaps.Filter()
            filter.states = Set(call.query["state"].flatMap { SwapState(rawValue: $0) }.map { [$0] } ?? [])
            try SwapAccess.narrow(&filter, for: caller)
            let page = try await call.house.swaps.list(filter, cursor: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/swaps") { try document($0, for: caller) })
        },
        .get("\(base)/swaps/{swap}", "One swap.", .roles([.officer, .supervisor, .duties]), swap) { call in
            .json(try document(await SwapAccess.visible(call), for: call.caller))
        },
        .get(
            "\(base)/swap-reliefs", "Who was relieved from where by swap, and what they took: what the audit reads.",
            .roles([.auditor, .gold, .duties]), query: Route.Parameter.paging + dutyWindow, .page(relief)
        ) { call in
            let (paging, days) = (try Paging(call), try Window(call))
            let page = try await call.house.swaps.reliefs(
                from: days.from, to: days.to, cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/swap-reliefs") { relief in
                    let members = try JSON(encoding: relief).members ?? []
                    return .object(
                        members.map { $0.key == "swap" ? .init("swap", .string("SW-\(relief.swap)")) : $0 })
                })
        },
        .post(
            "\(base)/swaps", "Asks a colleague to swap duties: one's own for theirs.", .roles([.officer]),
            body: .object([
                .required("gives", .integer(1...Int.max), "The deployment of the officer who asks."),
                .optional("takes", .integer(1...Int.max), "The colleague's deployment; or officer and day."),
                .optional("officer", .string(.officer)), .optional("day", .day), .optional("shift", .string(.token(8))),
                .optional("reason", .text(1...500), "For the two and their supervisors, never for planners."),
            ]), .json(taken)
        ) { call in
            let wish: Wish = try call.decode()
            let number = try await call.house.swaps.ask(
                gives: wish.gives, takes: try await wish.deployment(call.house.swaps), reason: wish.reason,
                by: call.caller.accountID)
            return .created(
                ["number": .string("SW-\(number)"), "state": .string(SwapState.asked.rawValue)],
                location: "\(base)/swaps/SW-\(number)")
        },
        step("agree", .agreed, "Agrees to a swap that one was asked for.", [.officer]),
        step("decline", .declined, "Declines a swap that one was asked for.", [.officer]),
        step("withdraw", .withdrawn, "Withdraws a swap that one asked for.", [.officer]),
        step("refuse", .refused, "Refuses a swap; the note says why.", [.supervisor]),
        .post(
            "\(base)/swaps/{swap}/approve", "Approves a swap and carries it out, in one transaction.",
            .roles([.supervisor]),
            body: .object([.required("welfareConsidered", .boolean), .optional("note", .text(1...500))]),
            .json(
                .object([
                    .required("number", .string(.swap)), .required("state", .oneOf(SwapState.self)),
                    .required("change", .integer(1...Int.max)), .required("warnings", .list(.text(1...500))),
                ])), status: .ok
        ) { call in
            let wish: Approval = try call.decode()
            let swap = try await SwapAccess.visible(call)
            let made = try await call.house.swaps.approve(
                swap.id, welfareConsidered: wish.welfareConsidered, note: wish.note, by: call.caller.accountID)
            return .json([
                "number": .string(swap.number), "state": .string(SwapState.approved.rawValue),
                "change": .integer(Int(made.change)), "warnings": .array(made.warnings.map { .string($0) }),
            ])
        },
    ]

    private static func step(_ verb: String, _ state: SwapState, _ summary: String, _ roles: Set<Role>) -> Route {
        .post(
            "\(base)/swaps/{swap}/\(verb)", summary, .roles(roles),
            body: state == .refused ? .object([.required("note", .text(1...500))]) : noted, .json(taken), status: .ok
        ) { call in
            let wish: Note = try call.decode()
            let swap = try await SwapAccess.visible(call)
            try await call.house.swaps.take(state, swap.id, note: wish.note, by: call.caller.accountID)
            return .json(["number": .string(swap.number), "state": .string(state.rawValue)])
        }
    }

    private static func document(_ swap: SwapRecord, for caller: Principal) throws -> JSON {
        let members = try JSON(encoding: swap).members ?? []
        return .object(
            [JSON.Member("number", .string(swap.number))]
                + members.compactMap { member in
                    switch member.key {
                    case "id": nil
                    case "reason", "note": SwapAccess.readsWords(caller) ? member : nil
                    case "gives", "takes":
                        JSON.Member(
                            member.key,
                            .object(
                                (member.value.members ?? []).filter {
                                    $0.key != "post"
                                        || SwapAccess.names(isCovert: member.value["isCovert"] == true, to: caller)
                                }))
                    default: member
                    }
                })
    }

    private struct Note: Decodable {
        let note: String?
    }

    private struct Approval: Decodable {
        let welfareConsidered: Bool
        let note: String?
    }

    private struct Wish: Decodable {
        let gives: Int64
        let takes: Int64?
        let officer: String?
        let day: Day?
        let shift: String?
        let reason: String?

        /// The colleague's deployment, by number or by officer and day.
        func deployment(_ swaps: Swaps) async throws -> Int64 {
            if let takes { return takes }
            guard let officer, let day else {
                throw RecordError.invalid([FieldProblem("/takes", "is given, or officer and day")])
            }
            return try await swaps.duty(of: officer, on: day, shift: shift)
        }
    }
}
