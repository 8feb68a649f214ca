import Deployment
import HTTPTypes
import Records

/// A proposed change of a pattern: the officer agrees or declines, whoever plans withdraws.
enum PatternPage {
    static let show = WebRoute.page("/patterns/{consultation}", LimitedDutyPages.readers) { call in
        let found = try await visible(call)
        let caller = try call.caller
        var parts: [View.Part] = [.summary(try await summary(found, call))]
        if found.state == .proposed, !choices(caller, found).isEmpty {
            parts.append(
                .html("<p><a class=\"button\" href=\"/patterns/\(found.id)/answer\">Answer or withdraw it</a></p>"))
        }
        return View("Proposed pattern \(found.id)", parts + [.link("All patterns", to: "/patterns")])
    }

    static let answer = WebRoute.form(
        "/patterns/{consultation}/answer", LimitedDutyPages.readers,
        fields: { call in
            let found = try await visible(call)
            return [Field("answer", "Your answer", .radios(choices(try call.caller, found)), pointers: ["/answer"])]
        },
        show: { call, state in
            let found = try await visible(call)
            return View(
                "Answer proposed pattern \(found.id)",
                [
                    .paragraph(
                        "Agreed, it comes into force by itself on its first day. Declined or withdrawn, nothing changes."
                    ),
                    .summary(try await summary(found, call)),
                    .form(state.view(call, button: "Record the answer", cancel: "/patterns/\(found.id)")),
                ])
        },
        submit: { call, form in
            let found = try await visible(call)
            guard let answer = PatternConsultationState(rawValue: form.text("answer")) else {
                throw FormRefused("answer", "Choose your answer")
            }
            try await FormRefused.telling(["consultation_notice": "answer", "officers_answer": "answer"]) {
                try await call.house.patterns.answer(found.id, answer, by: call.caller.accountID)
            }
            return .redirect("/patterns/\(found.id)", .recorded)
        })

    /// The proposal of the path, where it is the caller's to see.
    private static func visible(_ call: WebCall) async throws -> PatternConsultation {
        let found = try await call.house.patterns.get(call.call.number("consultation"), asOf: call.now)
        try Whose.check(found.proposal.officer, team: nil, call.call)
        return found
    }

    /// What somebody can answer; whether they may, the record decides.
    private static func choices(_ caller: Principal, _ found: PatternConsultation) -> [Field.Choice] {
        caller.officerID == found.proposal.officer
            ? [.init("agreed", "Agree"), .init("declined", "Decline")] : [.init("withdrawn", "Withdraw the proposal")]
    }

    private static func summary(_ found: PatternConsultation, _ call: WebCall) async throws -> [SummaryRow] {
        let names = try await OfficerNames.read([found.proposal.officer], in: call.house.pool)
        let pattern = try await PatternNames.read(in: call.house.pool).first { $0.id == found.proposal.pattern }
        let state = PatternListPage.words(found)
        return [
            SummaryRow("State", state.text, tag: state.tone),
            SummaryRow("Officer", names.called(found.proposal.officer)),
            SummaryRow("Pattern", pattern.map { "\($0.name) (\($0.id))" } ?? found.proposal.pattern),
            SummaryRow("From", Moments.text(found.proposal.from)),
            SummaryRow("First day of the cycle", Moments.text(found.proposal.anchor)),
            SummaryRow("Filed under", found.proposal.reference),
            SummaryRow("Proposed", Moments.text(found.proposedAt)),
        ] + (found.answeredAt.map { [SummaryRow("Answered", Moments.text($0))] } ?? [])
    }
}
