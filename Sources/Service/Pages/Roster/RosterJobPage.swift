import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// How a job that makes a roster is getting on, kept up to date while it runs.
enum RosterJobPage {
    static let routes = [
        WebRoute.page("/roster/jobs/{job}", BoardPages.planners) { call in
            try await view(call.house.jobs.get(call.call.number("job")), call)
        },
        WebRoute.stream("/roster/jobs/{job}/stream", BoardPages.planners) { try await JobEvents.answer($0.call) },
        WebRoute.action("/roster/jobs/{job}/finish", BoardPages.planners) { call in
            try await stopping(call) { job, account in
                try await call.house.jobs.requestFinish(job, by: account)
            }
        },
        WebRoute.action("/roster/jobs/{job}/cancel", BoardPages.planners) { call in
            try await stopping(call) { job, account in
                try await call.house.jobs.requestCancel(job, by: account, now: call.now)
            }
        },
    ]

    /// Asks for a job to stop; where that cannot be, the page says why, and the job is as it was.
    private static func stopping(
        _ call: WebCall, _ ask: (_ job: Int64, _ account: Int64) async throws -> RosterJob
    ) async throws -> WebAnswer {
        let number = try call.call.number("job")
        do {
            return .redirect("/roster/jobs/\(try await ask(number, call.caller.accountID).id)")
        } catch RecordError.conflict(_, let message) {
            let page = try await view(call.house.jobs.get(number), call)
            return .view(
                page.with {
                    $0.faults = [FieldFault(nil, message.prefix(1).uppercased() + message.dropFirst() + ".")]
                    $0.status = .conflict
                })
        }
    }

    static func view(_ job: RosterJob, _ call: WebCall) async throws -> View {
        let people = try await people(job, call.house)
        let own = "/roster/jobs/\(job.id)"
        var state: [View.Part] = [.paragraph(RosterJobWords.stage(job)), .summary(facts(job, people))]
        if let result = job.result {
            state.append(.link("Look at version \(result.version)", to: "/roster/versions/\(result.version)"))
        }
        if !job.state.next.isEmpty { state += stops(job, call) }
        if job.state == .failed || job.state == .cancelled {
            state.append(.link("Generate another", to: "/roster/generate"))
        }
        var found: [View.Part] = []
        if let progress = job.progress, job.hasBest {
            found = [.heading("Best roster so far"), .summary(figures(progress))] + RosterCurve.parts(job, progress)
        }
        let parts =
            View.Part.live("state", news: RosterJobWords.news(job), state) + View.Part.live("found", found)
            + [.link("All rosters", to: "/roster")]
        let view = View("Roster job \(job.id)", parts)
        guard !job.state.next.isEmpty else { return view }
        return view.live(by: own + "/stream", path: own, asOf: call.now)
            .with { $0.next = "\(own)?\(WebResponder.bySelf)=yes" }
    }

    /// The names of those who asked for something, by their accounts.
    private static func people(_ job: RosterJob, _ house: House) async throws -> [Int64: String] {
        var names: [Int64: String] = [:]
        for account in Set([job.createdBy, job.finishRequestedBy, job.cancelRequestedBy].compactMap(\.self)) {
            names[account] = try await house.accounts.find(account)?.name
        }
        return names
    }

    /// The two ways to stop a job: keeping what it has, where it has something, or not.
    private static func stops(_ job: RosterJob, _ call: WebCall) -> [View.Part] {
        let own = "/roster/jobs/\(job.id)"
        var parts: [View.Part] = [.paragraph("You can leave this page: the job goes on, and this address shows it.")]
        guard job.cancelRequestedBy == nil else { return parts }
        if job.finishRequestedBy == nil {
            if job.state == .running {
                parts.append(.form(button("Stop early and keep the best", own + "/finish", call)))
            }
        }
        var discard = button("Stop and discard", own + "/cancel", call)
        discard.isGrave = true
        parts.append(.form(discard))
        return parts
    }

    /// Each button is a form of its own, so each has its own number.
    private static func button(_ text: String, _ action: String, _ call: WebCall) -> FormView {
        var form = call.button(text, to: action)
        form.once = UUID().uuidString.lowercased()
        return form
    }

    private static func facts(_ job: RosterJob, _ people: [Int64: String]) -> [SummaryRow] {
        let tag = job.state.tag
        var rows = [
            SummaryRow("State", tag.text, tag: tag.tag.flatMap { Tone(rawValue: $0) }),
            SummaryRow("Days", RosterListPage.period(job.request.from, job.request.days)),
            SummaryRow("Time to search", RosterJobWords.span(job.request.seconds)),
            SummaryRow("Asked for", by(people[job.createdBy], Moments.text(job.createdAt))),
        ]
        if let left = RosterJobWords.timeLeft(job) { rows.append(SummaryRow("Time left", left)) }
        if let account = job.finishRequestedBy {
            rows.append(SummaryRow("Asked to stop early and keep the best", people[account] ?? "Somebody"))
        }
        if let account = job.cancelRequestedBy {
            rows.append(SummaryRow("Asked to stop and discard", people[account] ?? "Somebody"))
        }
        if let started = job.startedAt { rows.append(SummaryRow("Begun", Moments.text(started))) }
        if let finished = job.finishedAt { rows.append(SummaryRow("Ended", Moments.text(finished))) }
        if job.attempts > 1 { rows.append(SummaryRow("Taken up", "\(job.attempts) times, after interruptions")) }
        if let error = job.error { rows.append(SummaryRow("What went wrong", error)) }
        if let breaches = job.result?.breaches {
            rows.append(
                SummaryRow(
                    "Rules",
                    "\(breaches.absolute) broken without exception possible, \(breaches.unexcepted) that need "
                        + "an exception, \(breaches.warnings) warnings"))
        }
        return rows
    }

    private static func by(_ name: String?, _ text: String) -> String { name.map { "\(text), by \($0)" } ?? text }

    /// The figures in words that a duty sergeant uses; the cost last.
    static func figures(_ progress: JobProgress) -> [SummaryRow] {
        [
            SummaryRow("Officers missing to the minima", String(progress.belowMin)),
            SummaryRow("Officers missing from minima to targets", String(progress.belowTarget)),
            SummaryRow("Rest days worked", String(progress.workedRestDays)),
            SummaryRow("Days on another shift than rostered", String(progress.changedShifts)),
            SummaryRow("Time so far", "\(RosterJobWords.span(progress.elapsed)), \(progress.iterations) moves tried"),
            SummaryRow("Cost in points", String(progress.cost)),
            SummaryRow("No roster can cost less than", progress.lowerBound.map { "\($0) points" } ?? "not proved yet"),
            SummaryRow("What more searching could save", RosterJobWords.gap(progress)),
        ]
    }
}
