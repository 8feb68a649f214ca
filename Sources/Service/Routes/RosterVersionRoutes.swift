import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Roster versions: looked at, compared, published.
extension Routes {
    private static let count = Schema.integer(0...Int.max)

    static let placement = Schema.named(
        "Placement",
        .object([
            .required("officer", .string(.officer)), .required("day", .day), .required("shift", .string(.token(8))),
            .required("post", .string(.numbered("P", digits: 1...6))),
        ]))

    private static let summary = Schema.object([
        .required("officers", count), .required("duties", count), .required("deployments", count),
        .required("dutiesBelowMin", count), .required("belowMin", count), .required("dutiesBelowTarget", count),
        .required("belowTarget", count), .required("workedRestDays", count), .required("changedShifts", count),
        .required("costs", .map(keys: .token(40), values: .integer(Int.min...Int.max))), .required("seconds", .number),
        .required("asOf", .moment),
    ])

    private static let version = Schema.named(
        "RosterVersion",
        .object([
            .required("id", .integer(1...Int.max)), .required("from", .day), .required("days", .integer(1...366)),
            .optional("job", .integer(1...Int.max)), .required("madeBy", .integer(1...Int.max)),
            .required("madeAt", .moment), .required("cost", count), .optional("lowerBound", count),
            .optional("summary", summary), .optional("publishedBy", .integer(1...Int.max)),
            .optional("publishedAt", .moment), .optional("statement", .text(1...2000)),
        ]))

    private static let candidate = Schema.object([
        .required("officer", .string(.officer)),
        .optional("leavesPost", .string(.numbered("P", digits: 1...6))),
        .optional("leavesShift", .string(.token(8))),
        .required("cost", .integer(Int.min...Int.max)),
        .optional(
            "effects",
            .list(
                .object([
                    .required("words", .text(1...2000)), .required("cost", .integer(Int.min...Int.max)),
                ])), "What the cost is made of, dearest first."),
    ])

    private static let reasons = Schema.named(
        "DutyReasons",
        .object(
            [
                "onThisDuty", "notInService", "abstracted", "restricted", "excluded", "onOtherDuty", "resting",
                "runLimit",
                "free",
            ].map { .required($0, count) } + [
                .required("lacksSkill", .map(keys: .token(24), values: count)),
                .required("lapsed", .map(keys: .token(24), values: count)),
                .required("candidates", .list(candidate), "Who could lawfully take it, cheapest first."),
                .optional(
                    "nearMisses",
                    .list(
                        .object([
                            .required("candidate", candidate),
                            .required("breaches", .list(.text(1...2000)), "The rules it would break."),
                        ])), "Who could take it but for rest or days in a row."),
                .optional(
                    "remedies",
                    .list(
                        .object([
                            .required("words", .text(1...2000)), .required("places", count),
                            .required("cost", .integer(Int.min...Int.max)),
                        ])), "Single changes outside the roster that would help."),
            ]))

    private static let duty = Schema.named(
        "Duty",
        .object([
            .required("post", .string(.numbered("P", digits: 1...6))), .required("day", .day),
            .required("shift", .string(.token(8))), .required("level", .oneOf(ResponseLevel.self)),
            .required("min", count), .required("target", count), .required("filled", count),
            .optional(
                "reasons", reasons, "Below target only: where every officer stood; the counts sum to the headcount."),
        ]))

    private static let work = Schema.object([
        .required("shift", .string(.token(8))), .required("post", .string(.numbered("P", digits: 1...6))),
    ])

    static let rosterVersions: [Route] = [
        .get(
            "\(base)/roster-versions", "Versions, newest first.", .roles([.duties]), query: Route.Parameter.paging,
            .page(version)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.versions.list(cursor: paging.cursor, limit: paging.limit)
            return .json(
                try paging.document(page, of: call, path: "\(base)/roster-versions") { try JSON(encoding: $0) })
        },
        .get("\(base)/roster-versions/{version}", "One version.", .roles([.duties]), version) { call in
            let found = try await call.house.versions.get(call.number("version"))
            return .json(try JSON(encoding: found)).tagged(EntityTag(revision: found.publishedBy == nil ? 1 : 2))
        },
        .get(
            "\(base)/roster-versions/{version}/deployments", "Who stands where, by officer and day.", .roles([.duties]),
            query: Route.Parameter.paging + [
                .optional("officer", .officer, "Only this officer."),
                .optional("post", .numbered("P", digits: 1...6), "Only this post."),
            ], .page(placement)
        ) { call in
            let (paging, id) = (try Paging(call), try call.number("version"))
            _ = try await call.house.versions.get(id)
            let page = try await call.house.versions.deployments(
                of: id, officer: call.query["officer"], post: call.query["post"], cursor: paging.cursor,
                limit: paging.limit)
            let path = "\(base)/roster-versions/\(id)/deployments"
            return .json(try paging.document(page, of: call, path: path) { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/roster-versions/{version}/unfilled", "Duties below target, each with its reasons.",
            .roles([.duties]), query: Route.Parameter.paging, .page(duty)
        ) { call in
            let (paging, id) = (try Paging(call), try call.number("version"))
            _ = try await call.house.versions.get(id)
            let page = try await call.house.versions.duties(
                of: id, unfilledOnly: true, cursor: paging.cursor, limit: paging.limit)
            let path = "\(base)/roster-versions/\(id)/unfilled"
            return .json(try paging.document(page, of: call, path: path) { try JSON(encoding: $0) })
        },
        .get(
            "\(base)/roster-versions/{version}/changes", "The officer-days on which another version differs.",
            .roles([.duties]),
            query: Route.Parameter.paging + [.required("to", .rowNumber, "The number of the other version.")],
            .page(
                .object([
                    .required("officer", .string(.officer)), .required("day", .day), .optional("before", work),
                    .optional("after", work),
                ]))
        ) { call in
            let (paging, id) = (try Paging(call), try call.number("version"))
            let other = Int64(call.integer("to") ?? 0)
            _ = try await call.house.versions.get(id)
            _ = try await call.house.versions.get(other)
            let page = try await call.house.versions.compare(
                id, with: other, cursor: paging.cursor, limit: paging.limit)
            let path = "\(base)/roster-versions/\(id)/changes"
            return .json(try paging.document(page, of: call, path: path) { try JSON(encoding: $0) })
        },
        .post(
            "\(base)/roster-versions/{version}/publish",
            "Publishes a version; by a second person, and saying what is accepted with it.", .roles([.duties]),
            body: .object([
                .required("statement", .text(10...2000), "What is accepted, such as the duties below minimum.")
            ]), .json(.object([.required("published", .integer(0...Int.max), "Deployments that stand by it.")]))
        ) { call in
            let id = try call.number("version")
            let statement = call.body["statement"]?.string ?? ""
            let published = try await call.house.versions.publish(
                id, by: call.caller.accountID, statement: statement)
            return .created(["published": .integer(published)], location: "\(base)/roster-versions/\(id)")
        },
    ]
}
