import Deployment
import Records

/// The cases in which an adviser was asked.
enum AdviceListPage {
    static let routes: [WebRoute] = [
        .page("/advice", .roles([.adviser])) { call in
            let paging = try Paging(call.call)
            let page = try await call.house.gold.list(
                forAdviser: call.caller.accountID, after: paging.cursor, limit: paging.limit)
            return view(
                page.items.map { AdviserCaseView($0) },
                more: FilterView.next(page.next, path: "/advice", keeping: [], call))
        }
    ]

    static func view(_ cases: [AdviserCaseView], more: String?) -> View {
        let rows: [[TableView.Cell]] = cases.map { item in
            let priority = item.priority.map { GoldWords.priority($0) }
            return [
                .init(item.number, link: "/advice/\(item.number)"), .init(item.state.map { GoldWords.state($0) } ?? ""),
                .init(priority?.text ?? "", tag: priority?.tone), .init(item.openedAt), .init(item.finding),
            ]
        }
        return View(
            "Cases",
            [
                .paragraph("Cases in which you were asked for advice. They name nobody."),
                .table(
                    TableView(
                        "Your cases", heads: ["Case", "State", "Priority", "Opened", "Finding"], rows: rows,
                        empty: "You have no cases.", more: more)),
            ])
    }
}
