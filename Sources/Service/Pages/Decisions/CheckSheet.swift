import Deployment
import FoundationEssentials
import Records

/// Every answer before the decision, with what it will cause: duties, the Gold group, and who may decide at all.
struct CheckSheet: Sendable {
    let detail: NonDeploymentDetail
    let names: [String: TeamMember]
    let caller: Principal
    let duties: [AffectedDuty]
    let facts: GoldRoute.Facts
    let authorities: [DecisionAuthority]
    /// The decision that was typed; nil before there is one.
    let answers: FormInput?
    let decidedAt: Date
    let now: Date

    private var number: String { detail.summary.number }

    /// The page; its forms are signed and numbered.
    func view(csrf: String, once: String) -> View {
        var parts: [View.Part] = [.heading("The record"), .summary(record)]
        parts.append(.summary(assessments))
        if let one = detail.assessedByOne {
            parts.append(
                .paragraph("\(one.name) wrote both assessments. Weigh whether a second person should look first."))
        }
        if let answers { parts += decision(answers, csrf, once) }
        parts.append(.heading("What this causes"))
        parts.append(.paragraph(effect))
        if outcome == .granted {
            parts.append(
                .table(DecisionRecordPage.table(duties, "Published duties it would take the officer off", caller)))
        }
        parts += gold
        parts += ending(csrf, once)
        return View("\(number): check answers", parts)
    }

    private var outcome: DecisionOutcome { answers?.text("outcome") == "refused" ? .refused : .granted }

    private var record: [SummaryRow] {
        let terms = detail.summary.terms
        let change = "/decisions/\(number)/terms"
        var rows = [
            SummaryRow("Officer", DecisionWords.officer(detail.summary.officer, names)),
            SummaryRow("Kept from", DecisionWords.scope(terms.scope), change: change),
            SummaryRow("From", Moments.text(terms.startsAt), change: change),
            SummaryRow("Until", Moments.text(terms.endsAt), change: change),
            SummaryRow("Review due", Moments.text(terms.reviewAt), change: change),
            SummaryRow("Category", DecisionWords.category(terms.category), change: change),
        ]
        if let title = terms.title { rows.append(SummaryRow("Title", title, change: change)) }
        rows.append(
            SummaryRow(
                "Emergency response there", terms.emergencyResponse ? "Would still respond" : "Would not respond",
                change: change))
        let hasGrounds = detail.terms.last?.hasGrounds == true
        rows.append(
            SummaryRow(
                "Grounds", hasGrounds ? "On record, sealed" : "Missing", tag: hasGrounds ? .note : .warn,
                change: "/decisions/\(number)/grounds"))
        return rows
    }

    private var assessments: [SummaryRow] {
        AssessmentKind.allCases.flatMap { kind in
            let change = "/decisions/\(number)/\(kind.rawValue)"
            let full = detail.assessments.filter { $0.kind == kind && $0.form == .full }
            let name = "\(DecisionWords.kind(kind)) assessment"
            guard !full.isEmpty else { return [SummaryRow(name, "Missing", tag: .warn, change: change)] }
            return full.map { SummaryRow("\(name), by \($0.assessedBy.name)", $0.text, change: change) }
        }
    }

    private func decision(_ answers: FormInput, _ csrf: String, _ once: String) -> [View.Part] {
        var rows = [SummaryRow("Decision", outcome == .granted ? "Grant it" : "Refuse it")]
        rows.append(SummaryRow("Alternatives considered", answers.optional("alternatives") ?? "None written"))
        rows.append(SummaryRow("Reason", answers.text("reason")))
        if answers.optional("decidedDay") != nil { rows.append(SummaryRow("Decided", Moments.text(decidedAt))) }
        let back = form(
            "/decisions/\(number)/decide", "Change the decision", csrf, once, answers,
            [FormView.Hidden(name: "back", value: "1")])
        return [.heading("The decision"), .summary(rows), .form(back)]
    }

    private func form(
        _ action: String, _ button: String, _ csrf: String, _ once: String, _ answers: FormInput,
        _ more: [FormView.Hidden]
    ) -> FormView {
        let kept = DecidePages.fields.compactMap { field in
            answers.optional(field.name).map { FormView.Hidden(name: field.name, value: $0) }
        }
        return FormView(action: action, csrf: csrf, once: once, hidden: kept + more, fields: [], button: button)
    }

    private var effect: String {
        let officer = DecisionWords.officer(detail.summary.officer, names)
        let terms = detail.summary.terms
        guard outcome == .granted else {
            let form = detail.summary.state == .shortForm ? " The short form ends with it." : ""
            return "\(officer) is kept from no duty.\(form)"
        }
        let refill =
            switch duties.count {
            case 0: "No published duty is to be refilled."
            case 1: "1 published duty is to be refilled."
            default: "\(duties.count) published duties are to be refilled."
            }
        return "If granted, \(officer) cannot be placed on \(DecisionWords.scope(terms.scope).lowercasedFirst) from "
            + "\(Moments.text(terms.startsAt)) until \(Moments.text(terms.endsAt)). \(refill) "
            + "Planners see the number, the officer, the duties and the dates, and nothing else."
    }

    /// Whether it goes before the Gold group, and why.
    private var gold: [View.Part] {
        let causes = GoldRoute.causes(
            facts, form: .full, outcome: outcome, reason: answers?.text("reason"), decidedAt: decidedAt,
            recordedAt: now)
        guard !causes.isEmpty else { return [.paragraph("It does not go to the Gold group by itself.")] }
        var html = HTML()
        html.mark("<p>It goes to the Gold group's queue, because:</p><ul>")
        for cause in causes {
            html.mark("<li>")
            html.say(DecisionWords.cause(cause, facts))
            html.mark("</li>")
        }
        html.mark("</ul>")
        return [.html(html.text)]
    }

    /// The button that decides, or why there is none and what to do.
    private func ending(_ csrf: String, _ once: String) -> [View.Part] {
        var parts: [View.Part] = [.heading("Who decides")]
        if let lowest = DecidingRules.lowest(for: detail, authorities) {
            let above = lowest.authority == "GOLD" ? "" : " or above"
            parts.append(
                .paragraph(
                    "\(DecisionWords.authority(lowest.authority))\(above), who neither drafted nor assessed this, nor is the officer."
                ))
        } else {
            parts.append(.paragraph("These dates are longer than anybody may decide. Shorten them, and renew later."))
        }
        let obstacles =
            DecidingRules.missing(detail)
            + DecidingRules.obstacles(
                detail, for: caller, officerRank: names[detail.summary.officer]?.rank, authorities: authorities)
        if !obstacles.isEmpty {
            var html = HTML()
            html.mark("<p>You cannot decide it now:</p><ul>")
            for obstacle in obstacles {
                html.mark("<li>")
                html.say(obstacle)
                html.mark("</li>")
            }
            html.mark("</ul>")
            parts.append(.html(html.text))
        }
        if let answers, obstacles.isEmpty {
            let version = FormView.Hidden(name: "version", value: String(detail.terms.last?.version ?? 1))
            parts.append(
                .form(form("/decisions/\(number)/check", "Record this decision", csrf, once, answers, [version])))
        } else if obstacles.isEmpty {
            parts.append(
                .html(
                    "<p class=\"buttons\"><a class=\"button\" href=\"/decisions/\(HTML.escaped(number))/decide\">Decide</a></p>"
                ))
        }
        parts.append(.link("Back to the list of tasks", to: DraftPages.tasks(detail)))
        return parts
    }
}
