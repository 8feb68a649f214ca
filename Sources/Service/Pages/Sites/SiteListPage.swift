import Deployment
import Records

/// Every site with its level of today and what is unfilled there in the next seven days.
enum SiteListPage {
    static let route = WebRoute.page("/sites", BoardPages.readers) { call in
        let sites = try await SiteBook.lines(on: call.today, in: call.house.pool)
        let isPlanner = try call.caller.role == .duties
        let level = call.asked("level").flatMap(ResponseLevel.init)
        let levels =
            [Field.Choice("", "All levels")] + ResponseLevel.allCases.map { Field.Choice($0.rawValue, $0.rawValue) }
        return View(
            "Sites",
            [
                AddressFilters("Filter sites", to: "/sites")
                    .with("level", "Level", .select(levels, level?.rawValue ?? "")).part,
                .table(table(sites.filter { level == nil || $0.level == level }, isPlanner: isPlanner, call.today)),
            ])
    }

    static func table(_ sites: [SiteLine], isPlanner: Bool, _ today: Day) -> TableView {
        TableView(
            "Sites, \(Moments.text(today))",
            heads: ["Site", "Mission", "Level", "Posts", "Unfilled in 7 days"],
            rows: sites.map { site in
                [
                    .init("\(site.id) \(site.name)", link: "/sites/\(site.id)"), .init(site.mission),
                    .init(site.level.rawValue, tag: site.level.tone), .init(String(site.posts), isNumber: true),
                    .init(
                        site.unfilled == 0 ? "None" : "\(site.unfilled) unfilled at \(site.id)",
                        link: site.unfilled > 0 && isPlanner ? "/unfilled?site=\(site.id)" : nil),
                ]
            }, empty: "No site is at this level.")
    }
}
