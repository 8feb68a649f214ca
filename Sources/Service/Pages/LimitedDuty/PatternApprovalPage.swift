import Deployment
import HTTPTypes
import Records

/// A supervisor approves an officer's individual pattern, or reviews it, until the next review.
enum PatternApprovalPage {
    static let routes = WebRoute.form(
        "/officers/{officer}/pattern", .roles([.supervisor]),
        fields: { _ in
            [
                Field(
                    "reference", "Filed under", .line(.free(2...80), width: .medium),
                    hint: "The paper's reference, never a cause.", pointers: ["/reference"]),
                Field("reviewOn", "Next review", .day, pointers: ["/reviewOn"]),
            ]
        },
        show: { call, state in
            let member = try await member(call)
            let found = try await call.house.patterns.list(officer: member.officer, asOf: call.now, limit: 1).items
                .first
            return View(
                "Approve the pattern of \(member.name) \(member.officer)",
                [
                    .summary([
                        SummaryRow("Pattern", found?.pattern ?? "No individual pattern on record"),
                        SummaryRow("Filed under", found?.reference ?? "Not approved"),
                        SummaryRow("Review", found?.reviewOn.map { Moments.text($0) } ?? "No approval is on record"),
                    ]),
                    .form(
                        state.view(
                            call, button: "Approve it until the next review", cancel: "/patterns",
                            given: ["reference": found?.reference.map { [$0] } ?? []])),
                ])
        },
        submit: { call, form in
            let member = try await member(call)
            guard let day = form.day("reviewOn") else { throw FormRefused("reviewOn", "Enter next review") }
            _ = try await FormRefused.telling(
                ["review_within": "reviewOn", "limits_functional": "reference"],
                words: { $0 == "own_pattern" ? "Nobody approves their own pattern. Ask another supervisor." : nil }
            ) {
                try await call.house.patterns.approve(
                    member.officer, reference: form.text("reference"), reviewOn: day, by: call.caller.accountID)
            }
            return .redirect("/patterns", .recorded)
        })

    /// The officer of the path, where they are of a team that the supervisor sees.
    private static func member(_ call: WebCall) async throws -> TeamMember {
        let officer = try call.call.part("officer")
        guard let found = try await Teams(pool: call.house.pool).members([officer])[officer] else {
            throw RecordError.notFound("such officer")
        }
        try Whose.check(officer, team: found.team, call.call)
        return found
    }
}
