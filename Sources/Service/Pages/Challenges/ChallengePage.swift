import Deployment
import HTTPTypes
import Records

/// One challenge with its answer, and for Gold what to do with it.
enum ChallengePage {
    static let show = WebRoute.page("/challenges/{challenge}", ChallengePages.readers) { call in
        view(try await ChallengePages.visible(call), for: try call.caller)
    }

    /// The page of a challenge.
    static func view(_ challenge: Challenge, for caller: Principal) -> View {
        let state = state(challenge)
        let isOwn = challenge.challengedBy?.id == caller.accountID
        var parts: [View.Part] = [
            .summary([
                SummaryRow("State", state.text, tag: state.tone),
                SummaryRow(
                    "Decision", challenge.nonDeployment,
                    link: ChallengePages.record(challenge.nonDeployment, for: caller.role)),
                SummaryRow("Answer by", Moments.text(challenge.answerBy)),
                SummaryRow(
                    "Those with a part in the decision",
                    challenge.isReleased ? "Know of it" : "Do not know of it until Gold releases it"),
            ])
        ]
        if caller.role == .gold, !isOwn { parts += actions(challenge) }
        return View("Challenge \(challenge.number)", parts + [.heading("What was said"), .timeline(steps(challenge))])
    }

    private static func actions(_ challenge: Challenge) -> [View.Part] {
        var html = HTML()
        func link(_ name: String, _ words: String) {
            html.mark("<a class=\"button\"")
            html.attribute("href", "/challenges/\(challenge.number)/\(name)")
            html.mark(">")
            html.say(words)
            html.mark("</a> ")
        }
        html.mark("<p class=\"buttons\">")
        if challenge.answer == nil { link("answer", "Answer it") }
        if !challenge.isReleased { link("release", "Release it") }
        html.mark("</p>")
        return challenge.answer != nil && challenge.isReleased ? [] : [.html(html.text)]
    }

    /// How a challenge stands.
    static func state(_ challenge: Challenge) -> (text: String, tone: Tone) {
        challenge.answer == nil ? ("Waits for an answer", .warn) : ("Answered", .good)
    }

    /// What was said and answered.
    static func steps(_ challenge: Challenge) -> [TimelineStep] {
        let raised = TimelineStep(
            Moments.text(challenge.raisedAt), "Challenge \(challenge.number)", by: challenge.challengedBy?.name,
            text: challenge.text)
        let answered = challenge.answer.map {
            TimelineStep(Moments.text($0.at), "Gold's answer", by: $0.by.name, text: $0.text)
        }
        return [raised] + [answered].compactMap(\.self)
    }
}
