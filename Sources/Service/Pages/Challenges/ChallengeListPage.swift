import Deployment
import Records

/// Challenges, newest first: for Gold those it may know of, for everybody else their own.
enum ChallengeListPage {
    static let show = WebRoute.page("/challenges", ChallengePages.readers) { call in
        let caller = try call.caller
        let turning = try Turning(call, keeping: ["open"])
        let onlyOpen = call.asked("open") != nil
        let page = try await call.house.challenges.list(
            for: caller.accountID, onlyOwn: caller.role != .gold, onlyOpen: onlyOpen, after: turning.mark,
            limit: turning.limit)
        return view(
            page.items, for: caller.role, onlyOpen: onlyOpen, next: turning.next(page.next, of: "/challenges"))
    }

    /// The page of these challenges.
    static func view(_ challenges: [Challenge], for role: Role, onlyOpen: Bool = false, next: String? = nil) -> View {
        let words =
            role == .gold
            ? "Those with a part in a decision know of its challenges once you release them."
            : "Whoever decided does not see a challenge until the Gold group releases it. Raise one from the page of the decision."
        let empty = role == .gold ? "There is no challenge that you may know of." : "You have raised no challenge."
        return View(
            "Challenges",
            [
                .paragraph(words),
                AddressFilters("Filter challenges", to: "/challenges")
                    .with("open", "Without an answer only", .box(onlyOpen)).part,
                .table(
                    TableView(
                        "Challenges", heads: ["Number", "Decision", "State", "Raised", "Answer by", "By"],
                        rows: challenges.map { row($0, role) }, empty: onlyOpen ? "None without an answer." : empty,
                        more: next)),
            ])
    }

    private static func row(_ challenge: Challenge, _ role: Role) -> [TableView.Cell] {
        let state = ChallengePage.state(challenge)
        return [
            TableView.Cell(challenge.number, link: "/challenges/\(challenge.number)"),
            TableView.Cell(challenge.nonDeployment), TableView.Cell(state.text, tag: state.tone),
            TableView.Cell(Moments.text(challenge.raisedAt)), TableView.Cell(Moments.text(challenge.answerBy)),
            TableView.Cell(challenge.challengedBy?.name ?? "Not told"),
        ]
    }
}
