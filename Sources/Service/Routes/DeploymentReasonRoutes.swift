import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Why a roster version has an officer where it has.
extension Routes {
    private static let count = Schema.integer(0...Int.max)
    private static let amount = Schema.integer(Int.min...Int.max)
    private static let post = Schema.string(.numbered("P", digits: 1...6))
    private static let shift = Schema.string(.token(8))
    private static let effects = Schema.list(
        .object([.required("words", .text(1...2000)), .required("cost", amount)]))

    private static let alternative = Schema.object([
        .required("officer", .string(.officer)),
        .optional("swapsPost", post, "The duty on which the two would change places; absent for one who is free."),
        .optional("swapsShift", shift), .required("cost", amount, "What the cost of the roster would change by."),
        .required("effects", effects, "What changes for this officer, dearest first."),
        .required("ownEffects", effects, "What changes for the officer who has the duty."),
    ])

    private static let reasons = Schema.named(
        "DeploymentReasons",
        .object([
            .required("version", .integer(1...Int.max)), .required("officer", .string(.officer)),
            .required("day", .day), .required("shift", shift), .required("post", post),
            .required("asOf", .moment, "The moment whose record the reasons are worked out from."),
            .required(
                "isAsMade", .boolean,
                "Whether the roster is as lawful and costs as much by that record as when it was made."),
            .required("cost", amount, "What the duty costs in the officer's own row, against a day off."),
            .required("effects", effects, "What that cost is made of, dearest first."),
            .required("standings", blockedCounts, "Where every officer stands; the counts sum to the headcount."),
            .required("swaps", count, "Officers on another duty who could lawfully have changed places."),
            .required("isOnlyOne", .boolean, "Nobody else could lawfully have been there, all else equal."),
            .required("alternatives", .list(alternative), "The cheapest others, everything else being equal."),
        ]))

    static let deploymentReasons: [Route] = [
        .get(
            "\(base)/roster-versions/{version}/deployments/{officer}/{day}",
            "Why a version has this officer on this day's duty, and who else could have been there.",
            .roles([.duties]), reasons
        ) { call in
            guard let day = Day(iso: try call.part("day")) else { throw APIProblem.notFound }
            let found = try await call.house.reasons.deployment(
                of: call.part("officer"), on: day, version: call.number("version"), now: call.now)
            return .json(try JSON(encoding: found))
        }
        .with { $0.refusals = [409] }
    ]
}
