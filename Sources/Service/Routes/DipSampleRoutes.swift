import Deployment
import HTTPTypes
import Records

/// Dip samples, for auditors.
extension Routes {
    private static let sample = Schema.named(
        "DipSample",
        .object([
            .required("number", .string(.dipSample)), .required("drawnBy", RecordSchemas.person),
            .required("drawnAt", .moment), .required("from", .day), .required("to", .day),
            .required("size", .integer(1...Int.max), "Items asked for."),
            .required("seed", .text(8...100), "The items of least SHA-256(seed/kind/subject) are drawn."),
            .required("seedFrom", .string(.oneOf(["checkpoint", "told"])), "Whose the seed is."),
            .required("leaves", .integer(0...Int.max), "Drawn from the leaves with an index below this."),
            .required("population", .integer(1...Int.max), "Readings and decisions among which it was drawn."),
            .required("items", .integer(1...Int.max)), .required("judged", .integer(0...Int.max)),
        ]))

    private static let item = Schema.named(
        "DipItem",
        .object([
            .required("place", .integer(1...Int.max)),
            .optional(
                "read",
                .object([
                    .required("id", RecordSchemas.number), .required("number", .text(1...40)),
                    .required("layer", .oneOf(SealedLayer.self)), .required("reader", RecordSchemas.person),
                    .required("purpose", .text(5...200)), .required("readAt", .moment),
                ])),
            .optional(
                "decision",
                .object([
                    .required("number", .string(.nonDeployment)), .required("outcome", .oneOf(DecisionOutcome.self)),
                    .required("form", .oneOf(DecisionForm.self)), .required("decidedBy", RecordSchemas.person),
                    .required("decidedAs", .text(1...40)), .required("decidedAt", .moment),
                    .required("recordedAt", .moment),
                ])),
            .optional(
                "result",
                .object([
                    .required("verdict", .oneOf(DipVerdict.self)), .optional("note", RecordSchemas.prose),
                    .required("by", RecordSchemas.person), .required("recordedAt", .moment),
                    .optional("goldCase", .string(.goldCase), "The case that an escalation opened or joined."),
                ])),
        ]))

    private struct Wish: Decodable {
        let size: Int
        let from: Day
        let to: Day
        let seed: String?
    }

    static let dipSamples: [Route] = [
        .get(
            "\(base)/dip-samples", "Dip samples, newest first.", .roles([.auditor]), query: Route.Parameter.paging,
            .page(sample)
        ) { call in
            let paging = try Paging(call)
            let page = try await DipSamples(pool: call.house.pool).list(after: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/dip-samples", document))
        },
        .post(
            "\(base)/dip-samples",
            "Draws readings of sealed text and decisions at random, from a seed that anybody can follow.",
            .roles([.auditor]),
            body: .object([
                .required("size", .integer(1...200)), .required("from", .day), .required("to", .day),
                .optional(
                    "seed", .text(8...100), "Unless told: the root of the newest signed checkpoint and the number."),
            ]), .json(.object([.required("number", .string(.dipSample))]))
        ) { call in
            let wish: Wish = try call.decode()
            let number = try await DipSamples(pool: call.house.pool).draw(
                size: wish.size, from: wish.from, to: wish.to, seed: wish.seed, by: call.caller.accountID)
            return .created(
                ["number": .string("DS-\(number)")], location: "\(base)/dip-samples/DS-\(number)")
        },
        .get(
            "\(base)/dip-samples/{sample}", "A dip sample with its items and what was found of each.",
            .roles([.auditor]),
            .object([.required("sample", sample), .required("items", .list(item))])
        ) { call in
            let found = try await DipSamples(pool: call.house.pool).get(call.number("sample"))
            return .json([
                "sample": try document(found.sample), "items": .array(try found.items.map(document)),
            ])
        },
        .post(
            "\(base)/dip-samples/{sample}/items/{item}/result",
            "Puts on record what was found of an item, once. What is escalated opens a case before Gold.",
            .roles([.auditor]),
            body: .object([
                .required("verdict", .oneOf(DipVerdict.self)),
                .optional("note", RecordSchemas.prose, "Needed unless satisfied."),
            ]), .nothing, status: .noContent
        ) { call in
            guard let verdict = call.body["verdict"]?.string.flatMap({ DipVerdict(rawValue: $0) }) else {
                throw APIProblem.notFound
            }
            try await DipSamples(pool: call.house.pool).record(
                verdict, note: call.body["note"]?.string, of: call.number("sample"), item: Int(call.number("item")),
                by: call.caller.accountID)
            return Answer(.noContent, .empty)
        },
    ]

    private static func document(_ sample: DipSample) throws -> JSON {
        .object((try JSON(encoding: sample).members ?? []).filter { $0.key != "id" })
    }

    private static func document(_ item: DipItem) throws -> JSON {
        var members = [JSON.Member("place", .integer(item.place))]
        switch item.drawn {
        case .read(let read): members.append(.init("read", try JSON(encoding: read)))
        case .decision(let decision): members.append(.init("decision", try JSON(encoding: decision)))
        }
        if let result = item.result { members.append(.init("result", try JSON(encoding: result))) }
        return .object(members)
    }
}
