import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// The roster in force, and what was worked.
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

    private static let attended = Schema.named(
        "Attendance",
        .object([
            .required("id", .integer(1...Int.max)), .required("officer", .string(.officer)), .required("day", .day),
            .required("shift", .string(.token(8))), .optional("post", .string(.numbered("P", digits: 1...6))),
            .required("status", .oneOf(AttendanceStatus.self)), .optional("corrects", .integer(1...Int.max)),
            .required("recordedBy", .integer(1...Int.max)), .required("recordedAt", .moment),
        ]))

    private static let worked: [Schema.Field] = [
        .required("status", .oneOf(AttendanceStatus.self)),
        .optional("post", .string(.numbered("P", digits: 1...6)), "Where; just for the status worked."),
    ]

    static let duties: [Route] = [
        .get(
            "\(base)/roster", "The roster in force. An officer sees their own duties only.",
            .roles([.duties, .supervisor, .officer]),
            query: Route.Parameter.paging + dutyWindow + [
                .optional("officer", .officer, "Only this officer."),
                .optional("post", .numbered("P", digits: 1...6), "Only this post."),
                .optional("site", .numbered("S", digits: 1...6), "Only this site."),
            ], .page(standing), roster),
        .get(
            "\(base)/attendance", "What was worked, corrections applied.", .roles([.duties, .supervisor]),
            query: Route.Parameter.paging + dutyWindow + [
                .optional("shift", .token(8), "Only this shift."), .optional("officer", .officer, "Only this officer."),
            ], .page(attended)
        ) { call in
            let (paging, days) = (try Paging(call), try Window(call))
            let page = try await call.house.attendance.list(
                from: days.from, to: days.to, shift: call.query["shift"], officer: call.query["officer"],
                cursor: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/attendance") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/attendance", "Records a shift, all entries or none.", .roles([.duties, .supervisor]),
            body: .object([
                .required("day", .day), .required("shift", .string(.token(8))),
                .required(
                    "entries", .array(.object([.required("officer", .string(.officer))] + worked), count: 1...2000)),
            ]), .json(.object([.required("entries", .list(.integer(1...Int.max)))]))
        ) { call in
            let shift: Shift = try call.decode()
            let numbers = try await call.house.attendance.record(
                day: shift.day, shift: shift.shift, entries: shift.entries, by: call.caller.accountID)
            return .json(["entries": .array(numbers.map { .integer(Int($0)) })], status: .created)
        },
        .post(
            "\(base)/attendance/{entry}/corrections", "Corrects an entry by a new one.",
            .roles([.duties, .supervisor]),
            body: .object(worked), .json(.object([.required("entry", .integer(1...Int.max))]))
        ) { call in
            let wish: Correction = try call.decode()
            let number = try await call.house.attendance.correct(
                call.number("entry"), status: wish.status, post: wish.post, by: call.caller.accountID)
            return .json(["entry": .integer(Int(number))], status: .created)
        },
    ]

    private struct Shift: Decodable {
        let day: Day
        let shift: String
        let entries: [AttendanceEntry]
    }

    private struct Correction: Decodable {
        let status: AttendanceStatus
        let post: String?
    }

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
