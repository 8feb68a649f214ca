import Deployment
import Records

/// Changes of published duties, for the duties office.
enum ChangePages {
    static let routes = [
        WebRoute.page("/changes", BoardPages.readers) { call in
            let from = call.askedDay("from") ?? call.today.monday
            let to = call.askedDay("to") ?? from.adding(27)
            let officer = call.asked("officer")
            let kind = call.asked("kind").flatMap(ChangeKind.init)
            let page = try await call.house.changes.list(
                from: from, to: to, officer: officer, kind: kind, cursor: call.asked("cursor"), limit: 50)
            let names = try await OfficerNames.read(page.items.flatMap(people), in: call.house.pool)
            let asked =
                "/changes?from=\(from)&to=\(to)"
                + (officer.map { "&officer=" + WebResponder.escapedForQuery($0) } ?? "")
                + (kind.map { "&kind=\($0.rawValue)" } ?? "")
            let kinds =
                [Field.Choice("", "All")]
                + ChangeKind.allCases.map { Field.Choice($0.rawValue, $0.words.capitalizedFirst) }
            return View(
                "Changes",
                [
                    AddressFilters("Filter changes", to: "/changes").with("from", "Duties from", .day(from.description))
                        .with("to", "to", .day(to.description)).with("officer", "Officer", .line(officer ?? ""))
                        .with("kind", "What was done", .select(kinds, kind?.rawValue ?? "")).part,
                    .table(
                        table(
                            page.items, names,
                            more: page.next.map { "\(asked)&cursor=\(WebResponder.escapedForQuery($0))" })),
                ])
        },
        WebRoute.page("/changes/{change}", BoardPages.readers) { call in
            let change = try await call.house.changes.get(call.call.number("change"))
            return view(change, try await OfficerNames.read(people(change), in: call.house.pool))
        },
    ]

    private static func people(_ change: ChangeRecord) -> [String] {
        [change.removed?.officer, change.placed?.officer].compactMap(\.self) + change.consequences.map(\.officer)
    }

    private static func duty(_ duty: VersionDeployment?, _ names: OfficerNames) -> String {
        duty.map { "\(names.called($0.officer)), \(Moments.text($0.day)) \($0.shift) \($0.post)" } ?? "nobody"
    }

    static func table(_ changes: [ChangeRecord], _ names: OfficerNames, more: String?) -> TableView {
        TableView(
            "Changes, newest first", heads: ["Number", "Ground", "Taken off", "Put on", "Made"],
            rows: changes.map { change in
                [
                    .init("Change \(change.id)", link: "/changes/\(change.id)"), .init(change.ground.label),
                    .init(duty(change.removed, names)), .init(duty(change.placed, names)),
                    .init(Moments.text(change.madeAt)),
                ]
            }, empty: "Nothing was changed on these days.", more: more)
    }

    static func view(_ change: ChangeRecord, _ names: OfficerNames) -> View {
        var rows = [
            SummaryRow("What was done", change.kind?.words.capitalizedFirst ?? "Changed"),
            SummaryRow("Ground", change.ground.label),
            SummaryRow("Taken off", duty(change.removed, names)), SummaryRow("Put on", duty(change.placed, names)),
            SummaryRow("Made", Moments.text(change.madeAt)),
        ]
        if let exigency = change.exigency { rows.append(SummaryRow("Exigency", exigency.label)) }
        if let reference = change.reference { rows.append(SummaryRow("Reference", reference)) }
        if !change.note.isEmpty { rows.append(SummaryRow("Note", change.note)) }
        if let days = change.noticeDays { rows.append(SummaryRow("Clear days of notice", String(days))) }
        if change.recall { rows.append(SummaryRow("Recall", "Placed after the midnight before the duty", tag: .warn)) }
        if let other = change.counters {
            rows.append(SummaryRow("Counters", "change \(other)", link: "/changes/\(other)"))
        }
        if let other = change.counteredBy {
            rows.append(SummaryRow("Countered by", "change \(other)", link: "/changes/\(other)"))
        }
        return View(
            "Change \(change.id)",
            [.summary(rows), .table(consequences(change.consequences, names)), .link("All changes", to: "/changes")])
    }

    /// What a change means for those it concerns.
    static func consequences(_ found: [Consequence], _ names: OfficerNames) -> TableView {
        TableView(
            "What it means for officers", heads: ["Officer", "Day", "Consequence"],
            rows: found.map { [.init(names.called($0.officer)), .init(Moments.text($0.day)), .init($0.words)] },
            empty: "It has no consequence for pay or rest days.")
    }
}

extension ChangeGround {
    /// As a list of grounds shows it.
    var label: String {
        switch self {
        case .abstraction: "Absence on record"
        case .restriction: "Restricted or recuperative duty"
        case .lapsedCurrency: "Lapsed currency"
        case .swap: "Swap"
        case .nonDeployment: "Non-deployment"
        case .exigency: "Exigency of duty"
        case .ownRequest: "Own request"
        case .agreement: "Agreement with the branch"
        }
    }
}

extension ExigencyKind {
    /// As a list of exigencies shows it.
    var label: String { rawValue.replacing("_", with: " ").capitalizedFirst }
}
