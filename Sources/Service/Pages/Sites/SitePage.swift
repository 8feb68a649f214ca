import Deployment
import Records

/// One site: its level, what its posts want at each level, and its levels over time.
enum SitePage {
    static let routes = [
        WebRoute.page("/sites/{site}", BoardPages.readers) { call in
            let site = try await site(call)
            return view(
                site, isPlanner: try call.caller.role == .duties, today: call.today, short: try await short(site, call))
        }
    ]

    /// The site of the address; covert posts are known to the duties office only.
    static func site(_ call: WebCall) async throws -> SiteBook {
        try await SiteBook.read(
            call.call.part("site"), on: call.today, hidesCovert: try call.caller.role != .duties, in: call.house.pool)
    }

    /// What is unfilled there, for the duties office.
    private static func short(_ site: SiteBook, _ call: WebCall) async throws -> [UnfilledDuty] {
        guard try call.caller.role == .duties else { return [] }
        return try await UnfilledDuties.read(
            from: call.today, to: call.today.adding(27), site: site.id, limit: 20, in: call.house.pool
        ).items
    }

    static func view(_ site: SiteBook, isPlanner: Bool, today: Day, short: [UnfilledDuty]) -> View {
        var rows = [
            SummaryRow("Mission", site.mission),
            SummaryRow("Level today", site.level.rawValue, tag: site.level.tone ?? .note),
        ]
        if let inspector = site.inspector {
            rows.append(SummaryRow("Liaison inspector", inspector, link: "/officers/\(inspector)"))
        }
        var parts: [View.Part] = [.summary(rows)]
        if isPlanner {
            parts += [
                .link("Set the level", to: "/sites/\(site.id)/level"),
                .link(
                    "The level rises: work out a repair",
                    to: "/repairs/new?kind=level_raised&site=\(site.id)&from=\(today)"),
            ]
        }
        parts += [
            .link("Its duties on the board", to: "/board?site=\(site.id)"), .table(demand(site)),
            .table(spells(site, today)),
        ]
        if isPlanner {
            parts.append(
                .table(
                    UnfilledPage.table(
                        short, caption: "Unfilled in the next 28 days",
                        empty: "Every published duty of this site has its target.",
                        more: short.count < 20 ? nil : "/unfilled?site=\(site.id)")))
        }
        return View("\(site.id) \(site.name)", parts)
    }

    /// One row a post, shift and kind of day; one column a level.
    static func demand(_ site: SiteBook) -> TableView {
        var lines: [(key: [String], counts: [ResponseLevel: String])] = []
        for one in site.demand {
            let key = ["\(one.post) \(one.postName)" + (one.isCovert ? ", covert" : ""), one.shift, one.dayKind]
            let place = lines.firstIndex { $0.key == key }
            if place == nil { lines.append((key, [:])) }
            lines[place ?? lines.count - 1].counts[one.level] = "\(one.min) to \(one.target)"
        }
        return TableView(
            "Officers wanted, from the minimum to the target",
            heads: ["Post", "Shift", "Days"] + ResponseLevel.allCases.map(\.rawValue),
            rows: lines.map { line in
                [.init(line.key[0]), .init(line.key[1]), .init(line.key[2] == "weekend" ? "Weekend" : "Weekdays")]
                    + ResponseLevel.allCases.map { .init(line.counts[$0] ?? "nobody") }
            }, empty: "No post of this site wants officers by itself.")
    }

    private static func spells(_ site: SiteBook, _ today: Day) -> TableView {
        TableView(
            "Its levels, the latest first", heads: ["From", "To", "Level", "Set by", "Reference"],
            rows: site.spells.map { spell in
                [
                    .init(Moments.text(spell.from)), .init(spell.to.map { Moments.text($0) } ?? "until further notice"),
                    .init(spell.level.rawValue, tag: spell.level.tone ?? .note), .init(spell.setBy),
                    .init(spell.reference.isEmpty ? "none" : spell.reference),
                ]
            }, empty: "Normal, and no other level is set.")
    }
}
