import Deployment
import Records

/// Operations, open ones first, then the newest.
enum OperationListPage {
    static let route = WebRoute.page("/operations", OperationPages.readers) { call in
        let turning = try Turning(call, keeping: ["state", "overdue"])
        let state = call.asked("state").flatMap(OperationState.init)
        let isOverdue = call.asked("overdue") == "1"
        let page = try await call.house.operations.list(
            state: state, overdueOnly: isOverdue, asOf: call.now, cursor: turning.mark, limit: turning.limit)
        let names = try await OfficerNames.read(page.items.map(\.owner), in: call.house.pool)
        let isLeader = OperationPages.leaders.lets(try call.caller.role)
        let states = [
            Field.Choice("", "All"), Field.Choice("open", "Open"), Field.Choice("closed", "Closed"),
        ]
        return View(
            "Operations",
            (isLeader ? [.link("Open an operation", to: "/operations/new")] : [])
                + [
                    AddressFilters("Filter operations", to: "/operations")
                        .with("state", "State", .select(states, state?.rawValue ?? ""))
                        .with("overdue", "Review overdue only", .box(isOverdue)).part,
                    .table(table(page.items, names, more: turning.next(page.next, of: "/operations"))),
                ])
    }

    static func table(_ operations: [Operation], _ names: OfficerNames, more: String?) -> TableView {
        TableView(
            "Operations, open ones first",
            heads: ["Operation", "Kind", "Site", "Owner", "Since", "State", "Review on"],
            rows: operations.map { one in
                [
                    .init("\(one.number) \(one.name)", link: "/operations/\(one.number)"), .init(one.kind.label),
                    .init(one.site), .init(names.called(one.owner)), .init(Moments.text(one.startsAt)), one.tag,
                    .init(one.reviewOn.map { Moments.text($0) } ?? "none"),
                ]
            }, empty: "There is no such operation.", more: more)
    }
}
