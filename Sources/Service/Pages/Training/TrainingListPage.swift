import Deployment
import Records

/// Seats against need by month, and the sessions that are set up.
enum TrainingListPage {
    static let route = WebRoute.page("/training", BoardPages.readers) { call in
        let days = AskedDays(call, days: 92)
        let turning = try Turning(call, keeping: ["from", "to", "skill", "officer"])
        let skills = try await SessionBook.skills(in: call.house.pool)
        let names = Dictionary(skills.map { ($0.id, $0.name) }) { first, _ in first }
        let outlook = try await call.house.currencies.outlook(asOf: call.now, months: 6)
        let page = try await call.house.currencies.sessions(
            from: days.from, to: days.to, skill: call.asked("skill"), cursor: turning.mark, limit: turning.limit)
        let isPlanner = try call.caller.role == .duties
        let withdrawn = isPlanner ? try await call.house.currencies.withdrawn(limit: 20) : []
        let officers = try await OfficerNames.read(withdrawn.map(\.officer), in: call.house.pool)
        return View(
            "Training",
            (isPlanner ? [.link("Set up a session", to: "/training/new")] : [])
                + [
                    .link("Currencies that lapse", to: "/currencies"), .table(load(outlook, names)),
                    days.controls(on: AddressFilters("Filter sessions", to: "/training"))
                        .with(
                            "skill", "Renews",
                            .select(
                                [Field.Choice("", "Everything")] + skills.map { Field.Choice($0.id, $0.name) },
                                call.asked("skill") ?? "")
                        ).part,
                    .table(
                        sessions(
                            page.items, names, days, officer: call.asked("officer"),
                            more: turning.next(page.next, of: "/training"))),
                    .table(withdrawals(outlook)),
                ] + (isPlanner ? [.table(latest(withdrawn, names, officers))] : []))
    }

    static func load(_ outlook: TrainingOutlook, _ names: [String: String]) -> TableView {
        TableView(
            "Renewals due against seats, next six months",
            heads: ["Month", "What", "Due", "Seats", "Booked", "Seats missing"],
            rows: outlook.lines.map { line in
                [
                    .init(line.month), .init(names[line.skill] ?? line.skill), .init(String(line.due), isNumber: true),
                    .init(String(line.seats), isNumber: true), .init(String(line.booked), isNumber: true),
                    line.short > 0
                        ? .init("\(line.short) missing", tag: .bad, isNumber: true) : .init("None", isNumber: true),
                ]
            }, empty: "Nothing falls due in the next six months.")
    }

    static func sessions(
        _ found: [TrainingSession], _ names: [String: String], _ days: AskedDays, officer: String?, more: String?
    ) -> TableView {
        TableView(
            "Sessions, \(days.words)", heads: ["Session", "Renews", "Instructor", "Seats free", "Kind"],
            rows: found.map { one in
                let free = one.seats - one.booked
                let query = officer.map { "?officer=" + WebResponder.escapedForQuery($0) } ?? ""
                return [
                    .init("\(Moments.text(one.day)), \(one.starts)", link: "/training/\(one.id)\(query)"),
                    .init(names[one.skill] ?? one.skill), .init(one.instructor),
                    free > 0
                        ? .init("\(free) of \(one.seats)", isNumber: true)
                        : .init("Full, \(one.seats)", tag: .warn, isNumber: true),
                    .init(one.withinDuty ? "Slot inside the duty" : "Keeps the day free"),
                ]
            }, empty: "No session is set up on these days.", more: more)
    }

    /// Why officers were withdrawn of late, for planners.
    private static func latest(
        _ found: [Withdrawal], _ names: [String: String], _ officers: OfficerNames
    ) -> TableView {
        TableView(
            "Withdrawn of late", heads: ["Officer", "Session", "By", "Why"],
            rows: found.map { one in
                [
                    .init(officers.called(one.officer), link: "/officers/\(one.officer)"),
                    .init("\(names[one.skill] ?? one.skill), \(Moments.text(one.day))"),
                    .init(side(one.side)), .init(one.reason),
                ]
            }, empty: "Nobody was withdrawn.")
    }

    private static func side(_ side: String) -> String { side.replacing("_", with: " ").capitalizedFirst }

    private static func withdrawals(_ outlook: TrainingOutlook) -> TableView {
        TableView(
            "Withdrawals of the last year", heads: ["Month", "By", "How many"],
            rows: outlook.withdrawals.map {
                [
                    .init($0.month), .init(side($0.side)),
                    .init(String($0.count), isNumber: true),
                ]
            }, empty: "Nobody was withdrawn from a session.")
    }
}
