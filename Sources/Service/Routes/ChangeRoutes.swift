import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Changes after publication: looked at first, made, read; and the rest days that they leave owed.
extension Routes {
    private static let number = Schema.integer(1...Int.max)

    private static let consequence = Schema.named(
        "Consequence",
        .object([
            .required("officer", .string(.officer)), .required("day", .day),
            .required("kind", .oneOf(ConsequenceKind.self)),
            .optional("notifyBy", .day, "By when the officer is told which other rest day it is."),
            .optional("minutes", .integer(0...Int.max), "Minutes that count for pay or time off."),
            .optional("minutesAnHour", number, "Minutes paid for each hour of them: 90 is time and a half."),
            .required("words", .text(5...500)), .required("source", .text(5...300), "The rule it rests on."),
        ]))

    private static let changeWindow = Schema.object([.required("startsAt", .moment), .required("endsAt", .moment)])

    private static let change = Schema.named(
        "Change",
        .object([
            .required("id", number), .optional("kind", .oneOf(ChangeKind.self)),
            .required("ground", .oneOf(ChangeGround.self)), .optional("exigency", .oneOf(ExigencyKind.self)),
            .optional("reference", .text(1...80)), .required("note", .text(0...500)),
            .optional("noticeDays", .integer(Int.min...Int.max), "Clear days between notice and duty."),
            .required("recall", .boolean), .required("madeBy", number), .required("madeAt", .moment),
            .optional("removed", placement), .optional("placed", placement), .optional("window", changeWindow),
            .optional("relieves", number), .optional("counters", number), .optional("counteredBy", number),
            .required("consequences", .list(consequence)),
        ]))

    private static let outlook: [Schema.Field] = [
        .required("kind", .oneOf(ChangeKind.self)),
        .required(
            "notice",
            .object([
                .required("clearDays", .integer(Int.min...Int.max)), .required("dutyDay", .day),
                .required("noticedOn", .day, "The police day on which notice is given."),
                .required("band", .oneOf(ChangeNotice.Band.self)),
                .required("words", .text(1...200)),
            ])),
        .required("consequences", .list(consequence)),
        .required(
            "told",
            .list(
                .object([
                    .required("part", .oneOf(Told.Part.self)), .required("name", .text(1...80)),
                    .optional("officer", .string(.officer)), .optional("account", number), .required("day", .day),
                ]))),
        .required("warnings", .list(.text(1...600))),
        .required("breaches", .list(breach), "What it newly breaks or comes near to, each with its exception."),
    ]

    private static let changeWish = Schema.object([
        .optional("kind", .oneOf(ChangeKind.self), "Told from the rest where it is absent."),
        .optional("removes", number, "The deployment to take away; absent to call somebody in."),
        .required("ground", .oneOf(ChangeGround.self)),
        .optional("exigency", .oneOf(ExigencyKind.self), "Needed for an exigency and for every recall."),
        .optional(
            "reference", .text(1...80),
            "The abstraction, restriction, skill, other deployment, ND number or agreement with the branch."),
        .optional("note", .text(0...500), "Ten characters at least for an exigency and for a counter-change."),
        .required("welfareConsidered", .boolean),
        .optional("recall", .boolean, "Must be said once the midnight before the duty has passed."),
        .optional("place", placement), .optional("window", changeWindow, "Of a relief, inside the shift."),
        .optional("relieves", number, "Of a relief: the deployment that goes on standing."),
        .optional("counters", number, "The change to counter, instead of an undo."),
    ])

    private static let restDayOwed = Schema.named(
        "RestDayOwed",
        .object([
            .required("id", number), .required("officer", .string(.officer)), .required("workedDay", .day),
            .required("notifyBy", .day), .required("change", number), .optional("restDay", .day),
            .optional("reinstatedBy", number), .optional("settledAt", .moment), .required("isOverdue", .boolean),
        ]))

    static let changes: [Route] = [
        .get(
            "\(base)/changes",
            "Changes of published duties, newest first. An officer sees their own part of their own changes only.",
            .roles([.duties, .supervisor, .officer]),
            query: Route.Parameter.paging + dutyWindow + [
                .optional("officer", .officer, "Only this officer."),
                .optional("kind", .oneOf(ChangeKind.allCases.map(\.rawValue)), "Only this kind."),
            ], .page(change)
        ) { call in
            let (paging, days, own) = (try Paging(call), try Window(call), try ownOfficer(call))
            let page = try await call.house.changes.list(
                from: days.from, to: days.to, officer: own ?? call.query["officer"],
                kind: call.query["kind"].flatMap(ChangeKind.init), cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/changes") { record in
                    try JSON(encoding: own.map { record.part(of: $0) } ?? record)
                })
        },
        .get("\(base)/changes/{change}", "One change.", .roles([.duties, .supervisor]), change) { call in
            .json(try JSON(encoding: await call.house.changes.get(call.number("change"))))
        },
        .post(
            "\(base)/changes/preview",
            "What a change would bring: notice, consequences, warnings and who would be told. Writes nothing.",
            .roles([.duties]), body: changeWish, .json(.object(outlook)), status: .ok
        ) { call in
            let request: ChangeRequest = try call.decode()
            let made = try await call.house.changes.preview(request, by: call.caller.accountID)
            return .json(try document(made).removing(["change", "placed"]))
        },
        .post(
            "\(base)/changes", "Changes a published duty, with the row that says why.", .roles([.duties]),
            body: changeWish, .json(.object([.required("change", number), .optional("placed", number)] + outlook))
        ) { call in
            let request: ChangeRequest = try call.decode()
            let made = try await call.house.changes.make(request, by: call.caller.accountID)
            return .created(try document(made), location: "\(base)/changes/\(made.change)")
        },
        .get(
            "\(base)/rest-days-owed", "Rest days owed for others worked, the most urgent first.",
            .roles([.duties, .supervisor, .officer]),
            query: Route.Parameter.paging + [
                .optional("officer", .officer, "Only this officer."),
                .optional("settled", .oneOf(["true", "false"]), "With those that are settled."),
            ], .page(restDayOwed)
        ) { call in
            let (paging, own) = (try Paging(call), try ownOfficer(call))
            let page = try await call.house.restDaysOwed.list(
                openOnly: call.query["settled"] != "true", officer: own ?? call.query["officer"], asOf: Date(),
                cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/rest-days-owed") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/rest-days-owed/{owed}/settle", "Fixes the other rest day and tells the officer.",
            .roles([.duties]), body: .object([.required("restDay", .day)]), .json(restDayOwed)
        ) { call in
            let wish: Settlement = try call.decode()
            let owed = try await call.house.restDaysOwed.settle(
                call.number("owed"), restDay: wish.restDay, by: call.caller.accountID, asOf: Date())
            return .json(try JSON(encoding: owed), status: .created)
        },
    ]

    private struct Settlement: Decodable {
        let restDay: Day
    }

    /// The officer that a token of an officer is held to; nil for every other role. Throws 403 for somebody else's.
    private static func ownOfficer(_ call: Call) throws -> String? {
        let caller = try call.caller
        guard caller.role == .officer else { return nil }
        let asked = call.query["officer"]
        guard let own = caller.officerID, asked == nil || asked == own else { throw APIProblem.notOwn }
        return own
    }

    private static func document(_ made: ChangeMade) throws -> JSON {
        let members = try JSON(encoding: made).members ?? []
        return .object(
            members.map { member in
                guard member.key == "notice" else { return member }
                let notice = member.value.members ?? []
                return JSON.Member("notice", .object(notice + [.init("words", .string(made.notice.words))]))
            })
    }
}

extension JSON {
    /// The object without these members.
    fileprivate func removing(_ keys: Set<String>) -> JSON {
        .object((members ?? []).filter { !keys.contains($0.key) })
    }
}

extension ChangeRecord {
    /// What the officer sees of a change: their own duty and consequence, and nothing of another officer's reason.
    func part(of officer: String) -> ChangeRecord {
        var part = self
        part.reference = nil
        part.exigency = nil
        part.note = ""
        part.consequences = consequences.filter { $0.officer == officer }
        if removed?.officer != officer { part.removed = nil }
        if placed?.officer != officer {
            part.placed = nil
            part.window = nil
        }
        return part
    }
}
