import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// What happens to a record after its decision, or instead of one: each a page with one form.
enum StepPages {
    static let routes: [WebRoute] =
        noted(
            .review, "Record a review", "What was found", "Whether the need is still there, and what was said to whom.",
            button: "Record the review", .recorded
        ) { call, record, note, account in
            try await call.house.nonDeployments.review(record, note: note, by: account)
        }
        + noted(
            .end, "End it early", "Closing text", "Why it is no longer needed. The first texts stay on record.",
            button: "End it now", .ended
        ) { call, record, note, account in
            try await call.house.nonDeployments.endEarly(record, note: note, by: account, asOf: call.now)
        }
        + noted(
            .withdraw, "Withdraw the draft", "Why", "The draft stays on record as withdrawn.",
            button: "Withdraw the draft", .withdrawn
        ) { call, record, note, account in
            try await call.house.nonDeployments.withdraw(record, note: note, by: account, asOf: call.now)
        } + renewal

    /// A step that takes a text and nothing else.
    private static func noted(
        _ step: DecisionStep, _ title: String, _ label: String, _ hint: String, button: String, _ notice: Notice,
        _ work: @escaping @Sendable (WebCall, _ record: Int64, _ note: String, _ account: Int64) async throws -> Void
    ) -> [WebRoute] {
        WebRoute.form(
            "/decisions/{nd}/\(step.rawValue)", DecisionPages.deciders,
            fields: { _ in
                [Field("note", label, .area(.free(1...10_000), rows: 5), hint: hint, pointers: ["/note"])]
            },
            show: { call, state in
                let detail = try await record(step, call)
                return View(
                    "\(detail.summary.number): \(title.lowercasedFirst)",
                    [
                        .summary(summary(detail)),
                        .form(state.view(call, button: button, cancel: "/decisions/\(detail.summary.number)")),
                    ])
            },
            submit: { call, form in
                let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
                let account = try call.caller.accountID
                try await DecisionWords.telling {
                    try await work(call, detail.summary.id, form.text("note"), account)
                }
                return .redirect("/decisions/\(detail.summary.number)", notice)
            })
    }

    private static let renewal = WebRoute.form(
        "/decisions/{nd}/renew", DecisionPages.deciders,
        fields: { _ in
            TermsForm.fields(isShort: false) + [
                WhoForm.raised,
                Field(
                    "grounds", "Grounds", .area(.free(1...10_000), rows: 5),
                    hint: "What about the duty still creates the need. Sealed: for the decider and Gold.",
                    pointers: ["/grounds"]),
            ]
        },
        show: { call, state in
            let detail = try await record(.renew, call)
            let authorities = try await call.house.nonDeployments.authorities()
            var given: [String: [String]] = [:]
            if call.form.values.isEmpty {
                let terms = detail.summary.terms
                given = call.asked("from") == "now" ? varied(terms, asOf: call.now) : renewed(terms)
            }
            return View(
                "\(detail.summary.number): ask for a renewal",
                [
                    .paragraph(rank(detail, authorities)), .summary(summary(detail)),
                    .form(
                        state.view(
                            call, button: "Open the renewal", cancel: "/decisions/\(detail.summary.number)",
                            given: given)),
                ])
        },
        submit: { call, form in
            let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
            let account = try call.caller.accountID
            let officer = detail.summary.officer
            guard let member = try await Teams(pool: call.house.pool).members([officer])[officer] else {
                throw APIProblem.notFound
            }
            let raiser = try await WhoForm.raiser(form, of: member, call)
            let terms = try TermsForm.terms(form, isShort: false)
            let record = try await DecisionWords.telling(["scope_known": "places", "title_needed": "title"]) {
                try await call.house.nonDeployments.renew(
                    detail.summary.id, terms: terms, grounds: form.text("grounds"), raisedBy: raiser, by: account)
            }
            return .redirect("/decisions/ND-\(record)/tasks", .saved)
        })

    /// The terms of a renewal before anybody typed: from the end on, and how long is for the asker to say.
    static func renewed(_ terms: Terms) -> [String: [String]] {
        var given = TermsForm.given(terms)
        for (field, text) in TermsForm.fields(of: terms.endsAt, "from") { given[field] = [text] }
        for field in ["toDay", "toTime", "reviewDay", "reviewTime"] { given[field] = nil }
        return given
    }

    /// The terms of a record that takes another's place: the same, but from now on.
    static func varied(_ terms: Terms, asOf now: Date) -> [String: [String]] {
        var given = TermsForm.given(terms)
        for (field, text) in TermsForm.fields(of: max(now, terms.startsAt), "from") { given[field] = [text] }
        return given
    }

    /// Who will have to decide a renewal, told before anything is typed.
    static func rank(_ detail: NonDeploymentDetail, _ authorities: [DecisionAuthority]) -> String {
        let full = detail.decisions.filter { $0.form == .full }
        let counting = full.isEmpty ? detail.decisions : full
        let last = authorities.last { authority in counting.contains { $0.decidedAs == authority.authority } }
        let above = authorities.first { $0.mayRenew && $0.seniority > last?.seniority ?? 0 }
        let words =
            switch above?.authority {
            case "GOLD"?, nil: "the Gold group"
            case let name?: "\(DecisionWords.authority(name).lowercasedFirst) or above"
            }
        let before =
            last.map { " The last was by rank of \(DecisionWords.authority($0.authority).lowercasedFirst)." } ?? ""
        return "A renewal is a new record with its own assessments, decided in full by \(words).\(before)"
    }

    static func summary(_ detail: NonDeploymentDetail) -> [SummaryRow] {
        let terms = detail.summary.terms
        let state = DecisionWords.state(detail.summary.state)
        return [
            SummaryRow("Officer", detail.summary.officer), SummaryRow("State", state.text, tag: state.tone),
            SummaryRow("Kept from", DecisionWords.scope(terms.scope)),
            SummaryRow("From", Moments.text(terms.startsAt)), SummaryRow("Until", Moments.text(terms.endsAt)),
            SummaryRow("Review due", Moments.text(terms.reviewAt)),
        ]
    }

    /// The record a step is for. A page that is only shown says at once where the step is not possible; a form that was sent
    /// is judged by the record itself, so that what was typed stays on the page.
    static func record(_ step: DecisionStep, _ call: WebCall) async throws -> NonDeploymentDetail {
        let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
        guard call.form.values.isEmpty else { return detail }
        guard DecisionStep.possible(detail, for: try call.caller).contains(step) else {
            throw APIProblem(
                .forbidden, "step-not-possible",
                "\(detail.summary.number) is \(DecisionWords.state(detail.summary.state).text.lowercasedFirst), or it is about you: this step is not possible now. Open the record to see what is."
            )
        }
        return detail
    }
}
