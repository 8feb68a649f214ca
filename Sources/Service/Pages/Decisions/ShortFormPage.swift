import Deployment
import FoundationEssentials
import Records

/// The short form: at a post at night, on a phone, with the officer waiting. One screen; takes effect at once.
enum ShortFormPage {
    static let routes = WebRoute.form(
        "/decisions/short", .roles([.supervisor]), fields: fields,
        show: { call, state in view(state.view(call, button: "Record and take the officer off", given: given(call))) },
        submit: submit)

    /// The fields of the API's short form, those that need an answer first.
    private static func fields(_ call: WebCall) async throws -> [Field] {
        try await WhoForm.fields(call) + TermsForm.fields(isShort: true) + words + sealed
    }

    /// What can wait for the full form, and need not.
    static let sealed = [
        Field(
            "grounds", "Grounds", .area(.free(1...10_000), rows: 2),
            hint: "What about the duty creates the need. Sealed; it can wait for the full form.", isOptional: true,
            pointers: ["/draft/grounds"]),
        Field(
            "annex", "The officer's own words", .area(.free(1...10_000), rows: 2), hint: "Only if needed. Sealed.",
            isOptional: true, pointers: ["/draft/annex"]),
    ]

    static let words = [
        Field(
            "reason", "Reason", .area(.free(1...10_000), rows: 3), hint: "Why, so that an outsider understands it.",
            pointers: ["/reason"]),
        Field(
            "welfare", "Welfare, in a line", .area(.free(1...10_000), rows: 2),
            hint: "What the officer needs, and who is with them.", pointers: ["/welfare"]),
        Field(
            "impartiality", "Impartiality, in a line", .area(.free(1...10_000), rows: 2),
            hint: "Would any officer with these facts get the same? Does protection stay the same?",
            pointers: ["/impartiality"]),
        WhoForm.raised,
        Field(
            "decidedTime", "Time you decided, if before now", .line(.free(3...5), width: .short),
            hint: "24 hours, such as 21:30. Leave empty for now.", isOptional: true, pointers: ["/decidedAt"]),
    ]

    /// What is filled in when the page opens: everything that is the same most nights.
    private static func given(_ call: WebCall) -> [String: [String]] {
        guard call.form.values.isEmpty else { return [:] }
        return given(asOf: call.now, officer: call.asked("officer"))
    }

    static func given(asOf now: Date, officer: String? = nil) -> [String: [String]] {
        var given = ["scope": ["all_armed"], "raised": ["officer"]]
        if let officer { given["officer"] = [officer] }
        let end = now.addingTimeInterval(12 * 3600)
        for (moment, name) in [(now, "from"), (end, "to")] {
            for (field, text) in TermsForm.fields(of: moment, name) { given[field] = [text] }
        }
        return given
    }

    static func view(_ form: FormView) -> View {
        View(
            "Record a short form",
            [
                .paragraph(
                    "The officer is off these duties as soon as this is recorded. It lasts at most 24 hours, and the full form is owed by then."
                ), .form(form),
            ])
    }

    private static func submit(_ call: WebCall, _ form: FormInput) async throws -> WebAnswer {
        let caller = try call.caller
        let officer = try await WhoForm.officer(form, call)
        let terms = try TermsForm.terms(form, isShort: true)
        var decidedAt: Date?
        if let typed = form.optional("decidedTime") {
            guard let minutes = TermsForm.minutes(typed) else {
                throw FormRefused("decidedTime", "Time you decided must be a time of 24 hours, such as 21:30")
            }
            decidedAt = TermsForm.latest(minutes, before: call.now)
        }
        let draft = NewDraft(
            officer: officer.officer, raisedBy: try await WhoForm.raiser(form, of: officer, call), terms: terms,
            grounds: form.optional("grounds"), annex: form.optional("annex"))
        let short = ShortForm(
            draft: draft, welfare: form.text("welfare"), impartiality: form.text("impartiality"),
            reason: form.text("reason"), decidedAt: decidedAt)
        let record = try await DecisionWords.telling([
            "short_form_limit": "toTime", "scope_known": "places", "title_needed": "title",
            "assessment_empty": "welfare", "self_draft": "officer", "self_decision": "officer",
            "decider_senior": "officer",
        ]) {
            try await call.house.nonDeployments.recordShortForm(
                short, by: caller.accountID, asGold: false)
        }
        return .redirect("/decisions/ND-\(record)", .recorded)
    }
}
