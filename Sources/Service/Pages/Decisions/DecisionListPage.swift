import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Records, newest first: for a supervisor their team's, for Gold all, for an officer their own.
enum DecisionListPage {

    static let routes: [WebRoute] = [
        .page("/decisions", DecisionPages.readers) { call in
            let caller = try call.caller
            var filter = NonDeployments.Filter()
            var faults: [FieldFault] = []
            if let officer = call.asked("officer")?.stripped.uppercased() {
                if let fault = TextForm.officer.fault(in: officer) {
                    faults.append(FieldFault("f-officer", "Officer \(fault)"))
                } else {
                    filter.officer = officer
                }
            }
            if let team = call.asked("team")?.stripped.uppercased() {
                if let fault = TextForm.token(16).fault(in: team) {
                    faults.append(FieldFault("f-team", "Team \(fault)"))
                } else {
                    filter.team = team
                }
            }
            if let state = call.asked("state").flatMap({ NonDeploymentState(rawValue: $0) }) { filter.states = [state] }
            if call.asked("due") == "owed" { filter.isOwedInFull = true }
            if call.asked("due") == "review" { filter.reviewDueBy = TermsForm.date(call.today.adding(1), 0) }
            try NonDeploymentAccess.narrow(&filter, for: caller)
            guard faults.isEmpty else {
                return view([], names: [:], next: nil, asked: call.call.query, caller: caller).with {
                    $0.faults = faults
                    $0.status = .badRequest
                }
            }
            let page = try await call.house.nonDeployments.list(filter, after: call.asked("after"))
            let names = try await Teams(pool: call.house.pool).members(page.items.map(\.officer))
            return view(page.items, names: names, next: page.next, asked: call.call.query, caller: caller)
        }
    ]

    private static let kept = ["state", "officer", "team", "due"]

    /// The list with its filters, which live in the address.
    static func view(
        _ items: [NonDeploymentSummary], names: [String: TeamMember], next: String?, asked: [String: String],
        caller: Principal
    ) -> View {
        var parts: [View.Part] = []
        if caller.role == .supervisor {
            parts.append(.html(starts))
        }
        parts.append(filters(asked, for: caller))
        let rows = items.map { item in
            let state = DecisionWords.state(item.state)
            return [
                TableView.Cell(item.number, link: "/decisions/\(item.number)"),
                TableView.Cell(DecisionWords.officer(item.officer, names)), TableView.Cell(item.team),
                TableView.Cell(state.text, tag: state.tone), TableView.Cell(DecisionWords.scope(item.terms.scope)),
                TableView.Cell(Moments.text(item.terms.startsAt)), TableView.Cell(Moments.text(item.terms.endsAt)),
                TableView.Cell(
                    item.owedInFullBy.map { "Full form by \(Moments.text($0))" } ?? Moments.text(item.terms.reviewAt)),
                TableView.Cell(item.decider?.name ?? "Nobody yet"),
            ]
        }
        let more = next.map { next in address(asked.merging(["after": next]) { $1 }, ["after"]) }
        parts.append(
            .table(
                TableView(
                    "Non-deployments, newest first",
                    heads: [
                        "Number", "Officer", "Team", "State", "Kept from", "From", "Until", "Next due", "Decided by",
                    ], rows: rows, empty: "No non-deployments fit these filters.", more: more)))
        return View(caller.role == .officer ? "My non-deployments" : "Non-deployments", parts)
    }

    private static let starts = """
        <p class="buttons"><a class="button" href="/decisions/short">Record a short form</a> \
        <a href="/decisions/new">Start a full form</a></p>
        """

    private static func address(_ asked: [String: String], _ more: [String]) -> String {
        let pairs = (kept + more).compactMap { name in
            asked[name].flatMap { $0.isEmpty ? nil : "\(name)=\(WebResponder.escapedForQuery($0))" }
        }
        return "/decisions?" + pairs.joined(separator: "&")
    }

    private static func filters(_ asked: [String: String], for caller: Principal) -> View.Part {
        let states = NonDeploymentState.allCases.map { Field.Choice($0.rawValue, DecisionWords.state($0).text) }
        let due = [Field.Choice("owed", "Full form owed"), Field.Choice("review", "Review due by today")]
        var bar = AddressFilters("Filter non-deployments", to: "/decisions")
            .with("state", "State", .select([Field.Choice("", "All")] + states, asked["state"] ?? ""))
            .with("due", "Due", .select([Field.Choice("", "Any")] + due, asked["due"] ?? ""))
        if caller.role != .officer {
            bar = bar.with("officer", "Officer", .line(asked["officer"] ?? ""))
                .with("team", "Team", .line(asked["team"] ?? ""))
        }
        return bar.part
    }
}
