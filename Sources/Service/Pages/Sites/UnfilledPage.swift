import Deployment
import HTTPTypes
import Records

/// Duties below their target, soonest first, with why.
enum UnfilledPage {
    static let routes = [
        WebRoute.page("/unfilled", BoardPages.planners) { call in
            let (days, turning) = (AskedDays(call, days: 28), try Turning(call, keeping: ["from", "to", "site"]))
            let site = call.asked("site")
            let page = try await UnfilledDuties.read(
                from: days.from, to: days.to, site: site, cursor: turning.mark, limit: turning.limit,
                in: call.house.pool)
            let sites = try await SiteNames.read(in: call.house.pool)
            let asked = days.query + (site.map { "&site=" + WebResponder.escapedForQuery($0) } ?? "")
            return View(
                "Unfilled duties",
                [
                    .paragraph(
                        "Duties below their target on days with a published roster, soonest first. "
                            + "Why is what held when the roster was made; the candidates are worked out anew."),
                    days.controls(on: AddressFilters("Filter unfilled duties", to: "/unfilled"))
                        .with(
                            "site", "Site",
                            .select(
                                [Field.Choice("", "All sites")]
                                    + sites.map { Field.Choice($0.id, "\($0.id) \($0.name)") }, site ?? "")
                        ).part,
                    .table(
                        table(
                            page.items, caption: "Unfilled, \(days.words)",
                            empty: "All duties of these days that are published have their target.",
                            more: turning.next(page.next, of: "/unfilled"))),
                    .link("This list as CSV", to: "/unfilled.csv?" + asked),
                ]
            )
        },
        WebRoute(method: .get, path: "/unfilled.csv", access: BoardPages.planners) { call in
            let days = AskedDays(call, days: 28)
            var (all, cursor): ([UnfilledDuty], String?) = ([], nil)
            repeat {
                let page = try await UnfilledDuties.read(
                    from: days.from, to: days.to, site: call.asked("site"), cursor: cursor, limit: 1000,
                    in: call.house.pool)
                all += page.items
                cursor = page.next
            } while cursor != nil
            return .bytes(
                RosterCSV.unfilled(all), type: "text/csv; charset=utf-8",
                name: "unfilled-\(days.from)-\(days.to).csv")
        },
    ]

    static func table(_ duties: [UnfilledDuty], caption: String, empty: String, more: String?) -> TableView {
        TableView(
            caption, heads: ["Duty", "Site", "Level", "Has", "Short by", "Why", "Who else"],
            rows: duties.map { duty in
                let path = DutyPage.path(duty.post, duty.day, duty.shift)
                let called = "\(Moments.text(duty.day)) \(duty.shift) \(duty.post)"
                return [
                    .init(called, link: path),
                    .init("\(duty.site) \(duty.siteName)", link: "/sites/\(duty.site)"),
                    .init(duty.level.rawValue, tag: duty.level.tone ?? .note),
                    .init("\(duty.filled) of \(duty.target), at least \(duty.min)"), short(duty),
                    .init(duty.reasons.map(RosterVersionPage.sentence) ?? "It had its target when it was published."),
                    .init("Candidates for \(duty.post) \(duty.shift)", link: path + "/candidates"),
                ]
            }, empty: empty, more: more)
    }

    private static func short(_ duty: UnfilledDuty) -> TableView.Cell {
        duty.belowMin > 0
            ? .init("\(duty.belowMin) below minimum, \(duty.belowTarget) below target", tag: .bad)
            : .init("\(duty.belowTarget) below target", tag: .warn)
    }
}
