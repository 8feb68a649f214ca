import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Authority, what lapses, and the training that renews it. A lapse is a fact: nothing here decides, assesses or flags.
extension Routes {
    private static let planners: Route.Access = .roles([.duties, .supervisor])
    private static let everybody: Route.Access = .roles([.duties, .supervisor, .officer])
    private static let team = Route.Parameter.optional("team", .token(16), "Only this team.")

    static let currencies: [Route] = [
        .get(
            "\(base)/officers/{officer}/authority",
            "Whether an officer may carry now, until when, and which component lapses first.", everybody,
            CurrencySchemas.authority
        ) { call in
            let (caller, officer) = (try call.caller, try call.part("officer"))
            guard caller.role != .officer || caller.officerID == officer else { throw APIProblem.notOwn }
            let record = try await call.house.currencies.authority(of: officer, asOf: call.now)
            return .json(try document(record, namesStatus: caller.role != .duties))
        },
        .post(
            "\(base)/officers/{officer}/authority-status",
            "Records that an authority was returned by the officer, suspended or restored. No reason is asked for.",
            everybody,
            body: .object([
                .required("status", .oneOf(AuthorityStatus.self)),
                .optional("from", .day, "The first day without it; today unless told."),
            ]), .json(.object([.required("officer", CurrencySchemas.officerID)]))
        ) { call in
            let (caller, officer) = (try call.caller, try call.part("officer"))
            guard caller.role != .officer || caller.officerID == officer else { throw APIProblem.notOwn }
            let wish: StatusWish = try call.decode()
            try await call.house.currencies.record(wish.status, of: officer, from: wish.from, by: caller.accountID)
            return .created(["officer": .string(officer)], location: "\(base)/officers/\(officer)/authority")
        },
        .get(
            "\(base)/currencies/watch",
            "Currencies that lapse soon or have lapsed, those not booked in time first; an officer sees their own.",
            everybody,
            query: Route.Parameter.paging + [
                .optional("days", .decimal(0...366), "How far ahead; 60 unless told."), team,
                .optional("officer", .officer, "Only this officer."),
            ], .page(CurrencySchemas.watched)
        ) { call in
            let (caller, paging) = (try call.caller, try Paging(call))
            var officer = call.query["officer"]
            if caller.role == .officer {
                guard let own = caller.officerID, officer == nil || officer == own else { throw APIProblem.notOwn }
                officer = own
            }
            let page = try await call.house.currencies.watch(
                asOf: call.now, within: call.integer("days") ?? 60, team: call.query["team"], officer: officer,
                cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/currencies/watch") { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/currencies/reopened",
            "Published duties that a lapse has re-opened; each is changed on the ground lapsed_currency.", planners,
            query: Route.Parameter.paging + [team], .page(CurrencySchemas.reopened)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.currencies.reopened(
                asOf: call.now, team: call.query["team"], cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/currencies/reopened") { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/currencies/load", "Renewals due by month and component, against the seats that are set up.",
            planners,
            query: [.optional("months", .decimal(1...24), "How many; 6 unless told.")], CurrencySchemas.outlook
        ) { call in
            let outlook = try await call.house.currencies.outlook(asOf: call.now, months: call.integer("months") ?? 6)
            return .json(try JSON(encoding: outlook))
        },
    ]

    static let training: [Route] = [
        .get(
            "\(base)/training-sessions", "Training sessions that stand.", everybody,
            query: Route.Parameter.paging + [
                .required("from", .day, "First day."),
                .required("to", .day, "Last day; at most 366 days after the first."),
                .optional("skill", .token(24), "Only for this skill."),
            ], .page(CurrencySchemas.session)
        ) { call in
            let (paging, days) = (try Paging(call), try Window(call))
            let page = try await call.house.currencies.sessions(
                from: days.from, to: days.to, skill: call.query["skill"], cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/training-sessions") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/training-sessions", "Sets a training session up.", .roles([.duties]),
            body: .object(
                CurrencySchemas.newSession + [
                    .optional("withinDuty", .boolean, "A slot inside the rostered duty; no unless told.")
                ]), .json(.object([.required("session", CurrencySchemas.number)]))
        ) { call in
            let wish: SessionWish = try call.decode()
            let session = try await call.house.currencies.setUp(wish.session, by: call.caller.accountID)
            return .json(["session": .integer(Int(session))], status: .created)
        },
        .post(
            "\(base)/training-sessions/{session}/cancellation", "Cancels a session, and with it every booking on it.",
            .roles([.duties]), body: .object([.required("reason", CurrencySchemas.reason)]), .nothing,
            status: .noContent
        ) { call in
            try await call.house.currencies.cancel(
                session: call.number("session"), reason: call.body["reason"]?.string ?? "",
                account: call.caller.accountID)
            return .noContent
        },
        .post(
            "\(base)/training-sessions/{session}/bookings",
            "Books an officer; the day is kept free by an abstraction that no roster takes away.", everybody,
            body: .object([.optional("officer", CurrencySchemas.officerID, "The caller unless told.")]),
            .json(CurrencySchemas.booked)
        ) { call in
            let caller = try call.caller
            guard let officer = call.body["officer"]?.string ?? caller.officerID,
                caller.role != .officer || caller.officerID == officer
            else { throw APIProblem.notOwn }
            let made = try await call.house.currencies.book(officer, on: call.number("session"), by: caller.accountID)
            return .json(try JSON(encoding: made), status: .created)
        },
        .post(
            "\(base)/training-bookings/{booking}/cancellation",
            "Cancels a booking. Withdrawals by the duties office are counted.", everybody,
            body: .object([
                .required("reason", CurrencySchemas.reason, "Planners see it: nothing personal."),
                .optional(
                    "by", .oneOf(WithdrawalSide.self),
                    "In whose name; the duties office's own unless told, everybody else's the officer's."),
            ]), .nothing, status: .noContent
        ) { call in
            let (caller, booking) = (try call.caller, try call.number("booking"))
            let officer = try await call.house.currencies.officer(ofBooking: booking)
            guard caller.role != .officer || caller.officerID == officer else { throw APIProblem.notOwn }
            let wish: CancellationWish = try call.decode()
            try await call.house.currencies.cancel(
                booking: booking, by: wish.by ?? (caller.role == .duties ? .dutiesOffice : .officer),
                reason: wish.reason,
                account: caller.accountID)
            return .noContent
        },
    ]

    private static func document(_ record: AuthorityRecord, namesStatus: Bool) throws -> JSON {
        func document(_ part: AuthorityPart) -> JSON {
            let isStatus = part.kind == .suspended || part.kind == .returned
            var members: [JSON.Member] = [
                .init("kind", .string(isStatus && !namesStatus ? "status" : part.kind.rawValue)),
                .init("name", .string(part.name(namesStatus: namesStatus))),
                .init("isHeld", .bool(part.lastDay.covers(record.day))),
            ]
            if let skill = part.skill { members.append(.init("skill", .string(skill))) }
            if let day = part.lastDay.day { members.append(.init("lastDay", .string(day.description))) }
            return .object(members)
        }
        let authority = record.authority
        var members: [JSON.Member] = [
            .init("officer", .string(record.officer)), .init("asOf", .moment(record.asOf)),
            .init("day", .string(record.day.description)),
            .init("inCurrency", .bool(authority.isInForce(on: record.day))),
            .init("sentence", .string(authority.sentence(on: record.day, namesStatus: namesStatus))),
            .init("parts", .array(authority.parts.map(document))),
            .init("currencies", try JSON(encoding: record.currencies)),
            .init("bookings", try JSON(encoding: record.bookings)),
        ]
        if let day = authority.lastDay.day { members.append(.init("validUntil", .string(day.description))) }
        if let first = authority.lapsesFirst { members.append(.init("lapsesFirst", document(first))) }
        return .object(members)
    }

    private struct StatusWish: Decodable {
        let status: AuthorityStatus
        let from: Day?
    }

    private struct SessionWish: Decodable {
        let skill: String
        let day: Day
        let starts: String
        let instructor: String
        let seats: Int
        let withinDuty: Bool?

        var session: NewTrainingSession {
            NewTrainingSession(
                skill: skill, day: day, starts: starts, instructor: instructor, seats: seats,
                withinDuty: withinDuty ?? false)
        }
    }

    private struct CancellationWish: Decodable {
        let reason: String
        let by: WithdrawalSide?
    }
}
