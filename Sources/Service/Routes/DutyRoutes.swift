import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// The roster in force.
extension Routes {
    /// The days of a list of duties.
    static let dutyWindow: [Route.Parameter] = [
        .required("from", .day, "First day."), .required("to", .day, "Last day; at most 366 days after the first."),
    ]

    private static let standing = Schema.named(
        "StandingDeployment",
        .object([
            .required("id", .integer(1...Int.max)), .required("officer", .string(.officer)), .required("day", .day),
            .required("shift", .string(.token(8))),
            .optional(
                "post", .string(.numbered("P", digits: 1...6)),
                "Left out for a covert post, except to the duties office."),
            .required("site", .string(.numbered("S", digits: 1...6))), .required("isCovert", .boolean),
            .required("startsAt", .moment), .required("endsAt", .moment),
        ]))

    static let duties: [Route] = [
        .get(
            "\(base)/roster", "The roster in force. An officer sees their own duties only.",
            .roles([.duties, .supervisor, .officer]),
            query: Route.Parameter.paging + dutyWindow + [
                .optional("officer", .officer, "Only this officer."),
                .optional("post", .numbered("P", digits: 1...6), "Only this post."),
                .optional("site", .numbered("S", digits: 1...6), "Only this site."),
            ], .page(standing), roster)
    ]

    private static func roster(_ call: Call) async throws -> Answer {
        let (caller, paging, days) = (try call.caller, try Paging(call), try Window(call))
        var officer = call.query["officer"]
        if caller.role == .officer {
            guard let own = caller.officerID, officer == nil || officer == own else { throw APIProblem.notOwn }
            officer = own
        }
        let page = try await call.house.standing.list(
            from: days.from, to: days.to, officer: officer, post: call.query["post"], site: call.query["site"],
            cursor: paging.cursor, limit: paging.limit)
        return .json(
            try paging.document(page, of: call, path: "\(base)/roster") { deployment in
                let document = try JSON(encoding: deployment)
                guard deployment.isCovert, caller.role != .duties else { return document }
                return .object((document.members ?? []).filter { $0.key != "post" })
            })
    }
}

/// The days of a query.
struct Window: Sendable {
    let from: Day
    let to: Day

    /// Throws 400 where the days are in the wrong order or too many.
    init(_ call: Call) throws {
        guard let from = call.day("from"), let to = call.day("to") else {
            throw APIProblem.invalid([Fault("from", "and to are needed")])
        }
        guard to >= from else { throw APIProblem.invalid([Fault("to", "must not be before from")]) }
        guard to.days(since: from) <= 366 else {
            throw APIProblem.invalid([Fault("to", "must be at most 366 days after from")])
        }
        (self.from, self.to) = (from, to)
    }
}

extension APIProblem {
    /// An officer asked for what is not about them, or the account is no officer's.
    static let notOwn = APIProblem(.forbidden, "not-own", "This token shows its own officer's records only.")
}
