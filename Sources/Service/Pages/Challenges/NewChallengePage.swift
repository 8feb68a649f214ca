import Deployment
import HTTPTypes
import Records

/// Challenging a decision in a sentence.
enum NewChallengePage {
    static let routes = WebRoute.form(
        "/decisions/{nd}/challenge", ChallengePages.readers,
        fields: { call in
            _ = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
            return [
                Field(
                    "text", "What you challenge, and why", .area(.free(1...10_000), rows: 5),
                    hint: "A sentence is enough.", pointers: ["/text"])
            ]
        },
        show: { call, state in
            let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
            let number = detail.summary.number
            let back = ChallengePages.record(number, for: try call.caller.role)
            guard !detail.decisions.isEmpty || !call.form.values.isEmpty else {
                return View(
                    "Challenge \(number)",
                    [.paragraph("Nobody has decided on it yet."), .link("Back to \(number)", to: back)])
            }
            return View(
                "Challenge \(number)",
                [
                    .paragraph(
                        "The Gold group reads it and answers. Whoever had a part in the decision does not know of it until Gold releases it, and then with your name only if Gold says so. A challenge counts towards nothing."
                    ), .form(state.view(call, button: "Send it to the Gold group", cancel: back)),
                ])
        },
        submit: { call, form in
            let record = try call.call.number("nd")
            _ = try await NonDeploymentAccess.visible(record, for: call.call)
            let number = try await telling {
                try await call.house.challenges.raise(
                    on: record, text: form.text("text"), by: call.caller.accountID)
            }
            return .redirect("/challenges/CH-\(number)", .sent)
        })

    /// Tells a refusal in words with what to do.
    private static func telling<R>(_ work: () async throws -> R) async throws -> R {
        do {
            return try await work()
        } catch RecordError.refused(_, "own_challenge", _) {
            throw FormRefused(nil, "Nobody challenges their own decision. Review it or end it instead.")
        } catch RecordError.refused(_, "challenge_words", _) {
            throw FormRefused("text", "Enter a sentence that says what you challenge")
        } catch RecordError.refused(_, "decision_known", _) {
            throw FormRefused(nil, "Nobody has decided on it yet, so there is nothing to challenge.")
        }
    }
}
