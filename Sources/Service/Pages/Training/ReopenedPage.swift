import Deployment
import Records

/// Published duties whose officer lacks a skill by then: each is changed on the ground of the lapse.
enum ReopenedPage {
    static let route = WebRoute.page("/currencies/reopened", BoardPages.readers) { call in
        let turning = try Turning(call, keeping: ["team"])
        let page = try await call.house.currencies.reopened(
            asOf: call.now, team: call.asked("team"), cursor: turning.mark, limit: turning.limit)
        let names = try await OfficerNames.read(page.items.map(\.officer), in: call.house.pool)
        let isPlanner = try call.caller.role == .duties
        return View(
            "Duties re-opened by a lapse",
            [
                .paragraph(
                    "The officer is on the published roster and lacks a skill that the duty needs by then. "
                        + "Either the skill is renewed in time, or the duty is changed on that ground."),
                AddressFilters("Filter duties", to: "/currencies/reopened")
                    .with("team", "Team", .line(call.asked("team") ?? "")).part,
                .table(
                    TableView(
                        "Re-opened, soonest first", heads: ["Duty", "Officer", "Lacks", "Last day", "Renew", "Change"],
                        rows: page.items.map { one in
                            let book = "/training?skill=\(one.lacks)&officer=\(one.officer)"
                            return [
                                .init("\(Moments.text(one.day)) \(one.shift), \(one.site)"),
                                .init(names.called(one.officer), link: "/officers/\(one.officer)"), .init(one.lacks),
                                .init(one.lastDay.map { Moments.text($0) } ?? "Never held", tag: .bad),
                                .init("Sessions for \(one.lacks)", link: book),
                                isPlanner
                                    ? .init(
                                        "Change \(one.officer) on \(Moments.short(one.day))",
                                        link: "/changes/new?removes=\(one.deployment)") : "",
                            ]
                        }, empty: "Every published duty has an officer who holds what it needs.",
                        more: turning.next(page.next, of: "/currencies/reopened"))),
            ])
    }
}
