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
        return view(page.items, next: turning.next(page.next, of: "/me/records"))
    }

    /// The page of these records.
    static func view(_ records: [NonDeploymentSummary], next: String? = nil) -> View {
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
                        rows: records.map(row), empty: "There is no record about you.", more: next)),
                .link("Who read sensitive text about me", to: "/me/reads"),
            ])
    }

    private static func row(_ record: NonDeploymentSummary) -> [TableView.Cell] {
        let state = OwnRecordWords.state(record.state)
        return [
            TableView.Cell(record.number, link: "/me/records/\(record.number)"),
            TableView.Cell(state.text, tag: state.tone),
            TableView.Cell(OwnRecordWords.category(record.terms)),
            TableView.Cell(DecisionWords.scope(record.terms.scope)),
            TableView.Cell(Moments.text(record.terms.startsAt)), TableView.Cell(Moments.text(record.terms.endsAt)),
            TableView.Cell(Moments.text(record.terms.reviewAt)), TableView.Cell(record.decider?.name ?? "Nobody yet"),
        ]
    }
}
