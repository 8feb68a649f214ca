import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Jobs that generate rosters.
extension Routes {
    private static let progress = Schema.object([
        .required("elapsed", .number), .required("iterations", .integer(0...Int.max)),
        .required("cost", .integer(0...Int.max)), .required("belowMin", .integer(0...Int.max)),
        .required("belowTarget", .integer(0...Int.max)), .required("workedRestDays", .integer(0...Int.max)),
        .required("changedShifts", .integer(0...Int.max)), .optional("lowerBound", .integer(0...Int.max)),
        .optional(
            "trail",
            .list(
                .object([
                    .required("elapsed", .number), .required("cost", .integer(0...Int.max)),
                    .optional("lowerBound", .integer(0...Int.max)),
                ]), atMost: ProgressTrail.most),
            "How cost and bound came to be where they are; not in lists."),
    ])

    private static let request = Schema.object([
        .required("from", .day), .required("days", .integer(1...366)), .required("seconds", .number),
        .required("seed", .integer(0...Int.max)), .required("threads", .integer(1...64)),
    ])

    private static let job = Schema.named(
        "RosterJob",
        .object([
            .required("id", .integer(1...Int.max)), .required("state", .oneOf(JobState.self)),
            .required("request", request), .optional("progress", progress),
            .optional(
                "result",
                .object([
                    .required("version", .integer(1...Int.max)),
                    .optional("breaches", breachCounts, "What the version breaks."),
                ])),
            .optional("error", .text(0...2000)), .required("createdBy", .integer(1...Int.max)),
            .required("createdAt", .moment), .optional("startedAt", .moment), .optional("finishedAt", .moment),
            .optional("cancelRequestedBy", .integer(1...Int.max)),
            .optional("finishRequestedBy", .integer(1...Int.max), "Who asked to stop early and keep the best."),
            .optional("owner", .text(0...200)),
            .optional("leaseUntil", .moment), .required("attempts", .integer(0...100)),
        ]))

    static let rosterJobs: [Route] = [
        .post(
            "\(base)/roster-jobs",
            "Asks for a roster. Where a job for these days is under way already, that one is the answer (200).",
            .roles([.duties]),
            body: .object([
                .required("from", .day, "A Monday."), .required("days", .integer(1...366)),
                .optional("seconds", .number, "Time of the search; 120 unless told."),
                .optional("seed", .integer(0...Int.max)), .optional("threads", .integer(1...64)),
            ]), .json(job), status: .accepted, enqueue),
        .get(
            "\(base)/roster-jobs", "Jobs, newest first.", .roles([.duties]),
            query: Route.Parameter.paging + [
                .optional("state", .oneOf(JobState.allCases.map(\.rawValue)), "Only jobs in this state.")
            ], .page(job)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.jobs.list(
                state: call.query["state"].flatMap { JobState(rawValue: $0) }, cursor: paging.cursor,
                limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/roster-jobs") { try JSON(encoding: $0) })
        },
        .get("\(base)/roster-jobs/{job}", "One job with its progress.", .roles([.duties]), job) { call in
            .json(try JSON(encoding: await call.house.jobs.get(call.number("job"))))
        },
        .post(
            "\(base)/roster-jobs/{job}/cancel", "Asks for a job to stop; a running one stops at its next heartbeat.",
            .roles([.duties]), body: nil, .json(job), status: .accepted
        ) { call in
            let stopped = try await call.house.jobs.requestCancel(
                call.number("job"), by: call.caller.accountID, now: call.now)
            return .json(try JSON(encoding: stopped), status: .accepted)
        },
        .post(
            "\(base)/roster-jobs/{job}/finish",
            "Asks a running job to stop early and keep the best roster it has. Refused (409) while there is none.",
            .roles([.duties]), body: nil, .json(job), status: .accepted
        ) { call in
            let finishing = try await call.house.jobs.requestFinish(call.number("job"), by: call.caller.accountID)
            return .json(try JSON(encoding: finishing), status: .accepted)
        },
        Route(
            method: .get, path: "\(base)/roster-jobs/{job}/events",
            summary: "A job's progress as it happens; ends with the job.", access: .roles([.duties]), success: .events,
            handler: JobEvents.answer),
    ]

    private struct Wish: Decodable {
        let from: Day
        let days: Int
        let seconds: Double?
        let seed: Int?
        let threads: Int?
    }

    private static func enqueue(_ call: Call) async throws -> Answer {
        let wish: Wish = try call.decode()
        let request = GenerateRequest(
            from: wish.from, days: wish.days, seconds: wish.seconds ?? 120, seed: wish.seed ?? 1,
            threads: wish.threads ?? call.house.jobThreads)
        let (job, isNew) = try await call.house.jobs.enqueue(request, by: call.caller.accountID, now: call.now)
        return Answer(
            isNew ? .accepted : .ok, .json(try JSON(encoding: job).bytes()),
            headers: [.location: "\(base)/roster-jobs/\(job.id)"])
    }
}
