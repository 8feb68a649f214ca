import Deployment
import Records

/// Proposals of repair, newest first.
enum RepairListPage {
    static let routes = [
        WebRoute.page("/repairs", BoardPages.planners) { call in
            let state = call.asked("state").flatMap(RepairState.init)
            let page = try await Repairs(pool: call.house.pool).list(
                state: state, cursor: call.asked("cursor"), limit: 50)
            let more = page.next.map {
                "/repairs?cursor=\(WebResponder.escapedForQuery($0))" + (state.map { "&state=\($0.rawValue)" } ?? "")
            }
            let states =
                [Field.Choice("", "All")]
                + [RepairState.proposed, .accepted, .discarded, .stale].map {
                    Field.Choice($0.rawValue, $0.tag.text)
                }
            return View(
                "Repairs",
                [
                    .paragraph(
                        "A repair is the smallest lawful change after something happened. It is proposed first and "
                            + "changes nothing until it is accepted."),
                    .link("An officer cannot work", to: "/repairs/new?kind=officer_unavailable"),
                    .link("The level of a site rises", to: "/repairs/new?kind=level_raised"),
                    .link("An operation wants officers", to: "/repairs/new?kind=guard"),
                    AddressFilters("Filter repairs", to: "/repairs")
                        .with("state", "State", .select(states, state?.rawValue ?? "")).part,
                    .table(table(page.items, more: more)),
                ])
        }
    ]

    static func table(_ repairs: [RepairRecord], more: String?) -> TableView {
        TableView(
            "Proposals", heads: ["Number", "What happened", "What it comes to", "State", "Made"],
            rows: repairs.map { repair in
                [
                    .init("Repair \(repair.id)", link: "/repairs/\(repair.id)"), .init(event(repair.event)),
                    .init(repair.summary.words), repair.state.tag, .init(Moments.text(repair.madeAt)),
                ]
            }, empty: "Nothing was repaired yet.", more: more)
    }

    /// The event in words: ids and days, never a reason.
    static func event(_ event: RepairEvent) -> String {
        let days =
            event.to.map {
                $0 == event.from
                    ? "on \(Moments.text(event.from))" : "\(Moments.text(event.from)) to \(Moments.text($0))"
            }
            ?? "from \(Moments.text(event.from))"
        switch event.kind {
        case .officerUnavailable: return "\(event.officer ?? "An officer") cannot work, \(days)"
        case .levelRaised: return "\(event.site ?? "A site") at level \(event.level?.rawValue ?? ""), \(days)"
        case .guardWanted: return "OP-\(event.operation ?? 0) wants officers, \(days)"
        }
    }
}

extension RepairState {
    /// Its word and tone.
    var tag: TableView.Cell {
        switch self {
        case .proposed: .init("Proposed", tag: .note)
        case .accepted: .init("Accepted", tag: .good)
        case .discarded: .init("Discarded")
        case .stale: .init("Overtaken", tag: .warn)
        }
    }
}
