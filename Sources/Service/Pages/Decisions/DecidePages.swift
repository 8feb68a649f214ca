import Deployment
import FoundationEssentials
import Records

/// Alternatives, reason and outcome; then all answers with what they cause; then the decision. Nothing is stored in between:
/// what was typed travels with the form, so that going back loses nothing.
enum DecidePages {
    static let routes: [WebRoute] = deciding + checking

    static let fields = [
        Field("outcome", "Decision", .radios([.init("granted", "Grant it"), .init("refused", "Refuse it")])),
        Field(
            "alternatives", "Alternatives considered", .area(.free(1...10_000), rows: 4),
            hint: "Another post, another shift, support on duty; and why they do not do.", isOptional: true,
            pointers: ["/alternatives"]),
        Field(
            "reason", "Reason", .area(.free(1...10_000), rows: 6), hint: "So that an outsider understands it.",
            pointers: ["/reason"]),
        Field(
            "decidedDay", "Date you decided, if before now", .day, hint: "Leave both empty for now.", isOptional: true),
        Field(
            "decidedTime", "Time you decided, if before now", .line(.free(3...5), width: .short),
            hint: "24 hours, such as 21:30.", isOptional: true, pointers: ["/decidedAt"]),
    ]

    private static let deciding = WebRoute.form(
        "/decisions/{nd}/decide", DecisionPages.deciders, fields: { _ in fields }, show: form,
        submit: { call, input in
            _ = try decidedAt(input, call)
            let state = FormState(fields: fields, input: input, faults: [])
            return .view(input.has("back") ? try await form(call, state) : try await check(call, state))
        })

    private static let checking = WebRoute.form(
        "/decisions/{nd}/check", DecisionPages.deciders, fields: { _ in fields }, show: check,
        submit: { call, input in
            let detail = try await DraftPages.openRecord(call)
            let caller = try call.caller
            let decision = NewDecision(
                form: .full, outcome: input.text("outcome") == "granted" ? .granted : .refused,
                reason: input.text("reason"), alternatives: input.optional("alternatives"),
                asGold: caller.role == .gold, termsVersion: Int(input.text("version")),
                decidedAt: try decidedAt(input, call))
            try await DecisionWords.telling {
                try await call.house.nonDeployments.decide(detail.summary.id, decision, by: caller.accountID)
            }
            return .redirect("/decisions/\(detail.summary.number)", .recorded)
        })

    /// The moment of the decision, where it lies before now. Throws `FormRefused` for half of one and for the future.
    private static func decidedAt(_ input: FormInput, _ call: WebCall) throws -> Date? {
        guard input.optional("decidedDay") != nil || input.optional("decidedTime") != nil else { return nil }
        guard let day = input.day("decidedDay") else {
            throw FormRefused("decidedDay", "Enter the date you decided, or leave date and time empty")
        }
        guard let minutes = TermsForm.minutes(input.text("decidedTime")) else {
            throw FormRefused("decidedTime", "Time you decided must be a time of 24 hours, such as 21:30")
        }
        let moment = TermsForm.date(day, minutes)
        guard moment <= call.now else { throw FormRefused("decidedTime", "A decision lies not in the future") }
        return moment
    }

    private static func form(_ call: WebCall, _ state: FormState) async throws -> View {
        let detail = try await DraftPages.shownRecord(call)
        let number = detail.summary.number
        var view = state.view(call, button: "Continue to check answers", cancel: "/decisions/\(number)/check")
        view.action = "/decisions/\(number)/decide"
        return View("\(number): alternatives and decision", [.form(view)])
    }

    private static func check(_ call: WebCall, _ state: FormState) async throws -> View {
        let detail = try await DraftPages.shownRecord(call)
        let store = call.house.nonDeployments
        let record = detail.summary.id
        let answers = state.input.has("outcome") ? state.input : nil
        let decided = answers.flatMap { try? decidedAt($0, call) } ?? call.now
        let names = try await Teams(pool: call.house.pool).members([detail.summary.officer])
        let caller = try call.caller
        let authorities = try await store.authorities()
        let sheet = CheckSheet(
            detail: detail, names: names, caller: caller, duties: try await store.affectedDuties(record),
            facts: try await store.foresight(record, reason: answers?.text("reason"), decidedAt: decided),
            authorities: authorities, answers: answers, decidedAt: decided, now: call.now)
        return sheet.view(csrf: call.csrf, once: call.once)
    }
}
