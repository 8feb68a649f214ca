import Deployment
import Records

/// What the roster in force breaks on some days, by officer.
enum RuleBreachPage {
    static let route = WebRoute.page("/rules/breaches", BoardPages.readers) { call in
        let days = AskedDays(call, days: 14)
        let turning = try Turning(call, keeping: ["from", "to", "officer", "warnings"])
        let withWarnings = call.asked("warnings") == "1"
        let page = try await call.house.ruleSets.breaches(
            from: days.from, to: days.to, officer: call.asked("officer"), withWarnings: withWarnings,
            cursor: turning.mark, limit: turning.limit)
        let names = try await OfficerNames.read(page.items.compactMap(\.breach.officer), in: call.house.pool)
        return View(
            "What the roster breaks",
            [
                days.controls(on: AddressFilters("Filter breaches", to: "/rules/breaches"))
                    .with("officer", "Officer", .line(call.asked("officer") ?? ""))
                    .with("warnings", "With warnings", .box(withWarnings)).part,
                .table(
                    BreachTable.table(
                        page.items, caption: "Breaches, \(days.words)", names: names,
                        more: turning.next(page.next, of: "/rules/breaches"))),
                .link("Record an exception", to: "/rules/exceptions/new"), .link("The rules", to: "/rules"),
            ])
    }
}
