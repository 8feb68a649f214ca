import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// What was worked, shift by shift: in one call or as one file.
extension Routes {
    private static let attended = Schema.named(
        "Attendance",
        .object([
            .required("id", .integer(1...Int.max)), .required("officer", .string(.officer)), .required("day", .day),
            .required("shift", .string(.token(8))), .optional("post", .string(.numbered("P", digits: 1...6))),
            .required("status", .oneOf(AttendanceStatus.self)), .optional("corrects", .integer(1...Int.max)),
            .optional("relief", .integer(1...Int.max), "The deployment of the relief it is about."),
            .required("recordedBy", .integer(1...Int.max)), .required("recordedAt", .moment),
        ]))

    private static let worked: [Schema.Field] = [
        .required("status", .oneOf(AttendanceStatus.self)),
        .optional("post", .string(.numbered("P", digits: 1...6)), "Where; just for the status worked."),
    ]

    private static let entriesMade = Schema.object([.required("entries", .list(.integer(1...Int.max)))])

    static let attendance: [Route] = [
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
            ]), .json(entriesMade)
        ) { call in
            let shift: Shift = try call.decode()
            let numbers = try await call.house.attendance.record(
                day: shift.day, shift: shift.shift, entries: shift.entries, by: call.caller.accountID)
            return .json(["entries": .array(numbers.map { .integer(Int($0)) })], status: .created)
        },
        Route(
            method: .post, path: "\(base)/attendance/files",
            summary: "Records a shift from CSV (officer,status,post), all rows or none; 422 names every bad row.",
            access: .roles([.duties, .supervisor]),
            query: [.required("day", .day, "The day."), .required("shift", .token(8), "The shift.")],
            body: .text("text/csv"), success: .json(entriesMade), status: .created, handler: takeReturn),
        .post(
            "\(base)/attendance/{entry}/corrections", "Corrects an entry by a new one; nobody corrects their own.",
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

    private static func takeReturn(_ call: Call) async throws -> Answer {
        guard let day = call.day("day"), let shift = call.query["shift"] else { throw APIProblem.notFound }
        let made = try await call.house.attendance.record(
            day: day, shift: shift, csv: Array((call.body.string ?? "").utf8), by: call.caller.accountID)
        guard made.isRefused else {
            return .json(["entries": .array(made.entries.map { .integer(Int($0)) })], status: .created)
        }
        let shown = made.problems.prefix(Schema.mostFaults * 10).map { problem in
            Fault(
                "/\(problem.line)/\(problem.column ?? "")",
                "line \(problem.line) \(problem.column ?? ""): \(problem.rule)")
        }
        throw APIProblem(
            .unprocessableContent, "return-refused", "\(made.problems.count) problems: nothing was recorded.",
            faults: Array(shown))
    }
}
