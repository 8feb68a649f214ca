import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// The rule sets: what they say, what breaks them, and the exceptions and opt-outs on record.
extension Routes {
    private static let number = Schema.integer(1...Int.max)

    private static let days: [Route.Parameter] = [
        .required("from", .day, "First day."), .required("to", .day, "Last day; at most 366 days after the first."),
    ]

    private static let ruleRow = Schema.named(
        "Rule",
        .object([
            .required("ruleSet", .string(.oneOf(["police-regs", "working-time"]))),
            .required("rule", .oneOf(Rule.self)), .required("from", .day), .optional("to", .day),
            .required("ranks", .list(.oneOf(Rank.self))), .required("kind", .oneOf(RuleKind.self)),
            .required("words", .text(10...400)), .required("source", .text(5...400)),
        ]))

    private static let figureRow = Schema.named(
        "RuleFigure",
        .object([
            .required("rule", .text(1...80)), .required("from", .day),
            .required("figure", .integer(Int.min...Int.max)), .required("unit", .text(0...80)),
            .required("source", .text(5...400)),
        ]))

    /// A breach as every route shows it.
    static let breach = Schema.named(
        "Breach",
        .object([
            .optional("officer", .string(.officer), "Absent for what is about a version as a whole."),
            .required("ruleSet", .text(1...40)), .required("rule", .oneOf(Rule.self)),
            .required("kind", .oneOf(RuleKind.self)), .required("from", .day), .required("to", .day),
            .required("figure", .integer(Int.min...Int.max), "The limit, in `unit`."),
            .required("measured", .integer(Int.min...Int.max)), .required("unit", .text(1...40)),
            .required("words", .text(1...600)), .required("source", .text(5...400)),
            .required("isExcepted", .boolean, "Exceptions on record cover all its days."),
        ]))

    /// How many breaches of each kind.
    static let breachCounts = Schema.object([
        .required("absolute", .integer(0...Int.max)), .required("needsException", .integer(0...Int.max)),
        .required("unexcepted", .integer(0...Int.max), "Of those, how many have no exception on record."),
        .required("warnings", .integer(0...Int.max)),
    ])

    private static let exception = Schema.named(
        "RuleException",
        .object([
            .required("id", number), .required("officer", .string(.officer)), .required("rule", .oneOf(Rule.self)),
            .required("from", .day), .required("to", .day), .required("basis", .oneOf(ExceptionBasis.self)),
            .required("reference", .text(0...200)), .required("note", .text(0...500)),
            .optional("change", number, "The change whose own ground gave it."), .required("recordedBy", number),
            .required("recordedAt", .moment),
        ]))

    private static let optOut = Schema.object([
        .required("id", number), .required("officer", .string(.officer)), .required("from", .day),
        .optional("to", .day, "The last day; absent while it holds."),
        .required("reference", .text(3...200), "Where the signed paper is."),
    ])

    static let ruleSets: [Route] = [
        .get(
            "\(base)/rule-sets", "The rules of police regulations and working time, and the figures they rest on.",
            .roles([.duties, .supervisor, .officer, .auditor]),
            .object([.required("rules", .list(ruleRow)), .required("figures", .list(figureRow))])
        ) { call in
            let rules = try await call.house.ruleSets.rules()
            let figures = try await RuleFigureReader(pool: call.house.pool).read()
            return .json([
                "rules": .array(try rules.map { try JSON(encoding: $0) }),
                "figures": .array(try figures.all.map { try JSON(encoding: $0) }),
            ])
        },
        .get(
            "\(base)/rule-breaches",
            "What the roster in force breaks on some days, by officer. An officer sees their own only.",
            .roles([.duties, .supervisor, .officer]),
            query: Route.Parameter.paging + days + [
                .optional("officer", .officer, "Only this officer."),
                .optional("warnings", .oneOf(["true", "false"]), "With warnings; true unless told."),
            ], .page(breach)
        ) { call in
            let (paging, days) = (try Paging(call), try Window(call))
            let page = try await call.house.ruleSets.breaches(
                from: days.from, to: days.to, officer: try onlyOfficer(call),
                withWarnings: call.query["warnings"] != "false", cursor: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/rule-breaches") { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/roster-versions/{version}/breaches", "What a version broke when it was made, with its history.",
            .roles([.duties]), query: Route.Parameter.paging, .page(breach)
        ) { call in
            let (paging, id) = (try Paging(call), try call.number("version"))
            _ = try await call.house.versions.get(id)
            let page = try await call.house.ruleSets.breaches(of: id, cursor: paging.cursor, limit: paging.limit)
            let path = "\(base)/roster-versions/\(id)/breaches"
            return .json(try paging.document(page, of: call, path: path) { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/rule-exceptions", "Exceptions on record that touch some days, newest first.",
            .roles([.duties, .supervisor, .officer]),
            query: Route.Parameter.paging + days + [.optional("officer", .officer, "Only this officer.")],
            .page(exception)
        ) { call in
            let (paging, days) = (try Paging(call), try Window(call))
            let page = try await call.house.ruleSets.exceptions(
                from: days.from, to: days.to, officer: try onlyOfficer(call), cursor: paging.cursor, limit: paging.limit
            )
            return .json(
                try paging.document(page, of: call, path: "\(base)/rule-exceptions") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/rule-exceptions",
            "Records that one officer is excepted from one rule on some days, and on which of the three grounds.",
            .roles([.duties, .supervisor]),
            body: .object([
                .required("officer", .string(.officer)), .required("rule", .oneOf(Rule.self)),
                .required("from", .day), .required("to", .day), .required("basis", .oneOf(ExceptionBasis.self)),
                .optional("reference", .text(0...200), "Of the agreement or the request; needed for an agreement."),
                .optional("note", .text(0...500), "Ten characters at least for a request or an exigency."),
            ]), .json(.object([.required("exception", number)]))
        ) { call in
            let wish: NewRuleException = try call.decode()
            let number = try await call.house.ruleSets.except(wish, by: call.caller.accountID)
            return .json(["exception": .integer(Int(number))], status: .created)
        },
        .get(
            "\(base)/working-time-opt-outs", "Officers who opted out of the weekly limit, newest first.",
            .roles([.duties, .supervisor, .officer]),
            query: Route.Parameter.paging + [.optional("officer", .officer, "Only this officer.")], .page(optOut)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.ruleSets.optOuts(
                officer: try onlyOfficer(call), cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/working-time-opt-outs") { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/working-time-opt-outs",
            "Records that an officer opted out of the weekly limit in writing, or took it back.",
            .roles([.duties, .supervisor]),
            body: .object([
                .required("officer", .string(.officer)), .required("from", .day),
                .required("reference", .text(3...200), "Where the signed paper is."),
                .optional("withdraws", number, "The opt-out that no longer holds from that day."),
            ]), .json(.object([.required("optOut", number)]))
        ) { call in
            let wish: OptOutWish = try call.decode()
            let number = try await call.house.ruleSets.optOut(
                officer: wish.officer, from: wish.from, reference: wish.reference, withdrawing: wish.withdraws,
                by: call.caller.accountID)
            return .json(["optOut": .integer(Int(number))], status: .created)
        },
    ]

    private struct OptOutWish: Decodable {
        let officer: String
        let from: Day
        let reference: String
        let withdraws: Int64?
    }

    /// The officer that is asked for; for a token of an officer always their own. Throws 403 for somebody else's.
    private static func onlyOfficer(_ call: Call) throws -> String? {
        let (caller, asked) = (try call.caller, call.query["officer"])
        guard caller.role == .officer else { return asked }
        guard let own = caller.officerID, asked == nil || asked == own else { throw APIProblem.notOwn }
        return own
    }
}
