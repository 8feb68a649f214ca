import Deployment
import Records

/// The two assessments, each a page of its own, in either order. Another text is another row; all stay visible.
enum AssessmentPages {
    static let routes: [WebRoute] = page(.welfare) + page(.impartiality)

    private static func page(_ kind: AssessmentKind) -> [WebRoute] {
        WebRoute.form(
            "/decisions/{nd}/\(kind.rawValue)", DecisionPages.deciders,
            fields: { _ in [field(kind)] },
            show: { call, state in
                let detail = try await DraftPages.shownRecord(call)
                let form = state.view(call, button: "Save and continue", cancel: DraftPages.tasks(detail))
                return view(detail, kind, form, caller: try call.caller)
            },
            submit: { call, form in
                let detail = try await DraftPages.openRecord(call)
                let account = try call.caller.accountID
                try await DecisionWords.telling(["assessment_empty": "text"]) {
                    try await call.house.nonDeployments.assess(
                        detail.summary.id, kind, text: form.text("text"), by: account)
                }
                return .redirect(DraftPages.tasks(detail), .saved)
            })
    }

    static func field(_ kind: AssessmentKind) -> Field {
        let hint =
            switch kind {
            case .welfare:
                "What this does to the officer, what support was offered and by whom, and when somebody speaks to them next."
            case .impartiality:
                "Would any officer with these facts get the same? Who stands there instead, and does protection stay the same? How would it look to a fair outsider?"
            }
        return Field(
            "text", "\(DecisionWords.kind(kind)) assessment", .area(.free(1...10_000), rows: 10), hint: hint,
            pointers: ["/text"])
    }

    /// The page of one assessment: what is there already, who should write, and the form.
    static func view(
        _ detail: NonDeploymentDetail, _ kind: AssessmentKind, _ form: FormView, caller: Principal
    ) -> View {
        let number = detail.summary.number
        var parts: [View.Part] = []
        let other = AssessmentKind.allCases.first { $0 != kind } ?? kind
        let wroteOther = detail.assessments.contains {
            $0.kind == other && $0.form == .full && $0.assessedBy.id == caller.accountID
        }
        if wroteOther {
            parts.append(
                .paragraph(
                    "You wrote the \(DecisionWords.kind(other).lowercased()) assessment. Better another person writes this one: give a colleague the number \(number). You can still write it; the record then says that one person wrote both."
                ))
        } else if kind == .impartiality {
            parts.append(
                .paragraph("Better another person writes this than the one who writes the welfare assessment."))
        }
        parts.append(.paragraph("Whoever writes an assessment in full cannot decide this record."))
        let earlier = detail.assessments.filter { $0.kind == kind }
        if !earlier.isEmpty {
            parts.append(.heading("On record already"))
            parts.append(
                .summary(
                    earlier.map { SummaryRow("\($0.assessedBy.name), \(Moments.text($0.assessedAt))", $0.text) }))
        }
        parts.append(.form(form))
        return View("\(number): \(DecisionWords.kind(kind).lowercased()) assessment", parts)
    }
}
