import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// The full form as a list of tasks. The draft is the record itself: every section is saved as one goes, and whoever sees
/// the record can go on with it.
enum DraftPages {
    static let routes: [WebRoute] = open + [list] + terms + groundsPage

    private static let grounds = Field(
        "grounds", "Grounds", .area(.free(1...10_000), rows: 5),
        hint: "What about the duty creates the need. Sealed: for the decider and Gold, each reading on record.",
        isOptional: true, pointers: ["/grounds"])
    private static let annex = Field(
        "annex", "The officer's own words", .area(.free(1...10_000), rows: 4),
        hint: "Only if needed. Sealed: for the decider, Gold and the officer, each reading on record.",
        isOptional: true,
        pointers: ["/annex"])
    static let ruleFields = ["scope_known": "places", "title_needed": "title", "self_draft": "officer"]

    /// Step 1: who, what and when. It opens the draft.
    private static let open = WebRoute.form(
        "/decisions/new", DecisionPages.deciders,
        fields: { call in
            try await WhoForm.fields(call) + TermsForm.fields(isShort: false) + [WhoForm.raised, grounds, annex]
        },
        show: { call, state in
            var given: [String: [String]] = [:]
            if call.form.values.isEmpty {
                given = ["scope": ["all_armed"]]
                if let officer = call.asked("officer") { given["officer"] = [officer] }
            }
            return View(
                "Start a full form",
                [
                    .paragraph(
                        "This opens a draft. A draft takes the officer off nothing: if the officer has to come off now, record a short form first."
                    ), .form(state.view(call, button: "Save and continue", cancel: "/decisions", given: given)),
                ])
        },
        submit: { call, form in
            let caller = try call.caller
            let officer = try await WhoForm.officer(form, call)
            let draft = NewDraft(
                officer: officer.officer, raisedBy: try await WhoForm.raiser(form, of: officer, call),
                terms: try TermsForm.terms(form, isShort: false), grounds: form.optional("grounds"),
                annex: form.optional("annex"))
            let record = try await DecisionWords.telling(ruleFields) {
                try await call.house.nonDeployments.draft(draft, by: caller.accountID)
            }
            return .redirect("/decisions/ND-\(record)/tasks", .saved)
        })

    private static let list = WebRoute.page("/decisions/{nd}/tasks", DecisionPages.deciders) { call in
        let detail = try await openRecord(call)
        let names = try await Teams(pool: call.house.pool).members([detail.summary.officer])
        return view(detail, names: names)
    }

    /// The sections with where each stands.
    static func view(_ detail: NonDeploymentDetail, names: [String: TeamMember]) -> View {
        View("\(detail.summary.number): full form", "team/tasks", TaskList(detail, names))
    }

    private static let terms = WebRoute.form(
        "/decisions/{nd}/terms", DecisionPages.deciders,
        fields: { _ in TermsForm.fields(isShort: false) },
        show: { call, state in
            let detail = try await shownRecord(call)
            let given = call.form.values.isEmpty ? TermsForm.given(detail.summary.terms) : [:]
            return View(
                "\(detail.summary.number): duties, dates and category",
                [
                    .paragraph("The version before stays on record."),
                    .form(state.view(call, button: "Save and continue", cancel: tasks(detail), given: given)),
                ])
        },
        submit: { call, form in
            let detail = try await openRecord(call)
            let terms = try TermsForm.terms(form, isShort: false)
            guard terms != detail.summary.terms else { return .redirect(tasks(detail)) }
            _ = try await DecisionWords.telling(ruleFields) {
                try await call.house.nonDeployments.amend(
                    detail.summary.id, terms: terms, by: try call.caller.accountID)
            }
            return .redirect(tasks(detail), .saved)
        })

    private static let groundsNeeded = Field(
        "grounds", "Grounds", .area(.free(1...10_000), rows: 8), hint: grounds.hint, pointers: ["/grounds"])

    private static let groundsPage = WebRoute.form(
        "/decisions/{nd}/grounds", DecisionPages.deciders,
        fields: { _ in [groundsNeeded] },
        show: { call, state in
            let detail = try await shownRecord(call)
            let known =
                detail.terms.last?.hasGrounds == true
                ? "Grounds are on record, sealed. What you write here takes their place; the text before stays on record."
                : "There are no grounds yet. The full form needs them."
            return View(
                "\(detail.summary.number): grounds",
                [
                    .paragraph(known),
                    .form(state.view(call, button: "Save and continue", cancel: tasks(detail))),
                ])
        },
        submit: { call, form in
            let detail = try await openRecord(call)
            _ = try await DecisionWords.telling {
                try await call.house.nonDeployments.amend(
                    detail.summary.id, terms: detail.summary.terms, grounds: form.text("grounds"),
                    by: try call.caller.accountID)
            }
            return .redirect(tasks(detail), .saved)
        })

    /// The list of tasks of a record.
    static func tasks(_ detail: NonDeploymentDetail) -> String { "/decisions/\(detail.summary.number)/tasks" }

    /// The record for a page that shows its form. One that was sent is shown again even where the record has moved on, so that
    /// nothing typed is lost; what cannot be done any more is told on top of it.
    static func shownRecord(_ call: WebCall) async throws -> NonDeploymentDetail {
        call.form.values.isEmpty
            ? try await openRecord(call) : try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
    }

    /// The record, while its full form can still be written. Throws 404 where the caller may not see it, 409 once it is decided.
    static func openRecord(_ call: WebCall) async throws -> NonDeploymentDetail {
        let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
        switch detail.summary.state {
        case .draft, .shortForm: return detail
        default:
            throw APIProblem(
                .conflict, "decided",
                "\(detail.summary.number) is decided or closed: its form no longer changes. Renew it or end it instead."
            )
        }
    }
}
