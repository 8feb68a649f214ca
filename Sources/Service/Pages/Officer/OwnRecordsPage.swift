import Deployment
import Records

/// An officer's own non-deployments.
enum OwnRecordsPage {
    static let show = WebRoute.page("/me/records", .roles([.officer])) { call in
        _ = try OfficerPages.own(call)
        let turning = try Turning(call)
        var filter = NonDeployments.Filter()
        try NonDeploymentAccess.narrow(&filter, for: call.caller)
        let page = try await call.house.nonDeployments.list(filter, after: turning.mark, limit: turning.limit)
        let places = try await DecisionWords.places(of: page.items.map(\.terms.scope), in: call.house.pool)
        return view(page.items, places: places, next: turning.next(page.next, of: "/me/records"))
    }

    /// The page of these records.
    static func view(
        _ records: [NonDeploymentSummary], places: PlaceNames = PlaceNames(), next: String? = nil
    ) -> View {
        View(
            "My records",
            [
                .paragraph(
                    "Every decision not to deploy you to some duties, and every draft of one. A draft takes you off nothing."
                ),
                .table(
                    TableView(
                        "Non-deployments",
                        heads: [
                            "Number", "State", "Why, in kind", "Duties", "From", "Until", "Review by", "Decided by",
                        ],
                        rows: records.map { row($0, places) }, empty: "There is no record about you.", more: next)),
                .link("Who read sensitive text about me", to: "/me/reads"),
                .link("My challenges of decisions", to: "/challenges"),
                .link("My limited duty", to: "/limited-duty"), .link("My pattern", to: "/patterns"),
            ])
    }

    private static func row(_ record: NonDeploymentSummary, _ places: PlaceNames) -> [TableView.Cell] {
        let state = DecisionWords.state(record.state)
        return [
            TableView.Cell(record.number, link: "/me/records/\(record.number)"),
            TableView.Cell(state.text, tag: state.tone),
            TableView.Cell(DecisionWords.category(of: record.terms)),
            TableView.Cell(DecisionWords.scope(record.terms.scope, places)),
            TableView.Cell(Moments.text(record.terms.startsAt)), TableView.Cell(Moments.text(record.terms.endsAt)),
            TableView.Cell(Moments.text(record.terms.reviewAt)), TableView.Cell(record.decider?.name ?? "Nobody yet"),
        ]
    }
}
