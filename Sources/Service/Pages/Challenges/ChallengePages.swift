import Deployment
import HTTPTypes
import Records

/// Challenge this decision: open to whoever may see it, hidden from those with a part in it until Gold releases it.
enum ChallengePages {
    static let readers = WebRoute.Access.roles([.officer, .supervisor, .gold])

    static let routes: [WebRoute] =
        [ChallengeListPage.show, ChallengePage.show] + NewChallengePage.routes + ChallengeAnswerPages.routes

    /// The challenge of the path, as far as the caller may know of it in their role: as in the API, Gold those it may know
    /// of, everybody else their own and, on the page of a decision, those that were released.
    static func visible(_ call: WebCall) async throws -> Challenge {
        let (caller, number) = (try call.caller, try call.call.number("challenge"))
        guard number < .max else { throw RecordError.notFound("challenge CH-\(number)") }
        let page = try await call.house.challenges.list(
            for: caller.accountID, onlyOwn: caller.role != .gold, after: String(number + 1), limit: 1)
        guard let found = page.items.first, found.id == number else {
            throw RecordError.notFound("challenge CH-\(number)")
        }
        return found
    }

    /// The page of a decision for a role: an officer's is among their own records.
    static func record(_ number: String, for role: Role) -> String {
        role == .officer ? "/me/records/\(number)" : "/decisions/\(number)"
    }

    /// What stands under a decision: the challenges that somebody may know of, and the way to a new one.
    static func part(of detail: NonDeploymentDetail, _ call: WebCall) async throws -> [View.Part] {
        let caller = try call.caller
        let known = try await call.house.challenges.list(of: detail.summary.id, for: caller.accountID)
        return part(known, of: detail, for: caller)
    }

    /// The same of challenges that were read.
    static func part(_ known: [Challenge], of detail: NonDeploymentDetail, for caller: Principal) -> [View.Part] {
        let mayRaise =
            !detail.decisions.isEmpty && !detail.decisions.contains { $0.decidedBy.id == caller.accountID }
        guard mayRaise || !known.isEmpty else { return [] }
        var parts: [View.Part] = [.heading("Challenges")]
        for challenge in known {
            parts.append(.timeline(ChallengePage.steps(challenge)))
        }
        if mayRaise {
            parts.append(
                .link("Challenge this decision", to: "/decisions/\(detail.summary.number)/challenge"))
        }
        return parts
    }
}
