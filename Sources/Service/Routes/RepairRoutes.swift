import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Repair after an event, and who could take one duty now.
extension Routes {
    private static let number = Schema.integer(1...Int.max)
    private static let tally = Schema.integer(0...Int.max)
    private static let anyNumber = Schema.integer(Int.min...Int.max)
    private static let post = Schema.string(.numbered("P", digits: 1...6))
    private static let terms = Schema.map(keys: .token(40), values: anyNumber)

    private static let repairEvent = Schema.named(
        "RepairEvent",
        .object([
            .required("kind", .oneOf(RepairKind.self)),
            .optional("officer", .string(.officer), "Of officer_unavailable: who cannot work."),
            .optional("site", .string(.numbered("S", digits: 1...6)), "Of level_raised."),
            .optional("level", .oneOf(ResponseLevel.self), "Of level_raised; set when accepted, unless on record."),
            .optional("operation", number, "Of guard: the operation that wants officers."),
            .required("from", .day), .optional("to", .day, "Absent for as long as a roster is published."),
            .optional(
                "reference", .string(.token(40)),
                "The abstraction, restriction or ND number on record that takes the officer off these days."),
            .optional(
                "absence", .oneOf(AbsenceKind.self), "What is recorded when accepted, where no row says why yet."),
            .optional("setBy", .text(1...80), "Who set the level."),
            .optional("source", .text(1...200), "The reference of its source."),
        ]))

    private static let candidate = Schema.named(
        "RepairCandidate",
        .object([
            .required("officer", .string(.officer)),
            .required("cost", anyNumber, "What the cost of the roster would change by."), .required("costs", terms),
            .optional("leavesPost", post, "The duty that the officer would leave."),
            .optional("leavesShift", .string(.token(8))), .required("words", .text(1...2000)),
        ]))

    static let blockedCounts = Schema.named(
        "BlockedCounts",
        .object(
            [
                "onThisDuty", "notInService", "abstracted", "restricted", "excluded", "onOtherDuty", "resting",
                "runLimit", "free",
            ].map { .required($0, tally) } + [
                .required("lacksSkill", .map(keys: .token(24), values: tally)),
                .required("lapsed", .map(keys: .token(24), values: tally)),
                .required("candidates", .list(.anything)),
            ]))

    private static let step = Schema.object([
        .required("step", number), .required("post", post), .required("day", .day),
        .required("shift", .string(.token(8))), .required("level", .oneOf(ResponseLevel.self)),
        .optional("follows", number, "The step whose officer left this place."),
        .optional("withdraws", number, "The deployment that falls away here."),
        .optional("withdrawnOfficer", .string(.officer)),
        .optional("officer", .string(.officer), "Who takes the place; absent where it stays open."),
        .optional("leaves", number, "The deployment that this officer leaves for it."), .optional("leavesPost", post),
        .optional("leavesShift", .string(.token(8))), .required("cost", anyNumber), .required("costs", terms),
        .required("words", .text(1...2000)), .required("candidates", .list(candidate)),
        .required("candidateCount", tally),
        .required("blocked", blockedCounts, "By first rule; with the candidates the headcount."),
        .required("byHand", .boolean), .required("changes", .list(number)),
    ])

    private static let repair = Schema.named(
        "Repair",
        .object([
            .required("id", number), .required("event", repairEvent), .required("from", .day), .required("to", .day),
            .required("state", .oneOf(RepairState.self)), .required("revision", number), .required("asOf", .moment),
            .required(
                "summary",
                .object(
                    [
                        "places", "filled", "belowMinBefore", "belowMinAfter", "restDaysWorked", "shiftsChanged",
                        "peopleDisturbed", "officerDaysChanged", "costBefore", "costAfter",
                    ].map { .required($0, tally) } + [
                        .required("isExact", .boolean, "No smaller repair exists."),
                        .required("words", .text(1...1000)), .required("notes", .list(.text(1...1000))),
                    ])),
            .required("madeBy", number), .required("madeAt", .moment), .optional("settledBy", number),
            .optional("settledAt", .moment), .optional("word", .text(1...500)), .optional("staleStep", number),
            .optional("steps", .list(step), "Left out of lists."),
        ]))

    static let repairs: [Route] = [
        .post(
            "\(base)/repairs",
            "Proposes the smallest lawful change after an event. Writes a proposal; changes no duty.",
            .roles([.duties]), body: repairEvent, .json(repair)
        ) { call in
            let event: RepairEvent = try call.decode()
            let made = try await call.house.repair.propose(event, by: call.caller.accountID, now: Date())
            return .created(try JSON(encoding: made), location: "\(base)/repairs/\(made.id)")
        },
        .get(
            "\(base)/repairs", "Proposals of repair, newest first.", .roles([.duties]),
            query: Route.Parameter.paging + [
                .optional("state", .oneOf(RepairState.allCases.map(\.rawValue)), "Only those in this state.")
            ], .page(repair)
        ) { call in
            let paging = try Paging(call)
            let page = try await Repairs(pool: call.house.pool).list(
                state: call.query["state"].flatMap(RepairState.init), cursor: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/repairs") { try JSON(encoding: $0) })
        },
        .get("\(base)/repairs/{repair}", "One proposal with its steps.", .roles([.duties]), repair) { call in
            .json(try JSON(encoding: await Repairs(pool: call.house.pool).get(call.number("repair"))))
        },
        .post(
            "\(base)/repairs/{repair}/steps/{step}",
            "Gives a step to another officer, or leaves it open; the rest is worked out again.", .roles([.duties]),
            body: .object([
                .required("revision", number, "The revision that was seen."),
                .optional("officer", .string(.officer), "Absent to leave the place open."),
            ]), .json(repair), status: .ok
        ) { call in
            let wish: StepWish = try call.decode()
            let edited = try await call.house.repair.edit(
                call.number("repair"), step: Int(call.number("step")), officer: wish.officer, revision: wish.revision,
                by: call.caller.accountID, now: Date())
            return .json(try JSON(encoding: edited))
        },
        .post(
            "\(base)/repairs/{repair}/accept", "Makes every change of a proposal, or none.", .roles([.duties]),
            body: .object([
                .required("revision", number, "The revision that was seen."),
                .required("note", .text(10...500), "Why, in a sentence; the note of every change."),
                .required("welfareConsidered", .boolean),
                .optional("recall", .boolean, "Must be said where somebody is placed after the last midnight."),
            ]),
            .json(
                .object([
                    .required("repair", number), .required("changes", .list(.anything)),
                    .optional("recorded", .text(2...10), "The abstraction put on record with it."),
                ])), status: .ok
        ) { call in
            let wish: AcceptWish = try call.decode()
            let accepted = try await call.house.repair.accept(
                call.number("repair"),
                RepairAcceptance(
                    revision: wish.revision, note: wish.note, welfareConsidered: wish.welfareConsidered,
                    recall: wish.recall ?? false), by: call.caller.accountID, now: Date())
            return .json(try JSON(encoding: accepted))
        },
        .post(
            "\(base)/repairs/{repair}/discard", "Discards a proposal, with a word.", .roles([.duties]),
            body: .object([.required("word", .text(3...500))]), .json(repair), status: .ok
        ) { call in
            let discarded = try await call.house.repair.discard(
                call.number("repair"), word: call.body["word"]?.string ?? "", by: call.caller.accountID)
            return .json(try JSON(encoding: discarded))
        },
        .get(
            "\(base)/candidates",
            "Who could take a duty now: everybody, nearest first, and what keeps each of the others from it.",
            .roles([.duties]),
            query: [
                .required("post", .numbered("P", digits: 1...6), "The post."), .required("day", .day, "The day."),
                .required("shift", .token(8), "The shift."),
            ],
            .object([
                .required("post", post), .required("day", .day), .required("shift", .string(.token(8))),
                .required("level", .oneOf(ResponseLevel.self)), .required("min", tally), .required("target", tally),
                .required("filled", tally), .required("headcount", tally), .required("candidates", .list(candidate)),
                .required("blockedCounts", blockedCounts),
                .required(
                    "blocked",
                    .list(.object([.required("officer", .string(.officer)), .required("words", .text(1...200))])),
                    "Everybody else with the first rule; of a decision its number only."),
            ])
        ) { call in
            guard let day = call.day("day") else { throw APIProblem.invalid([Fault("day", "is needed")]) }
            let ranking = try await call.house.repair.candidates(
                post: call.query["post"] ?? "", day: day, shift: call.query["shift"] ?? "", now: Date())
            return .json(try JSON(encoding: ranking))
        },
    ]

    private struct StepWish: Decodable {
        let revision: Int
        let officer: String?
    }

    private struct AcceptWish: Decodable {
        let revision: Int
        let note: String
        let welfareConsidered: Bool
        let recall: Bool?
    }
}
