import Deployment
import HTTPTypes
import Records

/// Proposing a change of an officer's pattern; the officer is told and answers.
enum NewPatternPage {
    static let routes = WebRoute.form(
        "/patterns/new", .roles([.duties, .supervisor]),
        fields: { call in fields(try await PatternNames.read(in: call.house.pool)) },
        show: { call, state in
            let given = call.form.values.isEmpty ? ["officer": call.asked("officer").map { [$0] } ?? []] : [:]
            return View(
                "Propose a pattern",
                [
                    .paragraph(
                        "The officer is told and agrees or declines; without an answer nothing changes. The paper it is filed under says why, never this form."
                    ), .form(state.view(call, button: "Propose it", cancel: "/patterns", given: given)),
                ])
        },
        submit: { call, form in
            guard let anchor = form.day("anchor"), let from = form.day("from") else {
                throw FormRefused("from", "Enter the days")
            }
            let number = try await FormRefused.telling([
                "consultation_notice": "from", "own_pattern": "officer", "limits_functional": "reference",
            ]) {
                try await call.house.patterns.propose(
                    PatternProposal(
                        officer: form.text("officer"), pattern: form.text("pattern"), anchor: anchor, from: from,
                        reference: form.text("reference")), by: call.caller.accountID)
            }
            return .redirect("/patterns/\(number)", .sent)
        })

    static func fields(_ patterns: [(id: String, name: String)]) -> [Field] {
        [
            Field(
                "officer", "Officer", .line(.officer, width: .short), hint: "The warrant number, such as W1234.",
                pointers: ["/officer"]),
            Field(
                "pattern", "Pattern", .select(patterns.map { .init($0.id, "\($0.name) (\($0.id))") }),
                pointers: ["/pattern"]),
            Field("from", "From", .day, hint: "At least 30 days ahead.", pointers: ["/from"]),
            Field(
                "anchor", "First day of the cycle", .day, hint: "Any day on which the cycle stands at its first day.",
                pointers: ["/anchor"]),
            Field(
                "reference", "Filed under", .line(.free(2...80), width: .medium), hint: "The paper's reference.",
                pointers: ["/reference"]),
        ]
    }
}
