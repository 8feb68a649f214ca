import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Concerns raised in confidence. Planners, Gold and auditors have no route to them; what an account may know of, the
/// database decides.
extension Routes {
    private static let concernNumber = Schema.string(.numbered("C-", digits: 1...18))
    private static let made = Schema.object([.required("number", concernNumber)])
    private static let listeners: Route.Access = .roles([.officer, .supervisor])

    private static let summary = Schema.named(
        "Concern",
        .object([
            .required("id", RecordSchemas.number), .required("number", concernNumber),
            .required("line", .text(1...60), "All that is known without reading: concern raised, site S014."),
            .optional(
                "officer", .string(.officer), "Left out for who stands outside the line and has not taken it on."),
            .optional("site", .string(.numbered("S", digits: 1...6))), .optional("deployment", RecordSchemas.number),
            .required("notMyLine", .boolean), .required("state", .oneOf(ConcernState.self)),
            .required("raisedAt", .moment), .required("acknowledgeBy", .moment),
            .optional("takenOnBy", RecordSchemas.person),
        ]))

    private static let detail = Schema.named(
        "ConcernDetail",
        .object([
            .required("summary", summary),
            .required(
                "steps",
                .list(
                    .object([
                        .required("state", .oneOf(ConcernState.self)), .required("by", RecordSchemas.person),
                        .required("at", .moment), .required("hasText", .boolean),
                    ]))),
            .required("nonDeployments", .list(.string(.nonDeployment)), "What came of it."),
            .required(
                "reads",
                .list(
                    .object([
                        .required("reader", RecordSchemas.person), .required("purpose", .text(1...200)),
                        .required("readAt", .moment),
                    ])), "Who read its texts; for the officer."),
        ]))

    static let concerns: [Route] = [
        .post(
            "\(base)/concerns",
            "Raises a concern in confidence: what, which site or duty if any, what would help. It takes nobody off a duty.",
            listeners,
            body: .object([
                .optional("officer", .string(.officer), "The caller unless told; a supervisor names the officer."),
                .required("what", RecordSchemas.prose), .optional("site", .string(.numbered("S", digits: 1...6))),
                .optional("deployment", RecordSchemas.number, "One of the officer's own duties."),
                .optional("help", RecordSchemas.prose, "What would help."),
                .optional("ownWords", RecordSchemas.prose, "Sealed like the rest; only if wanted."),
                .optional("notMyLine", .boolean, "Somebody outside the officer's line acknowledges it."),
            ]), .json(made)
        ) { call in
            let (caller, wish) = (try call.caller, try call.decode(ConcernWish.self))
            let officer = try ConcernAccess.officer(named: wish.officer, by: caller)
            let number = try await call.house.concerns.raise(wish.concern(of: officer), by: caller.accountID)
            return known(number)
        },
        .get(
            "\(base)/concerns", "Concerns that the caller may know of, newest first; for an officer their own.",
            listeners,
            query: Route.Parameter.paging + [
                .optional("state", .oneOf(ConcernState.allCases.map(\.rawValue)), "Only in this state.")
            ], .page(summary)
        ) { call in
            let (caller, paging) = (try call.caller, try Paging(call))
            let page = try await call.house.concerns.list(
                for: caller.accountID, own: caller.role == .officer,
                state: call.query["state"].flatMap { ConcernState(rawValue: $0) }, after: paging.cursor,
                limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/concerns") { try JSON(encoding: $0) })
        },
        .get("\(base)/concerns/{concern}", "What happened to a concern, without its texts.", listeners, detail) {
            call in
            let caller = try call.caller
            let found = try await call.house.concerns.detail(call.number("concern"), for: caller.accountID)
            try ConcernAccess.check(found, for: caller)
            return .json(try JSON(encoding: found))
        },
        .post(
            "\(base)/concerns/{concern}/reads",
            "Reads the sealed texts; the read is on record with its purpose before a text is seen, and the officer sees it.",
            listeners, body: .object([.required("purpose", .text(5...200))]),
            .json(
                .object([
                    .required(
                        "texts",
                        .list(
                            .object([
                                .required("part", .oneOf(ConcernPart.self)), .required("text", RecordSchemas.prose),
                            ])))
                ]))
        ) { call in
            let texts = try await call.house.concerns.read(
                call.number("concern"), by: call.caller.accountID, purpose: call.body["purpose"]?.string ?? "")
            return .json(["texts": try JSON(encoding: texts)], status: .created)
        }.with { $0.repetition = .refused },
        step(
            "acknowledgement", "Takes a concern on, or passes on one that another has taken.", [.supervisor],
            isNeeded: false
        ) {
            try await $0.concerns.acknowledge($1, note: $2, by: $3)
        },
        step("answer", "Answers a concern; by somebody who has taken it on.", [.supervisor], isNeeded: true) {
            try await $0.concerns.answer($1, text: $2 ?? "", by: $3)
        },
        step("withdrawal", "Withdraws a concern; by the officer.", [.officer], isNeeded: false) {
            try await $0.concerns.withdraw($1, note: $2, by: $3)
        },
        .post(
            "\(base)/concerns/{concern}/links", "Says that a non-deployment came of a concern.", .roles([.supervisor]),
            body: .object([.required("nonDeployment", .string(.nonDeployment))]), .json(made)
        ) { call in
            let digits = (call.body["nonDeployment"]?.string ?? "").drop { !$0.isNumber }
            guard let record = Int64(digits) else { throw APIProblem.notFound }
            let concern = try call.number("concern")
            try await call.house.concerns.link(concern, to: record, by: call.caller.accountID)
            return known(concern)
        },
    ]

    /// A route that moves a concern; its text, if there is one, is sealed.
    private static func step(
        _ name: String, _ summary: String, _ roles: Set<Role>, isNeeded: Bool,
        _ work: @escaping @Sendable (House, _ concern: Int64, _ text: String?, _ account: Int64) async throws -> Void
    ) -> Route {
        .post(
            "\(base)/concerns/{concern}/\(name)", summary, .roles(roles),
            body: .object([
                Schema.Field(name: "text", schema: RecordSchemas.prose, isRequired: isNeeded, meaning: "Sealed.")
            ]), .json(made)
        ) { call in
            let concern = try call.number("concern")
            try await work(call.house, concern, call.body["text"]?.string, call.caller.accountID)
            return known(concern)
        }
    }

    private static func known(_ number: Int64) -> Answer {
        .created(["number": .string("C-\(number)")], location: "\(base)/concerns/C-\(number)")
    }

    private struct ConcernWish: Decodable {
        let officer: String?
        let what: String
        let site: String?
        let deployment: Int64?
        let help: String?
        let ownWords: String?
        let notMyLine: Bool?

        func concern(of officer: String) -> NewConcern {
            NewConcern(
                officer: officer, what: what, site: site, deployment: deployment, help: help, ownWords: ownWords,
                notMyLine: notMyLine ?? false)
        }
    }
}

/// What the database cannot know of a concern: in which of their roles a person asks.
enum ConcernAccess {
    /// The officer about whom a concern is raised: the caller, or whom a supervisor names.
    static func officer(named: String?, by caller: Principal) throws -> String {
        guard let officer = named ?? (caller.role == .officer ? caller.officerID : nil) else {
            guard caller.role == .supervisor else { throw APIProblem.notOwn }
            throw APIProblem.invalid([Fault("/officer", "is missing")])
        }
        guard caller.role != .officer || caller.officerID == officer else { throw APIProblem.notOwn }
        return officer
    }

    /// A supervisor's own concerns show themselves to their officer's token, not to this one, and the other way round.
    static func check(_ found: ConcernDetail, for caller: Principal) throws {
        guard (caller.role == .officer) == (caller.officerID != nil && found.summary.officer == caller.officerID)
        else {
            throw RecordError.notFound("concern \(found.summary.number)")
        }
    }
}
