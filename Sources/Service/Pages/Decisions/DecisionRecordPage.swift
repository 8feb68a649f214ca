import Deployment
import FoundationEssentials
import Records

/// One record with everything of layer A, and what can be done with it now.
enum DecisionRecordPage {
    static let routes: [WebRoute] = [
        .page("/decisions/{nd}", DecisionPages.readers) { call in
            let caller = try call.caller
            let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
            let names = try await Teams(pool: call.house.pool).members([detail.summary.officer])
            // As in the API: an officer is told of changed duties where they are changed.
            let duties =
                caller.role == .officer
                ? nil : try await call.house.nonDeployments.affectedDuties(detail.summary.id)
            let challenges = try await ChallengePages.part(of: detail, call)
            return view(detail, names: names, duties: duties, challenges: challenges, caller: caller)
        }
    ]

    /// The record as somebody sees it.
    static func view(
        _ detail: NonDeploymentDetail, names: [String: TeamMember], duties: [AffectedDuty]?,
        challenges: [View.Part] = [], caller: Principal
    ) -> View {
        let number = detail.summary.number
        var parts: [View.Part] = [.summary(head(detail, names, caller))]
        if let owed = detail.summary.owedInFullBy {
            parts.append(.paragraph("The full form is owed by \(Moments.text(owed))."))
        }
        let steps = DecisionStep.possible(detail, for: caller)
        if !steps.isEmpty {
            parts.append(.html(links(steps, number)))
        }
        if let duties, let caption = caption(detail.summary.state) {
            parts.append(.table(table(duties, caption, caller)))
        }
        parts.append(.heading("Assessments"))
        parts.append(.summary(assessments(detail)))
        if let one = detail.assessedByOne {
            parts.append(.paragraph("\(one.name) wrote both assessments."))
        }
        parts.append(.heading("Decisions"))
        if detail.decisions.isEmpty {
            parts.append(.paragraph("Nobody has decided yet."))
        }
        for decision in detail.decisions { parts.append(.summary(rows(decision))) }
        if let ending = detail.ending, let note = ending.note {
            parts.append(.heading("How it ended"))
            parts.append(
                .summary([
                    SummaryRow("Closing text", note), SummaryRow("Ended by", ending.endedBy?.name ?? "Itself"),
                    SummaryRow("Ended", Moments.text(ending.endedAt)),
                ]))
        }
        if caller.role == .gold, !detail.flags.isEmpty {
            parts.append(.heading("Flags"))
            parts.append(.summary(detail.flags.map { flag($0, caller) }))
        }
        let sealed = SealedLayer.allCases.filter { SealedPage.isThere($0, detail, caller) }
        if !sealed.isEmpty {
            parts.append(.heading("Sealed text"))
            parts.append(
                .paragraph("Each reading is put on record with its purpose, and the officer sees who read what for."))
            parts.append(.link("Read sealed text", to: "/decisions/\(number)/sealed"))
        }
        parts += challenges
        parts.append(.heading("What happened"))
        parts.append(.timeline(timeline(detail)))
        return View("\(number): \(DecisionWords.officer(detail.summary.officer, names))", parts)
    }

    private static func head(
        _ detail: NonDeploymentDetail, _ names: [String: TeamMember], _ caller: Principal
    ) -> [SummaryRow] {
        let (summary, terms) = (detail.summary, detail.summary.terms)
        let state = DecisionWords.state(summary.state)
        let person = WebPages.link("/officers/{officer}", "/officers/\(summary.officer)", for: caller.role)
        var rows = [
            SummaryRow("State", state.text, tag: state.tone),
            SummaryRow("Officer", DecisionWords.officer(summary.officer, names), link: person),
            SummaryRow("Team", summary.team), SummaryRow("Kept from", DecisionWords.scope(terms.scope)),
            SummaryRow("From", Moments.text(terms.startsAt)), SummaryRow("Until", Moments.text(terms.endsAt)),
            SummaryRow("Review due", Moments.text(terms.reviewAt)),
            SummaryRow("Category", DecisionWords.category(terms.category)),
        ]
        if let title = terms.title { rows.append(SummaryRow("Title", title)) }
        rows.append(
            SummaryRow(
                "Emergency response there", terms.emergencyResponse ? "Would still respond" : "Would not respond"))
        rows.append(SummaryRow("Raised by", detail.raisedBy.name))
        rows.append(SummaryRow("Drafted by", detail.draftedBy.name))
        rows.append(
            detail.terms.last?.hasGrounds == true
                ? SummaryRow("Grounds", "On record, sealed", tag: .note) : SummaryRow("Grounds", "Missing", tag: .warn))
        if detail.hasAnnex { rows.append(SummaryRow("Officer's own words", "On record, sealed", tag: .note)) }
        if let other = detail.renews { rows.append(SummaryRow("Renews", other, link: "/decisions/\(other)")) }
        if let other = detail.renewedBy { rows.append(SummaryRow("Renewed by", other, link: "/decisions/\(other)")) }
        return rows
    }

    private static func links(_ steps: [DecisionStep], _ number: String) -> String {
        var html = HTML()
        html.mark(#"<h2>What you can do</h2><ul class="steps">"#)
        for step in steps {
            html.mark("<li><a")
            html.attribute("href", step.path(number))
            html.mark(">")
            html.say(step.words)
            html.mark("</a></li>")
        }
        html.mark("</ul>")
        return html.text
    }

    /// What the duties are to a record in this state; nil where it takes the officer off nothing any more.
    private static func caption(_ state: NonDeploymentState) -> String? {
        switch state {
        case .draft: "Published duties it would take the officer off"
        case .shortForm, .granted: "Published duties it takes the officer off"
        case .refused, .ended, .withdrawn: nil
        }
    }

    /// The duties that the newest terms cover.
    static func table(_ duties: [AffectedDuty], _ caption: String, _ caller: Principal) -> TableView {
        TableView(
            caption, heads: ["Day", "Shift", "Post", "Begins", "Ends"],
            rows: duties.map { duty in
                let page = "/duties/\(duty.post)/\(duty.day)/\(duty.shift)"
                return [
                    TableView.Cell(
                        Moments.text(duty.day),
                        link: WebPages.link("/duties/{post}/{day}/{shift}", page, for: caller.role)),
                    TableView.Cell(duty.shift), TableView.Cell(duty.post), TableView.Cell(Moments.text(duty.startsAt)),
                    TableView.Cell(Moments.text(duty.endsAt)),
                ]
            }, empty: "No published duty falls into it.")
    }

    /// The assessments with their texts; one that is missing says so.
    static func assessments(_ detail: NonDeploymentDetail) -> [SummaryRow] {
        AssessmentKind.allCases.flatMap { kind in
            let found = detail.assessments.filter { $0.kind == kind }
            let rows = found.map { assessment in
                let form = assessment.form == .full ? "in full" : "in a line"
                return SummaryRow(
                    "\(DecisionWords.kind(kind)), \(form), by \(assessment.assessedBy.name), "
                        + Moments.text(assessment.assessedAt), assessment.text)
            }
            let isMissing = found.isEmpty || detail.summary.state == .shortForm && !detail.isAssessed(kind)
            guard isMissing else { return rows }
            let words = found.isEmpty ? "Missing" : "Missing in full"
            return rows + [SummaryRow(DecisionWords.kind(kind), words, tag: .warn)]
        }
    }

    private static func rows(_ decision: DecisionRecord) -> [SummaryRow] {
        var rows = [
            SummaryRow(
                "Outcome", decision.outcome == .granted ? "Granted" : "Refused",
                tag: decision.outcome == .granted ? .good : .note),
            SummaryRow("Form", decision.form == .full ? "Full" : "Short"),
            SummaryRow("Decided by", "\(decision.decidedBy.name), as \(DecisionWords.authority(decision.decidedAs))"),
            SummaryRow("Decided", Moments.text(decision.decidedAt)), SummaryRow("Reason", decision.reason),
        ]
        if let alternatives = decision.alternatives {
            rows.append(SummaryRow("Alternatives considered", alternatives))
        }
        if decision.recordedAt.timeIntervalSince(decision.decidedAt) > 60 {
            rows.append(SummaryRow("Written down", Moments.text(decision.recordedAt)))
        }
        return rows
    }

    private static func flag(_ flag: Flag, _ caller: Principal) -> SummaryRow {
        SummaryRow(
            "\(flag.number), in case \(flag.caseNumber)", flag.finding,
            link: WebPages.link("/cases/{case}", "/cases/\(flag.caseNumber)", for: caller.role))
    }

    /// Everything that happened, the newest first.
    static func timeline(_ detail: NonDeploymentDetail) -> [TimelineStep] {
        var steps: [(Date, TimelineStep)] = []
        func add(_ moment: Date, _ title: String, by: String? = nil, text: String? = nil) {
            steps.append((moment, TimelineStep(Moments.text(moment), title, by: by, text: text)))
        }
        // One version alone stands above.
        for version in detail.terms where detail.terms.count > 1 {
            let (scope, end) = (DecisionWords.scope(version.terms.scope), Moments.text(version.terms.endsAt))
            let title = version.terms.title.map { "\n\($0)" } ?? ""
            add(
                version.writtenAt, version.version == 1 ? "First terms" : "New terms", by: version.writtenBy.name,
                text: "\(scope), until \(end)\(title)")
        }
        for assessment in detail.assessments {
            let form = assessment.form == .full ? "in full" : "in a line"
            add(
                assessment.assessedAt, "\(DecisionWords.kind(assessment.kind)) assessed \(form)",
                by: assessment.assessedBy.name)
        }
        for review in detail.reviews {
            add(review.reviewedAt, "Reviewed", by: review.reviewedBy.name, text: review.note)
        }
        for step in detail.states {
            switch step.state {
            case .draft: add(step.enteredAt, "Draft opened", by: detail.draftedBy.name)
            case .shortForm: add(step.enteredAt, "Short form recorded", by: decider(.short, detail))
            case .granted: add(step.enteredAt, "Granted", by: decider(.full, detail))
            case .refused: add(step.enteredAt, "Refused", by: decider(.full, detail))
            case .ended: add(step.enteredAt, "Ended", by: detail.ending?.endedBy?.name)
            case .withdrawn: add(step.enteredAt, "Withdrawn", by: detail.ending?.endedBy?.name)
            }
        }
        // Stable for steps of one moment: what was added last happened last.
        return steps.enumerated().sorted { ($0.element.0, $0.offset) > ($1.element.0, $1.offset) }.map(\.element.1)
    }

    private static func decider(_ form: DecisionForm, _ detail: NonDeploymentDetail) -> String? {
        detail.decisions.last { $0.form == form }?.decidedBy.name
    }
}
