import Deployment
import Records

/// Restricted and recuperative duty in force, the longest overdue review first. What somebody cannot do, never why.
enum LimitedDutyListPage {
    static let show = WebRoute.page("/limited-duty", LimitedDutyPages.readers) { call in
        let (turning, whose) = (try Turning(call, keeping: ["overdue", "team"]), try Whose(call.call))
        let overdueOnly = call.asked("overdue") != nil
        let page = try await call.house.limitedDuty.list(
            team: whose.team, officer: whose.officer, overdueOnly: overdueOnly, asOf: call.now, cursor: turning.mark,
            limit: turning.limit)
        return view(
            page.items, for: try call.caller.role, overdueOnly: overdueOnly,
            next: turning.next(page.next, of: "/limited-duty"))
    }

    /// The page of these restrictions.
    static func view(
        _ records: [LimitedDutyRecord], for role: Role, overdueOnly: Bool, next: String?
    ) -> View {
        var parts: [View.Part] = []
        if role != .officer {
            parts.append(
                AddressFilters("Filter limited duty", to: "/limited-duty")
                    .with("overdue", "Overdue reviews only", .box(overdueOnly)).part)
        }
        let empty = role == .officer ? "You are on no limited duty." : "Nobody here is on limited duty."
        parts += [
            .table(
                TableView(
                    "Limited duty in force",
                    heads: [
                        "Number", "Officer", "Kind", "What the officer cannot do", "Until", "Next review",
                        "Posts that suit",
                    ],
                    rows: records.map(row), empty: overdueOnly ? "No review is overdue." : empty, more: next)),
            .link("Individual patterns", to: "/patterns"),
        ]
        return View(role == .officer ? "My limited duty" : "Limited duty", parts)
    }

    private static func row(_ record: LimitedDutyRecord) -> [TableView.Cell] {
        let review = Moments.text(record.reviewOn)
        return [
            TableView.Cell(record.id, link: "/limited-duty/\(record.id)"),
            TableView.Cell("\(record.name) \(record.officer)"), TableView.Cell(TeamView.kind(record.kind)),
            TableView.Cell(record.words), TableView.Cell(record.to.map { Moments.text($0) } ?? "Open"),
            record.isOverdue ? TableView.Cell("Overdue since \(review)", tag: .bad) : TableView.Cell(review),
            TableView.Cell(String(record.postsThatSuit), isNumber: true),
        ]
    }
}
