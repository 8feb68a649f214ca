import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Restricted and recuperative duty, and individual patterns. A supervisor with a team sees that team, an officer
/// themselves.
extension Routes {
    static let limitReaders = Route.Access.roles([.duties, .supervisor, .officer])
    static let limitPlanners = Route.Access.roles([.duties, .supervisor])
    private static let limitIDs = Schema.array(.string(.token(40)), count: 1...20)

    private static let record = Schema.named(
        "LimitedDuty",
        .object([
            .required("id", .string(.restriction)), .required("officer", .string(.officer)),
            .required("name", .text(1...80)), .required("team", .string(.token(16))), .required("kind", .text(1...40)),
            .required("words", .text(1...1000), "What the officer cannot do, never why."),
            .required("limits", .list(.string(.token(40)))), .required("from", .day), .optional("to", .day),
            .required("reviewOn", .day), .required("isOverdue", .boolean), .optional("lastReviewedAt", .moment),
            .required("postsThatSuit", .integer(0...Int.max)),
        ]))

    private static let review = Schema.named(
        "LimitedDutyReview",
        .object([
            .required("id", RecordSchemas.number), .required("reviewedBy", RecordSchemas.number),
            .required("reviewedAt", .moment), .optional("nextReview", .day), .optional("endedOn", .day),
            .optional("limits", .list(.string(.token(40)))),
        ]))

    private static let limit = Schema.named(
        "FunctionalLimit",
        .object([
            .required("id", .string(.token(40))), .required("words", .text(1...80)),
            .required("barsArmed", .boolean), .required("barsNights", .boolean),
            .optional("onlyKinds", .list(.text(1...40))), .optional("maxMinutes", .integer(1...1440)),
        ]))

    private static let suiting = Schema.named(
        "SuitingPost",
        .object([
            .required("post", OperationSchemas.post), .required("name", .text(1...120)),
            .required("site", .string(.numbered("S", digits: 1...6))), .required("kind", .text(1...40)),
            .required("shifts", .list(.string(.token(8)))), .required("isWanted", .boolean),
        ]))

    static let limitFilters: [Route.Parameter] = [
        .optional("team", .token(16), "Only this team; a supervisor with a team sees no other."),
        .optional("officer", .officer, "Only this officer."),
        .optional("overdue", .oneOf(["true", "false"]), "Only those with an overdue review."),
    ]

    static let limitedDuty: [Route] = [
        .get(
            "\(base)/functional-limits", "The limits that there are.", limitReaders,
            .object([.required("limits", .list(limit))])
        ) { call in
            let limits = try await call.house.limitedDuty.functionalLimits()
            return .json(["limits": .array(try limits.map { try JSON(encoding: $0) })])
        },
        .get(
            "\(base)/limited-duty", "Restricted and recuperative duty in force, the longest overdue review first.",
            limitReaders, query: Route.Parameter.paging + limitFilters, .page(record)
        ) { call in
            let (paging, whose) = (try Paging(call), try Whose(call))
            let page = try await call.house.limitedDuty.list(
                team: whose.team, officer: whose.officer, overdueOnly: call.query["overdue"] == "true", asOf: call.now,
                cursor: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/limited-duty") { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/limited-duty/{restriction}", "One restriction with its reviews.", limitReaders,
            .object([.required("restriction", record), .required("reviews", .list(review))])
        ) { call in
            let found = try await call.house.limitedDuty.get(call.part("restriction"), asOf: call.now)
            try Whose.check(found.officer, team: found.team, call)
            let reviews = try await call.house.limitedDuty.reviews(of: found.id)
            return .json([
                "restriction": try JSON(encoding: found), "reviews": .array(try reviews.map { try JSON(encoding: $0) }),
            ])
        },
        .post(
            "\(base)/limited-duty/{restriction}/reviews",
            "Records a review: the next one, or the end; and the limits from today on where they change.",
            .roles([.supervisor]),
            body: .object([
                .optional("nextReview", .day), .optional("endedOn", .day, "The last day of the restriction."),
                .optional("limits", limitIDs),
            ]), .json(.object([.required("review", RecordSchemas.number)]))
        ) { call in
            let found = try await call.house.limitedDuty.get(call.part("restriction"), asOf: call.now)
            try Whose.check(found.officer, team: found.team, call)
            let number = try await call.house.limitedDuty.review(found.id, call.decode(), by: call.caller.accountID)
            return .json(["review": .integer(Int(number))], status: .created)
        },
        .get(
            "\(base)/officers/{officer}/posts-that-suit",
            "Posts that an officer's limits and skills leave room at on a day, wanted ones first.", limitReaders,
            query: [.required("day", .day, "The day.")], .object([.required("posts", .list(suiting))])
        ) { call in
            let officer = try call.part("officer")
            if try call.caller.role == .officer { try Whose.check(officer, team: nil, call) }
            guard let day = call.day("day") else { throw APIProblem.invalid([Fault("day", "is needed")]) }
            let posts = try await call.house.limitedDuty.postsThatSuit(officer, on: day)
            return .json(["posts": .array(try posts.map { try JSON(encoding: $0) })])
        },
        Route(
            method: .post, path: "\(base)/post-suitability",
            summary: "Names a post as suitable for officers with a limit, or takes that back.",
            access: .roles([.duties]),
            body: .json(
                .object([
                    .required("post", OperationSchemas.post), .required("limit", .string(.token(40))),
                    .required("isSuitable", .boolean),
                ])), success: .nothing, status: .noContent
        ) { call in
            let wish: Suitability = try call.decode()
            try await call.house.limitedDuty.setSuitable(post: wish.post, limit: wish.limit, wish.isSuitable)
            return .noContent
        },
    ]

    private struct Suitability: Decodable {
        let post: String
        let limit: String
        let isSuitable: Bool
    }

}

/// Whose records a caller may see.
struct Whose: Sendable {
    let team: String?
    let officer: String?

    /// What the query asks for, narrowed to what the caller may see. Throws 403 for somebody else's.
    init(_ call: Call) throws {
        let caller = try call.caller
        let (asked, officer) = (call.query["team"], call.query["officer"])
        switch caller.role {
        case .officer:
            guard let own = caller.officerID, officer == nil || officer == own else { throw APIProblem.notOwn }
            (self.team, self.officer) = (asked, own)
        case .supervisor:
            guard caller.teamID == nil || asked == nil || asked == caller.teamID else { throw APIProblem.notOwnTeam }
            (self.team, self.officer) = (caller.teamID ?? asked, officer)
        default:
            (self.team, self.officer) = (asked, officer)
        }
    }

    /// Throws 403 where the record of an officer is not the caller's to see.
    static func check(_ officer: String, team: String?, _ call: Call) throws {
        let caller = try call.caller
        if caller.role == .officer, caller.officerID != officer { throw APIProblem.notOwn }
        if caller.role == .supervisor, let own = caller.teamID, let team, own != team { throw APIProblem.notOwnTeam }
    }
}
