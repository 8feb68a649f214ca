import Deployment
import Records

/// Rest days owed for others that are worked; the duties office fixes the other day.
enum RestDaysOwedPage {
    static let routes =
        [
            WebRoute.page("/rest-days-owed", BoardPages.readers) { call in
                let turning = try Turning(call, keeping: ["officer", "settled"])
                let isSettled = call.asked("settled") == "1"
                let page = try await call.house.restDaysOwed.list(
                    openOnly: !isSettled, officer: call.asked("officer"), asOf: call.now, cursor: turning.mark,
                    limit: turning.limit)
                let names = try await OfficerNames.read(page.items.map(\.officer), in: call.house.pool)
                let isPlanner = try call.caller.role == .duties
                return View(
                    "Rest days owed",
                    [
                        AddressFilters("Filter rest days owed", to: "/rest-days-owed")
                            .with("officer", "Officer", .line(call.asked("officer") ?? ""))
                            .with("settled", "With settled ones", .box(isSettled)).part,
                        .table(
                            table(
                                page.items, names, isPlanner: isPlanner,
                                more: turning.next(page.next, of: "/rest-days-owed"))),
                    ])
            }
        ]
        + WebRoute.form(
            "/rest-days-owed/{owed}", BoardPages.planners,
            fields: { _ in
                [
                    Field(
                        "restDay", "The other rest day", .day,
                        hint: "A day on which the officer would work and has no duty yet.",
                        pointers: ["/restDay"])
                ]
            },
            show: { call, state in
                let owed = try await owed(call)
                let names = try await OfficerNames.read([owed.officer], in: call.house.pool)
                return View(
                    "Fix the other rest day",
                    [
                        .summary([
                            SummaryRow("Officer", names.called(owed.officer), link: "/officers/\(owed.officer)"),
                            SummaryRow("Rest day that is worked", Moments.text(owed.workedDay)),
                            SummaryRow(
                                "To be told by", Moments.text(owed.notifyBy), tag: owed.isOverdue ? .bad : .note),
                            SummaryRow("Owed by", "change \(owed.change)", link: "/changes/\(owed.change)"),
                        ]),
                        .paragraph("The officer is told at once."),
                        .form(state.view(call, button: "Fix the day", cancel: "/rest-days-owed")),
                    ])
            },
            submit: { call, form in
                guard let day = form.day("restDay") else { throw APIProblem.notFound }
                _ = try await call.house.restDaysOwed.settle(
                    call.call.number("owed"), restDay: day, by: call.caller.accountID, asOf: call.now)
                return .redirect("/rest-days-owed?settled=1", .recorded)
            })

    /// The one of the address, settled or not; 404 where there is none.
    private static func owed(_ call: WebCall) async throws -> RestDayOwed {
        let number = try call.call.number("owed")
        var cursor: String?
        repeat {
            let page = try await call.house.restDaysOwed.list(
                openOnly: false, asOf: call.now, cursor: cursor, limit: 500)
            if let found = page.items.first(where: { $0.id == number }) { return found }
            cursor = page.next
        } while cursor != nil
        throw APIProblem.notFound
    }

    static func table(
        _ owed: [RestDayOwed], _ names: OfficerNames, isPlanner: Bool, more: String?
    ) -> TableView {
        TableView(
            "Rest days owed, the most urgent first",
            heads: ["Officer", "Rest day worked", "To be told by", "The other rest day", "By"],
            rows: owed.map { one in
                [
                    .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                    .init(Moments.text(one.workedDay)),
                    .init(Moments.text(one.notifyBy), tag: one.isOverdue ? .bad : nil), state(one, isPlanner),
                    .init("Change \(one.change)", link: isPlanner ? "/changes/\(one.change)" : nil),
                ]
            }, empty: "No rest day is owed.", more: more)
    }

    private static func state(_ one: RestDayOwed, _ isPlanner: Bool) -> TableView.Cell {
        if let day = one.restDay { return .init(Moments.text(day), tag: .good) }
        if one.reinstatedBy != nil { return .init("The old one stands again", tag: .good) }
        return .init("Fix the day for \(one.officer)", link: isPlanner ? "/rest-days-owed/\(one.id)" : nil)
    }
}
