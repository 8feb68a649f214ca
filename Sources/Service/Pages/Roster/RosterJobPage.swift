import Deployment
import Records

/// How a job that makes a roster is getting on.
enum RosterJobPage {
    static let routes = [
        WebRoute.page("/roster/jobs/{job}", BoardPages.planners) { call in
            view(try await call.house.jobs.get(call.call.number("job")), call)
        },
        WebRoute.action("/roster/jobs/{job}/cancel", BoardPages.planners) { call in
            let job = try await call.house.jobs.requestCancel(
                call.call.number("job"), by: call.caller.accountID, now: call.now)
            return .redirect("/roster/jobs/\(job.id)")
        },
    ]

    static func view(_ job: RosterJob, _ call: WebCall) -> View {
        let own = "/roster/jobs/\(job.id)"
        var parts: [View.Part] = [.summary(facts(job))]
        if let progress = job.progress {
            parts += [.heading("Best roster so far"), .summary(figures(progress))]
        } else if !job.state.next.isEmpty {
            parts.append(.paragraph("The search has not said anything yet."))
        }
        if !job.state.next.isEmpty {
            parts.append(.link("Look again", to: own))
            parts.append(.paragraph("You can leave this page: the job goes on, and this address shows it."))
            if job.cancelRequestedBy == nil {
                parts.append(.form(call.button("Stop and discard", to: own + "/cancel", isGrave: true)))
            } else {
                parts.append(.paragraph("Somebody asked to stop it. It stops at its next sign of life."))
            }
        }
        if let result = job.result {
            parts.append(.link("Look at version \(result.version)", to: "/roster/versions/\(result.version)"))
        }
        if job.state == .failed || job.state == .cancelled {
            parts.append(.link("Generate another", to: "/roster/generate"))
        }
        parts.append(.link("All rosters", to: "/roster"))
        return View("Roster job \(job.id)", parts)
    }

    private static func facts(_ job: RosterJob) -> [SummaryRow] {
        let tag = job.state.tag
        var rows = [
            SummaryRow("State", tag.text, tag: tag.tag.flatMap { Tone(rawValue: $0) }),
            SummaryRow("Days", RosterListPage.period(job.request.from, job.request.days)),
            SummaryRow("Time to search", "\(Int(job.request.seconds)) seconds"),
            SummaryRow("Asked for", Moments.text(job.createdAt)),
        ]
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

    /// The figures in words that a duty sergeant uses; the cost last.
    static func figures(_ progress: JobProgress) -> [SummaryRow] {
        [
            SummaryRow("Officers missing to the minima", String(progress.belowMin)),
            SummaryRow("Officers missing from minima to targets", String(progress.belowTarget)),
            SummaryRow("Rest days worked", String(progress.workedRestDays)),
            SummaryRow("Days on another shift than rostered", String(progress.changedShifts)),
            SummaryRow("Time so far", "\(Int(progress.elapsed)) seconds, \(progress.iterations) moves tried"),
            SummaryRow("Cost in points", String(progress.cost)),
            SummaryRow("No roster can cost less than", progress.lowerBound.map { "\($0) points" } ?? "not proved yet"),
            SummaryRow("Gap", gap(progress)),
        ]
    }

    private static func gap(_ progress: JobProgress) -> String {
        guard let bound = progress.lowerBound, progress.cost > 0 else {
            return progress.cost == 0 ? "none: it costs nothing" : "not known yet"
        }
        let percent = max(0, progress.cost - bound) * 100 / progress.cost
        return bound >= progress.cost ? "none: no roster is better" : "at most \(percent) % of the cost"
    }
}
