import Deployment
import HTTPTypes
import Records

/// What Gold does with a challenge: answers it, and shows it to those with a part in the decision.
enum ChallengeAnswerPages {
    static let routes: [WebRoute] = answer + release

    private static let answer = WebRoute.form(
        "/challenges/{challenge}/answer", .roles([.gold]),
        fields: { call in
            _ = try await ChallengePages.visible(call)
            return [
                Field(
                    "text", "Answer", .area(.free(1...10_000), rows: 6),
                    hint: "The challenger is told, and so is everybody who may know of the challenge.",
                    pointers: ["/text"])
            ]
        },
        show: { call, state in
            let challenge = try await ChallengePages.visible(call)
            return View(
                "Answer challenge \(challenge.number)",
                [
                    .timeline(ChallengePage.steps(challenge)),
                    .form(state.view(call, button: "Send the answer", cancel: "/challenges/\(challenge.number)")),
                ])
        },
        submit: { call, form in
            let challenge = try await ChallengePages.visible(call)
            try await telling {
                try await call.house.challenges.answer(
                    challenge.id, text: form.text("text"), by: call.caller.accountID)
            }
            return .redirect("/challenges/\(challenge.number)", .sent)
        })

    private static let release = WebRoute.form(
        "/challenges/{challenge}/release", .roles([.gold]),
        fields: { call in
            _ = try await ChallengePages.visible(call)
            return [
                Field(
                    "withName", "Who challenged",
                    .radios([.init("no", "Is not told"), .init("yes", "Is told")]), pointers: ["/withName"])
            ]
        },
        show: { call, state in
            let challenge = try await ChallengePages.visible(call)
            return View(
                "Release challenge \(challenge.number)",
                [
                    .paragraph(
                        "Those with a part in \(challenge.nonDeployment) will read the challenge and its answer. This cannot be taken back."
                    ), .timeline(ChallengePage.steps(challenge)),
                    .form(state.view(call, button: "Release it", cancel: "/challenges/\(challenge.number)")),
                ])
        },
        submit: { call, form in
            let challenge = try await ChallengePages.visible(call)
            try await telling {
                try await call.house.challenges.release(
                    challenge.id, withName: form.text("withName") == "yes", by: call.caller.accountID)
            }
            return .redirect("/challenges/\(challenge.number)", .released)
        })

    /// Tells a refusal in words with what to do.
    private static func telling<R>(_ work: () async throws -> R) async throws -> R {
        do {
            return try await work()
        } catch RecordError.refused(_, "outside_line", _) {
            throw FormRefused(
                nil, "You challenged this decision or had a part in it, so another member of the Gold group acts.")
        } catch RecordError.refused(_, "challenge_words", _) {
            throw FormRefused("text", "Enter a sentence that answers the challenge")
        }
    }
}
