import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// The Gold queue and its cases.
extension Routes {
    private static let summary = Schema.named(
        "GoldCase",
        .object([
            .required("number", .string(.goldCase)), .required("subjectKind", .text(1...40)),
            .required("subjectID", .text(1...40)), .optional("subjectName", .text(1...80)),
            .required("state", .oneOf(CaseState.self)),
            .required("priority", .oneOf(Priority.self)), .required("openedAt", .moment), .required("dueAt", .moment),
            .optional("claimedBy", RecordSchemas.person), .optional("claimedAt", .moment),
            .required("revision", RecordSchemas.number), .required("flags", .integer(0...Int.max)),
            .required("finding", .text(1...1000)),
        ]))

    private static let entry = Schema.named(
        "CaseEntry",
        .object([
            .required("id", RecordSchemas.number, "By which later entries refer to it."),
            .required("number", .integer(Int.min...Int.max), "From 1; below zero for a challenge."),
            .required("kind", .oneOf(CaseEntryKind.self)), .optional("text", RecordSchemas.prose),
            .optional("flag", .string(.numbered("F-", digits: 1...18))),
            .optional("challenge", .string(.numbered("CH-", digits: 1...18))),
            .optional("refersTo", RecordSchemas.number), .optional("person", RecordSchemas.person),
            .optional("chairs", .boolean, "True for a member who takes the chair."),
            .optional("dueOn", .day), .optional("accepted", .boolean), .optional("outcome", .oneOf(CaseOutcome.self)),
            .optional("asOf", .moment), .optional("decidedAt", .moment), .optional("writtenBy", RecordSchemas.person),
            .required("writtenAt", .moment),
        ]))

    static let written = Schema.object([
        .required("id", RecordSchemas.number), .required("number", RecordSchemas.number),
        .required("revision", RecordSchemas.number),
    ])

    private static let entryBody = Schema.object([
        .required(
            "kind",
            .string(
                .oneOf(CaseEntryKind.allCases.map(\.rawValue).filter { !["flag", "advice", "challenge"].contains($0) }))
        ),
        .optional("text", RecordSchemas.prose), .optional("refersTo", RecordSchemas.number),
        .optional("person", RecordSchemas.number),
        .optional("chairs", .boolean, "Whether a member takes the chair."), .optional("dueOn", .day),
        .optional("accepted", .boolean),
        .optional("outcome", .oneOf(CaseOutcome.self)), .optional("asOf", .moment), .optional("decidedAt", .moment),
    ])

    static let gold: [Route] = [
        .get(
            "\(base)/cases", "The Gold queue: by priority, then clock. Closed cases only when asked for.",
            .roles([.gold]),
            query: Route.Parameter.paging + [
                .optional("state", .oneOf(CaseState.allCases.map(\.rawValue)), "Only in this state."),
                .optional("priority", .oneOf(Priority.allCases.map(\.rawValue)), "Only of this priority."),
                .optional("claimed", .oneOf(["mine", "nobody"]), "Only mine, or only those nobody has claimed."),
                .optional("overdue", .oneOf(["true"]), "Only those past their time."),
                .optional("flag", .token(60), "Only with a flag of this kind."),
            ], .page(summary), queue),
        .get(
            "\(base)/cases/{case}", "A case with its flags and numbered log.", .roles([.gold]),
            .object([
                .required("summary", summary), .required("flags", .list(RecordSchemas.flag)),
                .required("entries", .list(entry)),
                .required("missing", .list(.text(1...200)), "What it still needs before it can close."),
            ])
        ) { call in
            let detail = try await call.house.gold.detail(call.number("case"), for: call.caller.accountID)
            let document: JSON = [
                "summary": try caseDocument(detail.summary),
                "flags": .array(try detail.flags.map(RecordSchemas.document)),
                "entries": .array(try detail.entries.map { try JSON(encoding: $0) }),
                "missing": .array(detail.missing.map { .string($0) }),
            ]
            return Answer.json(document).tagged(EntityTag(revision: detail.summary.revision))
        },
        .get(
            "\(base)/cases/{case}/missing", "What a case still needs before it can close.", .roles([.gold]),
            .object([.required("missing", .list(.text(1...200)))])
        ) { call in
            let missing = try await call.house.gold.missingForClosure(
                call.number("case"), for: call.caller.accountID)
            return .json(["missing": .array(missing.map { .string($0) })])
        },
        .post(
            "\(base)/cases/{case}/entries", "Writes an entry, which moves the case as its kind says.", .roles([.gold]),
            body: entryBody, .json(written)
        ) { call in
            let wish: EntryWish = try call.decode()
            let id = try call.number("case")
            let made = try await call.house.gold.enter(
                wish.entry, in: id, by: call.caller.accountID, expectedRevision: call.expectedRevision)
            return .created(try JSON(encoding: made), location: "\(base)/cases/G-\(id)").tagged(
                EntityTag(revision: made.revision))
        }.with { $0.needsRevision = true },
        .get(
            "\(base)/people", "Accounts that hold a role, to name them in an entry.", .roles([.gold, .supervisor]),
            query: [.required("role", .oneOf(["gold", "adviser", "supervisor"]), "The role.")],
            .list(RecordSchemas.person), people),
        .get(
            "\(base)/flags", "Flags, newest first: each a question with its evidence.", .roles([.gold, .auditor]),
            query: Route.Parameter.paging + [.optional("kind", .token(60), "Only of this kind.")],
            .page(RecordSchemas.flag)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.gold.flags(
                kind: call.query["kind"], after: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/flags", RecordSchemas.document))
        },
        .get("\(base)/flags/{flag}", "One flag.", .roles([.gold, .auditor]), RecordSchemas.flag) { call in
            .json(try RecordSchemas.document(await call.house.gold.flag(call.number("flag"))))
        },
    ]

    private static func queue(_ call: Call) async throws -> Answer {
        let paging = try Paging(call)
        var filter = GoldQueue.Filter()
        if let state = call.query["state"].flatMap({ CaseState(rawValue: $0) }) { filter.states = [state] }
        filter.priority = call.query["priority"].flatMap { Priority(rawValue: $0) }
        filter.claimedBy = call.query["claimed"] == "mine" ? try call.caller.accountID : nil
        filter.isUnclaimed = call.query["claimed"] == "nobody"
        filter.overdueAsOf = call.query["overdue"] == nil ? nil : call.now
        filter.flagKind = call.query["flag"]
        let page = try await call.house.gold.list(
            filter, for: call.caller.accountID, after: paging.cursor, limit: paging.limit)
        return .json(try paging.document(page, of: call, path: "\(base)/cases", caseDocument))
    }

    private static func caseDocument(_ summary: GoldCaseSummary) throws -> JSON {
        .object((try JSON(encoding: summary).members ?? []).filter { $0.key != "id" })
    }

    private static func people(_ call: Call) async throws -> Answer {
        let role = call.query["role"].flatMap { Role(rawValue: $0) }
        return .json(
            .array(
                try await people(holding: role, in: call.house).map {
                    ["id": .integer(Int($0.id)), "name": .string($0.name)]
                }))
    }

    /// Accounts that hold a role, to name them in an entry; nobody for no role.
    static func people(holding role: Role?, in house: House) async throws -> [Account] {
        var found: [Account] = []
        var cursor: String?
        repeat {
            let page = try await house.accounts.list(after: cursor, limit: 500)
            found += page.items.filter { account in role.map(account.roles.contains) ?? false }
            cursor = page.next
        } while cursor != nil
        return found
    }

    private struct EntryWish: Decodable {
        let kind: CaseEntryKind
        let text: String?
        let refersTo: Int64?
        let person: Int64?
        let chairs: Bool?
        let dueOn: Day?
        let accepted: Bool?
        let outcome: CaseOutcome?
        let asOf: Date?
        let decidedAt: Date?

        var entry: NewCaseEntry {
            NewCaseEntry(
                kind, text: text, refersTo: refersTo, person: person, chairs: chairs, dueOn: dueOn,
                accepted: accepted, outcome: outcome, asOf: asOf, decidedAt: decidedAt)
        }
    }
}
