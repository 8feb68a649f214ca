import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Non-deployments read, and what planners get of them.
extension Routes {
    static let readers: Route.Access = .roles([.supervisor, .gold, .officer])
    static let deciders: Route.Access = .roles([.supervisor, .gold])

    static let nonDeployments: [Route] = [
        .get(
            "\(base)/non-deployments", "Records, newest first; for an officer their own.", readers,
            query: Route.Parameter.paging + [
                .optional("state", .oneOf(NonDeploymentState.allCases.map(\.rawValue)), "Only in this state."),
                .optional("officer", .officer, "Only about this officer."),
                .optional("team", .token(16), "Only of this team."),
                .optional("owedInFull", .oneOf(["true"]), "Only short forms whose full form is owed."),
                .optional("reviewDueBy", .moment, "Only those whose review is due by then and not held."),
            ], .page(NonDeploymentSchemas.summary), list),
        .get(
            "\(base)/non-deployments/{nd}", "One record with every text of layer A.", readers,
            NonDeploymentSchemas.detail
        ) {
            call in
            let detail = try await NonDeploymentAccess.visible(call.number("nd"), for: call)
            let members = try JSON(encoding: detail).members ?? []
            let isGold = try call.caller.role == .gold
            return .json(
                .object(
                    try members.compactMap { member in
                        guard member.key == "flags" else { return member }
                        return isGold ? .init("flags", .array(try detail.flags.map(RecordSchemas.document))) : nil
                    }))
        },
        .get(
            "\(base)/non-deployments/{nd}/affected-duties", "Standing duties that the newest terms cover.", deciders,
            .list(
                .object([
                    .required("deployment", RecordSchemas.number), .required("day", .day),
                    .required("shift", .string(.token(8))), .required("post", .string(.token(16))),
                    .required("startsAt", .moment), .required("endsAt", .moment),
                ]))
        ) { call in
            let detail = try await NonDeploymentAccess.visible(call.number("nd"), for: call)
            return .json(try JSON(encoding: await call.house.nonDeployments.affectedDuties(detail.summary.id)))
        },
        .get(
            "\(base)/exclusions", "What takes officers off duties: number, officer, scope and window, nothing else.",
            .roles([.duties]),
            query: [
                .required("from", .moment, "Ending after this moment."),
                .required("to", .moment, "Beginning before this moment."),
            ],
            .list(
                .object([
                    .required("number", .string(.nonDeployment)), .required("officer", .string(.officer)),
                    .required("scope", RecordSchemas.scope), .required("startsAt", .moment),
                    .required("endsAt", .moment),
                ]))
        ) { call in
            guard let from = call.moment("from"), let to = call.moment("to"), to > from else {
                throw APIProblem.invalid([Fault("to", "must lie after from")])
            }
            return .json(try JSON(encoding: await call.house.nonDeployments.exclusions(from: from, to: to)))
        },
        .post(
            "\(base)/non-deployments/{nd}/reads",
            "Reads a sealed layer; the read is on record with its purpose before the text is seen.", readers,
            body: .object([
                .required("layer", .string(.oneOf(["grounds", "annex"]))), .required("purpose", .text(5...200)),
            ]),
            .json(.object([.required("layer", .text(1...10)), .required("texts", .list(RecordSchemas.prose))])),
            readSealed
        ).with { $0.repetition = .refused },
        .get(
            "\(base)/reads", "Who read sealed texts, newest first; an officer sees those about them.",
            .roles([.auditor, .officer]), query: Route.Parameter.paging, .page(NonDeploymentSchemas.read), reads),
    ]

    private static func list(_ call: Call) async throws -> Answer {
        let paging = try Paging(call)
        var filter = NonDeployments.Filter()
        filter.officer = call.query["officer"]
        filter.team = call.query["team"]
        filter.isOwedInFull = call.query["owedInFull"] != nil
        filter.reviewDueBy = call.moment("reviewDueBy")
        if let state = call.query["state"].flatMap({ NonDeploymentState(rawValue: $0) }) { filter.states = [state] }
        try NonDeploymentAccess.narrow(&filter, for: call.caller)
        let page = try await call.house.nonDeployments.list(filter, after: paging.cursor, limit: paging.limit)
        return .json(try paging.document(page, of: call, path: "\(base)/non-deployments") { try JSON(encoding: $0) })
    }

    private static func readSealed(_ call: Call) async throws -> Answer {
        let (caller, record) = (try call.caller, try call.number("nd"))
        let detail = try await NonDeploymentAccess.visible(record, for: call)
        guard let layer = call.body["layer"]?.string.flatMap({ SealedLayer(rawValue: $0) }) else {
            throw APIProblem.notFound
        }
        try NonDeploymentAccess.requireSealed(layer, of: detail, for: caller)
        let texts = try await call.house.nonDeployments.readSealed(
            record, layer: layer, by: caller.accountID, purpose: call.body["purpose"]?.string ?? "")
        return .json(
            ["layer": .string(layer.rawValue), "texts": .array(texts.map { .string($0) })], status: .created)
    }

    private static func reads(_ call: Call) async throws -> Answer {
        let (caller, paging) = (try call.caller, try Paging(call))
        guard caller.role == .officer else {
            let page = try await call.house.nonDeployments.reads(after: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/reads") { try JSON(encoding: $0) })
        }
        guard let own = caller.officerID else { throw APIProblem.notOwn }
        let all = try await call.house.nonDeployments.reads(ofOfficer: own)
        return .json(
            paging.document(try all.map { try JSON(encoding: $0) }, next: nil, of: call, path: "\(base)/reads"))
    }
}
